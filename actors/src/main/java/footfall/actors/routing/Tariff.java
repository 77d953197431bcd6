package footfall.actors.routing;

import footfall.actors.protocol.Request;
import footfall.scenarios.Scenario;
import footfall.scenarios.pools.PoolSpec;
import java.util.List;

/** What a request costs in a pool, as far as it can be told beforehand. Immutable. */
final class Tariff {
  private static final double HOUR_SECONDS = 3_600;

  private final List<PoolSpec> pools;

  Tariff(Scenario scenario) {
    this.pools = scenario.pools();
  }

  /** What has to be paid for the request alone: its tokens, and its part of a conversation. */
  double paid(int pool, Request request) {
    var prices = pools.get(pool).prices();
    double ofConversation =
        request.endsTurn() ? prices.perConversation() / request.plannedTurns() : 0;
    return prices.ofTokens(request.inputTokens(), 0, request.outputTokens()) + ofConversation;
  }

  /** That and the time of a slot at the worker's price, if it is kept busy. */
  double cost(int pool, Request request) {
    PoolSpec spec = pools.get(pool);
    double seconds = spec.service().meanSeconds(request.inputTokens(), request.outputTokens());
    return paid(pool, request)
        + spec.prices().perWorkerHour() * seconds / HOUR_SECONDS / spec.slots();
  }
}
