package footfall.scenarios.reading;

import footfall.scenarios.Scenario;
import footfall.scenarios.arrivals.Arrivals;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.routing.Policy;
import footfall.scenarios.shoppers.ShopperClass;
import java.util.function.ToDoubleFunction;

/**
 * What a run will come to, by arithmetic: for refusing what would never end.
 *
 * @param conversations in all replications together
 * @param requests model calls in all replications together, retries not counted
 * @param events timers and messages that the engine handles for them
 */
public record WorkloadEstimate(double conversations, double requests, double events) {
  private static final double EVENTS_PER_REQUEST = 9;
  private static final double EVENTS_OF_AN_ENGINE = 18;
  private static final double EVENTS_PER_CONVERSATION = 4;

  /** Estimates from mean values; an overloaded system is taken at its offered load. */
  public static WorkloadEstimate of(Scenario scenario) {
    RequestSize size = RequestSize.of(scenario);
    double requestsEach =
        mean(scenario, shopper -> Math.max(1, shopper.turns().mean())) * size.callsPerTurn();
    double conversations = conversations(scenario, requestsEach, size) * scenario.replications();
    double requests = conversations * requestsEach;
    boolean steps = scenario.pools().stream().anyMatch(pool -> pool.engine().isPresent());
    return new WorkloadEstimate(
        conversations,
        requests,
        requests * (steps ? EVENTS_OF_AN_ENGINE : EVENTS_PER_REQUEST)
            + conversations * EVENTS_PER_CONVERSATION);
  }

  /**
   * Time that the prompts of a batching pool need, if its workers read them one after another, over
   * the time that the workers have: above one the pool is overloaded, whatever the batch cap. Where
   * shares are not stated, the pool is taken to get every request. NaN for pools that do not batch,
   * for engines, and where prompts are cached by a stated share.
   */
  public static double prefillUtilization(Scenario scenario, PoolSpec pool) {
    boolean applies =
        pool.service().batching().isPresent()
            && pool.engine().isEmpty()
            && pool.prefixCache() == 0
            && scenario.arrivals() instanceof Arrivals.Open;
    if (!applies) {
      return Double.NaN;
    }
    double share =
        scenario.routing().policy() instanceof Policy.FixedRatio ratio
            ? ratio.shares().getOrDefault(pool.name(), 0.0)
            : 1;
    double perSecond =
        of(scenario).requests() / scenario.replications() / scenario.horizonSeconds();
    return perSecond
        * share
        * RequestSize.of(scenario).input()
        * pool.service().secondsPerInputToken()
        / pool.mostSpeed();
  }

  private static double conversations(Scenario scenario, double requestsEach, RequestSize size) {
    if (scenario.arrivals() instanceof Arrivals.Open open) {
      return open.expectedUntil(scenario.horizonNanos());
    }
    double thinking = mean(scenario, shopper -> shopper.thinking().mean());
    double fastest =
        scenario.pools().stream()
            .mapToDouble(pool -> pool.service().meanSeconds(size.input(), size.output()))
            .min()
            .orElse(0);
    double population = ((Arrivals.Closed) scenario.arrivals()).population();
    double requestsPerSecond = population / Math.max(1e-9, thinking + fastest);
    return requestsPerSecond * scenario.horizonSeconds() / requestsEach;
  }

  private static double mean(Scenario scenario, ToDoubleFunction<ShopperClass> of) {
    return scenario.shoppers().stream().mapToDouble(s -> s.share() * of.applyAsDouble(s)).sum();
  }
}
