/**
 * Plans that are kept with the deployment they are about, and checked again against what is
 * measured there. Start with {@link footfall.simulator.commitments.Commitment}.
 */
package footfall.simulator.commitments;
