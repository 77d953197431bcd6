/**
 * Scenarios made of what was recorded. Start with {@link footfall.simulator.imports.ImportedTrace}.
 */
package footfall.simulator.imports;
