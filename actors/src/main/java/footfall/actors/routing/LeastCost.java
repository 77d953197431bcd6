package footfall.actors.routing;

import footfall.actors.protocol.Request;

/** The pool in which the request costs least; the first named wins a tie. */
final class LeastCost implements RoutingPolicy {
  private final int[] candidates;
  private final Tariff tariff;

  LeastCost(int[] candidates, Tariff tariff) {
    this.candidates = candidates.clone();
    this.tariff = tariff;
  }

  @Override
  public int choose(Request request, Loads loads) {
    int best = candidates[0];
    for (int pool : candidates) {
      if (tariff.cost(pool, request) < tariff.cost(best, request)) {
        best = pool;
      }
    }
    return best;
  }
}
