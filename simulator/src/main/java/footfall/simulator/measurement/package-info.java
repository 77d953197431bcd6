/**
 * What is measured on a real deployment, beside what is simulated: {@link
 * footfall.simulator.measurement.LoadTest} puts the load on.
 */
package footfall.simulator.measurement;
