package footfall.actors.routing;

import footfall.actors.protocol.Request;
import footfall.scenarios.randomness.Purpose;
import footfall.scenarios.randomness.RandomStream;
import footfall.scenarios.randomness.Streams;
import footfall.scenarios.routing.Policy.Granularity;

/**
 * Each pool gets its share at random. The draw belongs to the shopper, so that a changed ratio
 * moves as few shoppers as it can.
 */
final class FixedRatio implements RoutingPolicy {
  private final Shares shares;
  private final Granularity per;
  private final RandomStream random = new RandomStream();

  FixedRatio(Shares shares, Granularity per) {
    this.shares = shares;
    this.per = per;
  }

  @Override
  public int choose(Request request, Loads loads) {
    if (shares.pools() == 1) {
      return 0;
    }
    int draw = per == Granularity.TURN ? request.turnDrawn() : 0;
    long key = Streams.draw(request.shopperKey(), Purpose.ROUTE, draw);
    return shares.poolAt(random.at(key).nextDouble());
  }
}
