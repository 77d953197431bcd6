/**
 * Chance that can be repeated: {@link footfall.scenarios.randomness.Streams} gives every entity and
 * every purpose a stream of its own.
 */
package footfall.scenarios.randomness;
