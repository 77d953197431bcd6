/**
 * From a model's architecture and a device's data sheet to the speed of an engine: {@link
 * footfall.scenarios.derivation.Architecture} gives what a step computes and reads, {@link
 * footfall.scenarios.derivation.DerivedRates} how fast a device does so.
 */
@org.jspecify.annotations.NullMarked
package footfall.scenarios.derivation;
