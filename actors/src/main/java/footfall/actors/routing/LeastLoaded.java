package footfall.actors.routing;

import footfall.actors.protocol.Request;

/** The pool with the fewest requests in it for each of its slots; the first named wins a tie. */
final class LeastLoaded implements RoutingPolicy {
  private final int[] candidates;

  /**
   * A policy over some of the pools.
   *
   * @param candidates indices of the pools to choose from, in order of preference
   */
  LeastLoaded(int[] candidates) {
    this.candidates = candidates.clone();
  }

  @Override
  public int choose(Request request, Loads loads) {
    int best = candidates[0];
    for (int pool : candidates) {
      if (loads.isLess(pool, best)) {
        best = pool;
      }
    }
    return best;
  }

  @Override
  public boolean looksAtLoads() {
    return true;
  }
}
