package footfall.actors.workers;

import footfall.scenarios.pools.Quota;

/** What is left of one quota. Not thread-safe. */
interface Allowance {
  /** It will never hold so much. */
  long NEVER = Long.MAX_VALUE;

  /** The full allowance of a quota: minutes fill up steadily, days begin anew. */
  static Allowance of(Quota quota) {
    return quota.period() == Quota.Period.MINUTE
        ? new TokenBucket(quota.amount())
        : new DailyAllowance(quota.amount());
  }

  /** Nanoseconds until so many units could be taken; zero for now, or {@link #NEVER}. */
  long waitNanos(double units, long nowNanos);

  /** Takes so many units; only where they need not be waited for. */
  void take(double units);

  /** Gives back what was taken and not used; in a later period of no use to anybody. */
  void giveBack(double units, long takenNanos, long nowNanos);
}
