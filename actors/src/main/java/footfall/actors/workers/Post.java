package footfall.actors.workers;

import footfall.actors.Clock;
import footfall.actors.Request;
import footfall.actors.RequestOutcome.Completed;
import footfall.actors.Step.Prefix;
import footfall.actors.pools.Pool;
import footfall.scenarios.pools.PoolSpec;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The place that a worker fills.
 *
 * @param pool index of the pool in the scenario
 * @param worker index of the worker in its pool
 * @param replyTo the pool
 */
public record Post(
    Clock clock, int pool, int worker, PoolSpec spec, ActorRef<Pool.Command> replyTo) {

  /** Input tokens of the request that need not be read again: this worker has read them before. */
  int cachedTokens(Request request) {
    Prefix prefix = request.step().prefix();
    boolean here = prefix.pool() == pool && prefix.worker() == worker;
    return here ? (int) (spec.prefixCache() * prefix.tokens()) : 0;
  }

  /** That the request is answered in full, at this instant or a later one. */
  Completed completed(
      Request request, int cachedTokens, long startedNanos, long firstTokenNanos, long endedNanos) {
    return new Completed(
        request, pool, worker, cachedTokens, startedNanos, firstTokenNanos, endedNanos);
  }
}
