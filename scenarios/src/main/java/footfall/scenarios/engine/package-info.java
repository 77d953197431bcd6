/**
 * The engine of a continuous-batching server, as a scenario states it. Start with {@link
 * footfall.scenarios.engine.Engine}; {@link footfall.scenarios.engine.StepTime} says how long a
 * step takes.
 */
@org.jspecify.annotations.NullMarked
package footfall.scenarios.engine;
