package footfall.actors.routing;

import footfall.actors.Request;

/** The pool with the fewest requests in it for each of its slots; the first named wins a tie. */
final class LeastLoaded implements RoutingPolicy {
  private final int[] candidates;
  private final int[] slots;

  /**
   * A policy over some of the pools.
   *
   * @param candidates indices of the pools to choose from, in order of preference
   * @param slots of each pool by index
   */
  LeastLoaded(int[] candidates, int[] slots) {
    this.candidates = candidates.clone();
    this.slots = slots.clone();
  }

  @Override
  public int choose(Request request, int[] inSystem) {
    int best = candidates[0];
    for (int pool : candidates) {
      if ((long) inSystem[pool] * slots[best] < (long) inSystem[best] * slots[pool]) {
        best = pool;
      }
    }
    return best;
  }

  @Override
  public boolean needsLoads() {
    return true;
  }
}
