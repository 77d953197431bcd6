/**
 * Replications side by side on all cores: {@link footfall.simulator.experiments.Simulation} of one
 * scenario, {@link footfall.simulator.experiments.Sweep} of many.
 */
package footfall.simulator.experiments;
