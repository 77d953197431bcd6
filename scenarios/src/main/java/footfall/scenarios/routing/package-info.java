/**
 * Which pool a request goes to: {@link footfall.scenarios.routing.Routing}, with a {@link
 * footfall.scenarios.routing.Policy} and what it is told.
 */
package footfall.scenarios.routing;
