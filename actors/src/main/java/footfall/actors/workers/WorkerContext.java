package footfall.actors.workers;

import footfall.actors.protocol.Clock;
import footfall.actors.protocol.PoolCommand;
import footfall.actors.protocol.Request;
import footfall.actors.protocol.RequestOutcome.Completed;
import footfall.actors.protocol.RequestOutcome.Failed;
import footfall.actors.protocol.Step.Prefix;
import footfall.reports.recording.Failure;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.randomness.RandomStream;
import java.util.function.ToDoubleFunction;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What a worker needs to serve: clock, indices, pool specification, reply address.
 *
 * @param pool index of the pool in the scenario
 * @param worker index of the worker in its pool
 * @param order of requests that wait in the worker: the least goes first
 * @param content of prompts, for a worker with a prefix cache
 * @param replyTo the pool
 */
public record WorkerContext(
    Clock clock,
    int pool,
    int worker,
    PoolSpec spec,
    ToDoubleFunction<Request> order,
    PromptContent content,
    ActorRef<PoolCommand> replyTo) {
  private static final long AWAY_NANOS = 200_000_000L;

  /** A copy in a pool with another specification. */
  public WorkerContext as(PoolSpec other) {
    return new WorkerContext(clock, pool, worker, other, order, content, replyTo);
  }

  /** Input tokens of the request that need not be read again: this worker has read them before. */
  int cachedTokens(Request request) {
    Prefix prefix = request.step().prefix();
    boolean here = prefix.pool() == pool && prefix.worker() == worker;
    return here ? (int) (spec.prefixCache() * prefix.tokens()) : 0;
  }

  /**
   * Nanoseconds before the first output token is begun, of a request that runs alone, all of its
   * service where that is recorded.
   */
  long prefillNanos(Request request, int cachedTokens, RandomStream random) {
    long recorded = request.step().serviceNanos();
    long drawn = spec.service().prefillNanos(request.inputTokens() - cachedTokens, random);
    return recorded >= 0 ? recorded : drawn;
  }

  /** Nanoseconds that the output tokens take after that. */
  long decodeNanos(Request request, RandomStream random) {
    long drawn = spec.service().decodeNanos(request.outputTokens(), random);
    return request.step().serviceNanos() >= 0 ? 0 : drawn;
  }

  /** The worker is lost to its pool, and there again after a moment. */
  public void lose() {
    replyTo.tell(new PoolCommand.Lose(worker));
    clock.tellAfter(AWAY_NANOS, replyTo, new PoolCommand.Recover(worker));
  }

  /** Tells the pool that the request was cancelled. */
  public Failed cancelled(Request request, long startedNanos, long nowNanos) {
    return new Failed(request, pool, worker, Failure.CANCELLED, startedNanos, nowNanos);
  }

  /** That the request is answered in full, at this instant or a later one. */
  public Completed completed(
      Request request, int cachedTokens, long startedNanos, long firstTokenNanos, long endedNanos) {
    return new Completed(
        request, pool, worker, cachedTokens, startedNanos, firstTokenNanos, endedNanos);
  }
}
