/**
 * From a YAML file to a scenario. Start with {@link footfall.scenarios.reading.ScenarioReader}: it
 * parses ({@link footfall.scenarios.reading.SourceTree}), applies settings, checks the published
 * JSON Schema and the rules across values, fills in model profiles and defaults, and binds.
 */
package footfall.scenarios.reading;
