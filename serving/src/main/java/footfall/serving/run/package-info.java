/**
 * Wires a deployment together and takes it down: {@link footfall.serving.run.LiveServer} for
 * clients over HTTP, {@link footfall.serving.run.Rehearsal} for simulated shoppers in real time.
 */
package footfall.serving.run;
