/** {@link footfall.actors.workers.Worker}, which takes as long as the service model says. */
package footfall.actors.workers;
