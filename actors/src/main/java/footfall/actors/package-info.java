/**
 * Who acts. Follow one request: a shopper makes up a {@link footfall.actors.protocol.Request}, the
 * router sends it to a pool, the pool gives it to a worker or lets it wait, and says how it ended:
 * a {@link footfall.actors.protocol.RequestOutcome} for the shopper and for the supervisor. {@link
 * footfall.actors.run.RunAssembly} introduces them to each other; {@link
 * footfall.actors.protocol.Clock} is the one seam for time.
 */
package footfall.actors;
