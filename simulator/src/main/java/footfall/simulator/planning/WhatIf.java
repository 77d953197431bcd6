package footfall.simulator.planning;

import footfall.reports.analysis.verdicts.ReplicationSet;
import footfall.reports.results.SizingFigures.Price;
import footfall.scenarios.Scenario;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.pools.Prices;
import footfall.scenarios.routing.Policy;
import footfall.scenarios.sizing.Sizing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the answer would cost at other prices, and from when on something else that passes would be
 * cheaper. A cost is linear in each of its prices, so nothing need be simulated for it; where it is
 * not, nothing is said.
 */
final class WhatIf {
  /** Differences of what two configurations pay for a price that are chance or rounding. */
  private static final double NOISE = 1e-3;

  private WhatIf() {}

  /** What each price contributes to the cost of what was tried. */
  static Map<String, Double> parts(Sizing sizing, ReplicationSet tried) {
    Map<String, Double> parts = new LinkedHashMap<>();
    if (isLinear(tried.scenario()) && sizing.objective().isCost()) {
      double cost = tried.value(sizing.objective().figure());
      Scenario scenario = tried.scenario();
      for (PoolSpec pool : scenario.pools()) {
        Prices p = pool.prices();
        put(parts, "worker hour of " + pool.name(), tried, sizing, pool, cost, doubled(p, 2, 1, 1));
        put(parts, "tokens of " + pool.name(), tried, sizing, pool, cost, doubled(p, 1, 2, 1));
        put(
            parts,
            "conversation of " + pool.name(),
            tried,
            sizing,
            pool,
            cost,
            doubled(p, 1, 1, 2));
      }
    }
    return parts;
  }

  /** A budget ends what is spent, and some routers look at prices. */
  private static boolean isLinear(Scenario scenario) {
    Policy policy = scenario.routing().policy();
    return !(policy instanceof Policy.LeastCost
            || policy instanceof Policy.PredictedLatency
            || policy instanceof Policy.BudgetAware)
        && scenario.pools().stream()
            .allMatch(p -> p.api().filter(a -> a.monthlyBudget().isPresent()).isEmpty());
  }

  private static void put(
      Map<String, Double> parts,
      String price,
      ReplicationSet tried,
      Sizing sizing,
      PoolSpec pool,
      double cost,
      Prices doubled) {
    if (!doubled.equals(pool.prices())) {
      List<PoolSpec> pools = new ArrayList<>(tried.scenario().pools());
      pools.replaceAll(p -> p.name().equals(pool.name()) ? p.withPrices(doubled) : p);
      ReplicationSet other = tried.in(tried.scenario().withPools(pools));
      parts.put(price, other.value(sizing.objective().figure()) - cost);
    }
  }

  private static Prices doubled(Prices prices, double hour, double tokens, double conversation) {
    return new Prices(
        prices.perWorkerHour() * hour,
        prices.perMillionInputTokens() * tokens,
        prices.perMillionCachedTokens() * tokens,
        prices.perMillionOutputTokens() * tokens,
        prices.perConversation() * conversation);
  }

  /**
   * Every price of the answer.
   *
   * @param passed everything that is known to pass
   * @param change part by which a price falls and rises
   */
  static List<Price> prices(
      Sizing sizing, ConfigurationVerdict best, List<ConfigurationVerdict> passed, double change) {
    List<Price> prices = new ArrayList<>();
    best.priceParts()
        .forEach(
            (name, part) -> {
              double upTo = Double.POSITIVE_INFINITY;
              Map<String, String> then = Map.of();
              for (ConfigurationVerdict rival : passed) {
                double less = part - rival.priceParts().getOrDefault(name, 0.0);
                double at = 1 + (rival.objective() - best.objective()) / less;
                if (less > NOISE * part && at < upTo) {
                  upTo = Math.max(1, at);
                  then = rival.candidate().labels(sizing);
                }
              }
              prices.add(
                  new Price(
                      name,
                      best.objective() - change * part,
                      best.objective() + change * part,
                      upTo,
                      then));
            });
    return prices;
  }
}
