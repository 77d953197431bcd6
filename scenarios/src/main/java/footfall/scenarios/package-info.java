/**
 * What to run. Start with {@link footfall.scenarios.Scenario}, the complete description of a run:
 * who comes ({@code arrivals}, {@code traces}), how they converse ({@code shoppers}) and what
 * serves them ({@code pools}). {@link footfall.scenarios.reading.ScenarioReader} makes one from a
 * YAML file.
 */
package footfall.scenarios;
