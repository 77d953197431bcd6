package footfall.actors.routing;

import footfall.actors.protocol.Exchange;
import footfall.actors.protocol.RequestOutcome;
import footfall.actors.protocol.RequestOutcome.Failed;
import footfall.reports.recording.Failure;

/** Pools that are asked one after the other. */
final class Chain {
  private Chain() {}

  /** For {@link #placeOf}: the pool is not in the chain. */
  static final int NOT_THERE = -1;

  /** The place of a pool in the chain, from zero. */
  static int placeOf(int[] chain, int pool) {
    for (int place = 0; place < chain.length; place++) {
      if (chain[place] == pool) {
        return place;
      }
    }
    return NOT_THERE;
  }

  /**
   * Whether the outcome stands, whatever other pools could do: a part of the answer was heard, who
   * asked is gone, or asked for this pool and no other.
   */
  static boolean isSettled(RequestOutcome outcome) {
    Exchange exchange = outcome.request().step().exchange();
    return exchange != null && (exchange.isBegun() || isForNobodyElse(outcome));
  }

  /** Whether who asked is gone, or asked for this pool and no other. */
  static boolean isForNobodyElse(RequestOutcome outcome) {
    Exchange exchange = outcome.request().step().exchange();
    return exchange != null && (exchange.isCancelled() || exchange.pool() != Exchange.ANY_POOL);
  }

  /** Whether a request failed for what it is, or for who asked, which says nothing of the pool. */
  static boolean isRequestsFault(RequestOutcome outcome) {
    return outcome instanceof Failed failed
        && (failed.failure() == Failure.CANCELLED || failed.failure() == Failure.NOT_UNDERSTOOD);
  }
}
