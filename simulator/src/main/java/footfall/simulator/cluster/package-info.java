/**
 * Replications on many machines: a {@link footfall.simulator.cluster.Dispatcher} hands them out,
 * the {@link footfall.simulator.cluster.ExecutorSlot slots} of the nodes run them, and what they
 * show comes back to the byte as if it had been run here.
 */
package footfall.simulator.cluster;
