/**
 * A continuous-batching engine. Start with {@link footfall.actors.engine.StepEngine}, which
 * schedules requests; {@link footfall.actors.engine.Jump} takes equal steps at once, {@link
 * footfall.actors.engine.KvMemory} counts blocks, and {@link footfall.actors.engine.PrefixCache}
 * knows their content. No actors and no clock: the caller passes the time.
 */
package footfall.actors.engine;
