package footfall.actors.routing;

import footfall.actors.protocol.Request;

/** The pool with the fewest requests in it, however large it is; the first named wins a tie. */
final class ShortestQueue implements RoutingPolicy {
  private final int[] candidates;

  ShortestQueue(int[] candidates) {
    this.candidates = candidates.clone();
  }

  @Override
  public int choose(Request request, Loads loads) {
    int best = candidates[0];
    for (int pool : candidates) {
      boolean shorter = loads.inSystem(pool) < loads.inSystem(best);
      if (loads.isUp(pool) && (shorter || !loads.isUp(best))) {
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
