package footfall.actors.routing;

import footfall.actors.protocol.Request;
import footfall.scenarios.Scenario;
import footfall.scenarios.engine.SteadyBatch;
import footfall.scenarios.pools.PoolSpec;
import java.util.List;

/** What a request costs in a pool, as far as it can be told beforehand. Immutable. */
final class Tariff {
  private static final double HOUR_SECONDS = 3_600;

  /** A request of this size stands for all where only the rates of an engine matter. */
  private static final int USUAL_INPUT = 500;

  private static final int USUAL_OUTPUT = 200;

  private final List<PoolSpec> pools;
  private final double[] secondsPerInputToken;
  private final double[] secondsPerOutputToken;

  Tariff(Scenario scenario) {
    this.pools = scenario.pools();
    this.secondsPerInputToken = new double[pools.size()];
    this.secondsPerOutputToken = new double[pools.size()];
    for (int pool = 0; pool < pools.size(); pool++) {
      if (pools.get(pool).engine().isPresent()) {
        SteadyBatch full =
            new SteadyBatch(pools.get(pool).engine().get(), USUAL_INPUT, 0, USUAL_OUTPUT);
        secondsPerInputToken[pool] = 1 / full.prefillTokensPerSecond();
        secondsPerOutputToken[pool] = 1 / full.decodeTokensPerSecond();
      }
    }
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
    return paid(pool, request)
        + spec.prices().perWorkerHour() * workerSeconds(pool, spec, request) / HOUR_SECONDS;
  }

  /** Seconds of a whole worker that the request takes, where the worker is kept busy. */
  private double workerSeconds(int pool, PoolSpec spec, Request request) {
    return spec.engine().isPresent()
        ? request.inputTokens() * secondsPerInputToken[pool]
            + request.outputTokens() * secondsPerOutputToken[pool]
        : spec.service().meanSeconds(request.inputTokens(), request.outputTokens()) / spec.slots();
  }
}
