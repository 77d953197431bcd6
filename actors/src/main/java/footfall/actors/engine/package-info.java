/**
 * A continuous-batching server, step by step but for steps that are alike: {@link
 * footfall.actors.engine.StepEngine} admits, preempts and finishes; {@link
 * footfall.actors.engine.KvMemory} counts blocks, and {@link footfall.actors.engine.PrefixCache}
 * keeps what they hold. No actors and no clock: whoever uses it says what time it is.
 */
package footfall.actors.engine;
