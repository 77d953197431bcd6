/**
 * The messages between actors, and what all actors have in common: a {@link
 * footfall.actors.protocol.Request} and its {@link footfall.actors.protocol.RequestOutcome}, the
 * commands of each kind of actor, the {@link footfall.actors.protocol.Clock}. The packages of the
 * actors depend on this one, and it depends on none of them.
 */
package footfall.actors.protocol;
