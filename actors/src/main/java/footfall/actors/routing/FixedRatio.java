package footfall.actors.routing;

import footfall.actors.Request;
import footfall.scenarios.Routing.Granularity;
import footfall.scenarios.randomness.Purpose;
import footfall.scenarios.randomness.RandomStream;
import footfall.scenarios.randomness.Streams;

/**
 * Each pool gets its share at random. The draw belongs to the shopper, so that a changed ratio
 * moves as few shoppers as it can.
 */
final class FixedRatio implements RoutingPolicy {
  private final double[] cumulativeShares;
  private final Granularity per;
  private final RandomStream random = new RandomStream();

  /**
   * A policy with the given share for each pool by index.
   *
   * @param shares sum to one
   */
  FixedRatio(double[] shares, Granularity per) {
    this.cumulativeShares = shares.clone();
    this.per = per;
    for (int pool = 1; pool < shares.length; pool++) {
      cumulativeShares[pool] += cumulativeShares[pool - 1];
    }
  }

  @Override
  public int choose(Request request, int[] inSystem) {
    if (cumulativeShares.length == 1) {
      return 0;
    }
    int draw = per == Granularity.TURN ? request.turn() : 0;
    double at = random.at(Streams.draw(request.shopperKey(), Purpose.ROUTE, draw)).nextDouble();
    int pool = 0;
    while (pool < cumulativeShares.length - 1 && at >= cumulativeShares[pool]) {
      pool++;
    }
    return pool;
  }

  @Override
  public boolean needsLoads() {
    return false;
  }
}
