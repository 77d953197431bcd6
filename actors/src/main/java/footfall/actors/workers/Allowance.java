package footfall.actors.workers;

import footfall.scenarios.pools.Quota;

/** The unused part of one quota. Not thread-safe. */
interface Allowance {
  /** It will never hold so much. */
  long NEVER = Long.MAX_VALUE;

  /** The full allowance of a quota: minutes fill up steadily, days begin anew. */
  static Allowance of(Quota quota) {
    return quota.period() == Quota.Period.MINUTE
        ? new TokenBucket(quota.amount())
        : new DailyAllowance(quota.amount());
  }

  /** Nanoseconds until the units can be taken; zero for now, or {@link #NEVER}. */
  long waitNanos(double units, long nowNanos);

  /** Takes units; only when {@link #waitNanos} is zero. */
  void take(double units);

  /** Gives back what was taken and not used; in a later period of no use to anybody. */
  void giveBack(double units, long takenNanos, long nowNanos);
}
