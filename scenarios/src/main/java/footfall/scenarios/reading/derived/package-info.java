/**
 * Fills in the engines of pools whose speed nobody has measured, from {@code config.json} and data
 * sheet. Start with {@link footfall.scenarios.reading.derived.DerivedEngines}.
 */
package footfall.scenarios.reading.derived;
