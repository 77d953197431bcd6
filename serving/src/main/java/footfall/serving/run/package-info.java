/**
 * The edge of live mode, where a second takes a second: {@link footfall.serving.time.SystemClock}
 * and what is wired to it. {@code speech} is what is really said; {@code djl} and {@code api} hold
 * the workers that let a model say it, {@code gateway} the door to HTTP. Only here may there be
 * futures, threads and the machine's clock.
 */
package footfall.serving.run;
