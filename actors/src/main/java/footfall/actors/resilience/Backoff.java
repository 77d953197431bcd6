package footfall.actors.resilience;

import footfall.scenarios.pools.VendorApi.Retries;
import footfall.scenarios.randomness.RandomStream;

/** How long a client pauses before it tries again. */
final class Backoff {
  private static final int MAX_DOUBLINGS = 40;

  private Backoff() {}

  /**
   * Nanoseconds before the next attempt.
   *
   * @param retry number of the retry, from zero
   * @param beforeNanos the pause before the last attempt; zero where there was none
   */
  static long nanos(Retries retries, int retry, long beforeNanos, RandomStream random) {
    double doubled = retries.baseNanos() * Math.pow(2, Math.min(retry, MAX_DOUBLINGS));
    double grown = Math.min(retries.capNanos(), doubled);
    return switch (retries.jitter()) {
      case NONE -> (long) grown;
      case FULL -> (long) (grown * random.nextDouble());
      case DECORRELATED -> {
        double from = retries.baseNanos();
        double to = Math.max(from, 3.0 * beforeNanos);
        yield (long) Math.min(retries.capNanos(), from + (to - from) * random.nextDouble());
      }
    };
  }
}
