package footfall.actors.routing;

import footfall.actors.protocol.Request;
import footfall.scenarios.randomness.Purpose;
import footfall.scenarios.randomness.RandomStream;
import footfall.scenarios.randomness.Streams;

/** The less loaded of two different pools drawn at random; the first drawn wins a tie. */
final class PowerOfTwo implements RoutingPolicy {
  private final int[] candidates;
  private final RandomStream random = new RandomStream();

  /** A policy over at least two pools. */
  PowerOfTwo(int[] candidates) {
    this.candidates = candidates.clone();
  }

  @Override
  public int choose(Request request, Loads loads) {
    random.at(Streams.draw(request.shopperKey(), Purpose.CHOICES, request.drawIndex()));
    int first = random.nextInt(candidates.length);
    int second = random.nextInt(candidates.length - 1);
    int one = candidates[first];
    int other = candidates[second < first ? second : second + 1];
    return loads.isLess(other, one) ? other : one;
  }

  @Override
  public boolean looksAtLoads() {
    return true;
  }
}
