/** {@link footfall.actors.routing.Router} and the policies by which it chooses a pool. */
package footfall.actors.routing;
