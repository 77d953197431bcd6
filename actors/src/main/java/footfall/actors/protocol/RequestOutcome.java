package footfall.actors.protocol;

import footfall.reports.recording.Failure;
import java.util.Objects;

/** How a request ended; told to its shopper and to the supervisor. */
public sealed interface RequestOutcome extends ShopperCommand, RouterCommand {
  /** The request that ended. */
  Request request();

  /** Index of the pool in the scenario; negative where no pool had it. */
  int pool();

  /** When it ended. */
  long endedNanos();

  /** How long it waited in the queue of the pool. */
  default long waitNanos() {
    return endedNanos() - request().submittedNanos();
  }

  /**
   * Answered in full.
   *
   * @param worker index of the worker in its pool
   * @param cachedTokens of the input that were not read again
   * @param firstTokenNanos when the first token was out
   */
  record Completed(
      Request request,
      int pool,
      int worker,
      int cachedTokens,
      long startedNanos,
      long firstTokenNanos,
      long endedNanos)
      implements RequestOutcome, PoolCommand {
    @Override
    public long waitNanos() {
      return startedNanos - request.submittedNanos();
    }

    /** The same answer, with the tokens that were really read and written. */
    public Completed asSaid() {
      Request said = request.asSaid();
      return said == request
          ? this
          : new Completed(
              said,
              pool,
              worker,
              Objects.requireNonNull(said.step().exchange()).usage().cached(),
              startedNanos,
              firstTokenNanos,
              endedNanos);
    }

    /** The same answer, given later for want of a better one. */
    public Completed instead(long waitedForItNanos, long nowNanos) {
      return new Completed(
          request.having(request.followedRoute().waiting(waitedForItNanos)),
          pool,
          worker,
          cachedTokens,
          startedNanos,
          nowNanos,
          nowNanos);
    }
  }

  /** Turned away at the door because the queue was full. */
  record Rejected(Request request, int pool, long endedNanos) implements RequestOutcome {}

  /** The shopper's patience ended in the queue. */
  record Abandoned(Request request, int pool, long endedNanos) implements RequestOutcome {}

  /**
   * Taken in and then failed.
   *
   * @param worker index of the worker in its pool; -1 where its service had not begun
   * @param startedNanos -1 where its service had not begun
   */
  record Failed(
      Request request, int pool, int worker, Failure failure, long startedNanos, long endedNanos)
      implements RequestOutcome, PoolCommand {
    /** Where no pool had it. */
    public static final int NOBODY = -1;

    /** For the start of a service that did not begin. */
    public static final long NOT_STARTED = -1;

    @Override
    public long waitNanos() {
      return (startedNanos < 0 ? endedNanos : startedNanos) - request.submittedNanos();
    }
  }
}
