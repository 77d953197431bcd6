/**
 * Live mode, where a second takes a second: the actors of {@link footfall.actors} serve real
 * requests. {@link footfall.serving.gateway} takes them over HTTP, {@link footfall.serving.ingress}
 * hands them to the router, {@link footfall.serving.djl} and {@link footfall.serving.remote} hold
 * the workers that answer, and {@link footfall.serving.run} wires them together. Only here may
 * there be futures, threads and the machine's clock.
 */
package footfall.serving;
