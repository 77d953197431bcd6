/** Replications side by side on all cores; {@link footfall.simulator.experiments.Simulation}. */
package footfall.simulator.experiments;
