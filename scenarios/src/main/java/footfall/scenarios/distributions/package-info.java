/**
 * Distributions of times and counts; {@link footfall.scenarios.distributions.Distribution} first.
 */
package footfall.scenarios.distributions;
