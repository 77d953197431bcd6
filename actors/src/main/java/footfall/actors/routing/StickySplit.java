package footfall.actors.routing;

import footfall.actors.protocol.Request;
import footfall.scenarios.randomness.Purpose;
import footfall.scenarios.randomness.RandomStream;
import footfall.scenarios.randomness.Streams;

/** Each shopper belongs to one pool for good, whatever it says and however often it comes back. */
final class StickySplit implements RoutingPolicy {
  private final Shares shares;
  private final long key;
  private final RandomStream random = new RandomStream();

  /**
   * A split of the shoppers.
   *
   * @param key from which it is drawn who belongs where
   */
  StickySplit(Shares shares, long key) {
    this.shares = shares;
    this.key = key;
  }

  @Override
  public int choose(Request request, Loads loads) {
    return poolOf(request.shopper());
  }

  /** The pool to which a shopper belongs. */
  int poolOf(long shopper) {
    long draw = Streams.draw(Streams.entity(key, shopper), Purpose.ROUTE, 0);
    return shares.poolAt(random.at(draw).nextDouble());
  }
}
