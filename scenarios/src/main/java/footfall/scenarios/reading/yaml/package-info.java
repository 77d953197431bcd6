/**
 * The tree of a file with its line numbers, settings, the JSON Schema and its defaults. Start with
 * {@link footfall.scenarios.reading.yaml.SourceTree}.
 */
package footfall.scenarios.reading.yaml;
