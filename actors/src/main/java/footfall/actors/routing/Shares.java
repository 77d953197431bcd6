package footfall.actors.routing;

/** Shares of the pools, and which pool a number from 0 to 1 falls to. Immutable. */
final class Shares {
  private final double[] cumulative;

  /**
   * Shares for each pool by index.
   *
   * @param shares sum to one
   */
  Shares(double[] shares) {
    cumulative = shares.clone();
    for (int pool = 1; pool < shares.length; pool++) {
      cumulative[pool] += cumulative[pool - 1];
    }
  }

  int pools() {
    return cumulative.length;
  }

  int poolAt(double place) {
    int pool = 0;
    while (pool < cumulative.length - 1 && place >= cumulative[pool]) {
      pool++;
    }
    return pool;
  }
}
