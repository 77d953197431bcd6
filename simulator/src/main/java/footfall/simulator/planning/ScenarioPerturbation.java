package footfall.simulator.planning;

import footfall.scenarios.Scenario;
import footfall.scenarios.arrivals.Arrivals;
import footfall.scenarios.arrivals.Modulated;
import footfall.scenarios.arrivals.RateShape;
import footfall.scenarios.arrivals.Renewal;
import footfall.scenarios.distributions.Distribution;
import footfall.scenarios.distributions.Scaled;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.shoppers.ShopperClass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.UnaryOperator;

/** The same deployment in another world: what it is asked about when it is tried out. */
final class ScenarioPerturbation {
  private ScenarioPerturbation() {}

  /**
   * Inputs that may be other than stated: each gives the scenario in which it is so many times what
   * it is.
   */
  static Map<String, DoubleFunction<Scenario>> inputs(Scenario scenario) {
    Map<String, DoubleFunction<Scenario>> inputs = new LinkedHashMap<>();
    inputs.put("load", scenario::atLoad);
    for (PoolSpec pool : scenario.pools()) {
      inputs.put(
          "service time of " + pool.name(), factor -> withService(scenario, pool.name(), factor));
    }
    boolean recorded = scenario.arrivals() instanceof Arrivals.Open open && open.isRecorded();
    boolean tokensMatter =
        scenario.pools().stream().anyMatch(pool -> !pool.service().ignoresTokens())
            || scenario.pools().stream().anyMatch(pool -> pool.prices().ofTokens(1, 0, 1) > 0);
    if (tokensMatter && !recorded) {
      inputs.put(
          "tokens of replies", factor -> withShoppers(scenario, s -> with(s, factor, 1, 1, 1)));
      inputs.put(
          "tokens of messages", factor -> withShoppers(scenario, s -> with(s, 1, factor, 1, 1)));
    }
    if (scenario.shoppers().stream().anyMatch(s -> s.thinking().mean() > 0)) {
      inputs.put("thinking time", factor -> withShoppers(scenario, s -> with(s, 1, 1, factor, 1)));
    }
    if (scenario.shoppers().stream().anyMatch(s -> s.patience().isPresent())) {
      inputs.put("patience", factor -> withShoppers(scenario, s -> with(s, 1, 1, 1, factor)));
    }
    return inputs;
  }

  /** Every pool takes so many times as long. */
  static Scenario withService(Scenario scenario, double factor) {
    return scenario.withPools(
        scenario.pools().stream()
            .map(pool -> pool.withService(pool.service().scaled(factor)))
            .toList());
  }

  private static Scenario withService(Scenario scenario, String name, double factor) {
    List<PoolSpec> pools = new ArrayList<>(scenario.pools());
    pools.replaceAll(
        pool -> pool.name().equals(name) ? pool.withService(pool.service().scaled(factor)) : pool);
    return scenario.withPools(pools);
  }

  /** The same with one more shape of its arrival rate; empty where arrivals have no rate. */
  static Optional<Arrivals> shaped(Arrivals arrivals, RateShape shape) {
    if (arrivals instanceof Renewal renewal) {
      return Optional.of(renewal.shaped(shape));
    }
    return arrivals instanceof Modulated modulated
        ? Optional.of(modulated.shaped(shape))
        : Optional.empty();
  }

  private static Scenario withShoppers(Scenario scenario, UnaryOperator<ShopperClass> change) {
    return scenario.withShoppers(scenario.shoppers().stream().map(change).toList());
  }

  private static ShopperClass with(
      ShopperClass s, double reply, double message, double thinking, double patience) {
    return s.saying(
            scaled(s.messageTokens(), message),
            scaled(s.replyTokens(), reply),
            scaled(s.thinking(), thinking))
        .withPatience(p -> scaled(p, patience));
  }

  private static Distribution scaled(Distribution distribution, double factor) {
    return factor == 1 ? distribution : new Scaled(distribution, factor);
  }
}
