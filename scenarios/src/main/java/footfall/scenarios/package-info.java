/**
 * What to run. Start with {@link footfall.scenarios.Scenario}, the complete description of a run,
 * then {@link footfall.scenarios.reading.ScenarioReader}, which makes one from a YAML file.
 */
package footfall.scenarios;
