/**
 * What may be bought: the decisions that a sizing makes. Start with {@link
 * footfall.scenarios.sizing.Sizing}.
 */
package footfall.scenarios.sizing;
