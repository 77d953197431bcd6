/**
 * From a checked tree to the records of a scenario. Start with {@link
 * footfall.scenarios.reading.binding.ScenarioBinder}.
 */
package footfall.scenarios.reading.binding;
