/** How many came when, as it was counted. Start with {@link footfall.scenarios.volumes.Volumes}. */
package footfall.scenarios.volumes;
