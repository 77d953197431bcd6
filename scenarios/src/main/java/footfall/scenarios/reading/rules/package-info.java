/**
 * What must hold across values, beyond the schema. Start with {@link
 * footfall.scenarios.reading.rules.CrossRules}.
 */
package footfall.scenarios.reading.rules;
