package footfall.actors.routing;

import footfall.scenarios.Scenario;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.routing.Policy;
import java.util.List;
import java.util.Map;

/** Makes the policy that a scenario asks for. */
final class Policies {
  private final Scenario scenario;
  private final List<String> names;

  private Policies(Scenario scenario) {
    this.scenario = scenario;
    this.names = scenario.pools().stream().map(PoolSpec::name).toList();
  }

  /**
   * The policy, with nothing sent yet.
   *
   * @param key from which its own draws derive
   */
  static RoutingPolicy of(Scenario scenario, long key) {
    return new Policies(scenario).make(scenario.routing().policy(), key);
  }

  private RoutingPolicy make(Policy policy, long key) {
    int[] pools = policy.pools().stream().mapToInt(names::indexOf).toArray();
    Tariff tariff = new Tariff(scenario);
    if (policy instanceof Policy.FixedRatio ratio) {
      return new FixedRatio(shares(ratio.shares()), ratio.per());
    }
    if (policy instanceof Policy.StickySplit split) {
      return new StickySplit(shares(split.shares()), key);
    }
    if (policy instanceof Policy.ByTrait byTrait) {
      return byTrait(byTrait);
    }
    if (policy instanceof Policy.LeastLoaded) {
      return new LeastLoaded(pools);
    }
    if (policy instanceof Policy.ShortestQueue) {
      return new ShortestQueue(pools);
    }
    if (policy instanceof Policy.PowerOfTwo) {
      return new PowerOfTwo(pools);
    }
    if (policy instanceof Policy.LeastCost) {
      return new LeastCost(pools, tariff);
    }
    if (policy instanceof Policy.PredictedLatency latency) {
      double within = latency.withinNanos() / 1e9;
      return new PredictedLatency(pools, within, tariff, new Forecast(scenario));
    }
    if (policy instanceof Policy.Cascade cascade) {
      int judge = cascade.judge().map(names::indexOf).orElse(RoutingPolicy.NOWHERE);
      return new Cascade(
          pools, cascade.confidence(), cascade.threshold(), cascade.correlation(), judge);
    }
    if (policy instanceof Policy.SpillOver spill) {
      return new SpillOver(pools, spill.queued());
    }
    if (policy instanceof Policy.Fallback fallback) {
      return fallback(fallback);
    }
    if (policy instanceof Policy.BudgetAware budget) {
      return new BudgetAware(pools[0], pools[1], budget.amount(), budget.periodNanos(), tariff);
    }
    throw new IllegalArgumentException(policy.toString());
  }

  private Shares shares(Map<String, Double> byName) {
    return new Shares(names.stream().mapToDouble(n -> byName.getOrDefault(n, 0.0)).toArray());
  }

  private Fallback fallback(Policy.Fallback policy) {
    int[][] ranks =
        policy.ranks().stream()
            .map(rank -> rank.stream().mapToInt(names::indexOf).toArray())
            .toArray(int[][]::new);
    double[] weights = names.stream().mapToDouble(policy::weight).toArray();
    return new Fallback(ranks, weights, policy.per(), policy.circuit());
  }

  private ByTrait byTrait(Policy.ByTrait policy) {
    Traits traits = new Traits(scenario, policy.trait());
    int otherwise = policy.otherwise().map(names::indexOf).orElse(RoutingPolicy.NOWHERE);
    int[] poolOf =
        traits.labels().stream()
            .mapToInt(
                label ->
                    policy.poolOf().containsKey(label)
                        ? names.indexOf(policy.poolOf().get(label))
                        : otherwise)
            .toArray();
    return new ByTrait(traits, poolOf, otherwise);
  }
}
