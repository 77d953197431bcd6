/**
 * From a YAML file to a scenario. Start with {@link footfall.scenarios.reading.ScenarioReader}: it
 * parses and applies settings ({@link footfall.scenarios.reading.yaml}), fills in model profiles
 * ({@link footfall.scenarios.reading.profiles}) and defaults, checks the published JSON Schema and
 * the rules across values ({@link footfall.scenarios.reading.rules}), and binds ({@link
 * footfall.scenarios.reading.binding}).
 */
package footfall.scenarios.reading;
