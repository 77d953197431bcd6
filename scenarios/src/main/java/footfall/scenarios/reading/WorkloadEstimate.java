package footfall.scenarios.reading;

import footfall.scenarios.Arrivals;
import footfall.scenarios.PoolSpec;
import footfall.scenarios.Scenario;
import footfall.scenarios.ShopperClass;
import java.util.function.ToDoubleFunction;

/**
 * What a run will come to, by arithmetic: for refusing what would never end.
 *
 * @param turns in all replications together
 * @param events timers and messages that the engine handles for them
 */
public record WorkloadEstimate(double turns, double events) {
  private static final double EVENTS_PER_TURN = 9;
  private static final double EVENTS_PER_CONVERSATION = 4;

  /** Estimates from mean values; an overloaded system is taken at its offered load. */
  public static WorkloadEstimate of(Scenario scenario) {
    double turnsEach = mean(scenario, shopper -> Math.max(1, shopper.turns().mean()));
    double conversations = conversations(scenario, turnsEach) * scenario.replications();
    double turns = conversations * turnsEach;
    return new WorkloadEstimate(
        turns, turns * EVENTS_PER_TURN + conversations * EVENTS_PER_CONVERSATION);
  }

  private static double conversations(Scenario scenario, double turnsEach) {
    Arrivals arrivals = scenario.arrivals();
    if (arrivals instanceof Arrivals.Times times) {
      return times.atNanos().size();
    }
    if (arrivals instanceof Arrivals.Open open) {
      return open.ratePerSecond() * scenario.horizonSeconds();
    }
    double thinking = mean(scenario, shopper -> shopper.thinking().mean());
    double fastest =
        scenario.pools().stream()
            .mapToDouble(pool -> serviceSeconds(scenario, pool))
            .min()
            .orElse(0);
    double population = ((Arrivals.Closed) arrivals).population();
    double turnsPerSecond = population / Math.max(1e-9, thinking + fastest);
    return turnsPerSecond * scenario.horizonSeconds() / turnsEach;
  }

  private static double serviceSeconds(Scenario scenario, PoolSpec pool) {
    return pool.service()
        .meanSeconds(
            mean(scenario, shopper -> shopper.messageTokens().mean()),
            mean(scenario, shopper -> shopper.replyTokens().mean()));
  }

  private static double mean(Scenario scenario, ToDoubleFunction<ShopperClass> of) {
    return scenario.shoppers().stream().mapToDouble(s -> s.share() * of.applyAsDouble(s)).sum();
  }
}
