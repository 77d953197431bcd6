/**
 * Many scenarios side by side: {@link footfall.scenarios.experiments.Experiment} changes one along
 * axes.
 */
package footfall.scenarios.experiments;
