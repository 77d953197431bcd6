package footfall.simulator.planning;

import footfall.scenarios.Scenario;
import footfall.scenarios.Slo;
import footfall.scenarios.pools.Operations;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.pools.VendorApi;
import footfall.scenarios.sizing.Conditions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One of the conditions under which a configuration has to meet the objectives besides; what it
 * costs is asked without them.
 *
 * @param words which it is
 * @param isMoreLoad whether it is more load, and not something lost
 * @param scenario with the condition in it, and without objectives about money; empty where nobody
 *     is left to serve requests that go nowhere else
 */
record Stress(String words, boolean isMoreLoad, Optional<Scenario> scenario) {
  /** All that a sizing asks for. */
  static List<Stress> of(Conditions conditions, Scenario scenario) {
    List<Stress> all = new ArrayList<>();
    Scenario asked = withoutCosts(scenario);
    if (conditions.reserve() > 0) {
      all.add(
          new Stress(
              String.format(Locale.ROOT, "at %.3g x the load", 1 + conditions.reserve()),
              true,
              Optional.of(asked.atLoad(1 + conditions.reserve()))));
    }
    for (PoolSpec pool : scenario.pools()) {
      int lost = conditions.lostWorkers();
      if (lost > 0 && !pool.isAccount() && pool.operations().autoscaling().isEmpty()) {
        all.add(
            new Stress(
                "without " + (lost == 1 ? "a worker" : lost + " workers") + " of " + pool.name(),
                false,
                without(asked, pool, lost)));
      }
    }
    if (!conditions.lostPools().isEmpty()) {
      Optional<Scenario> left = Optional.of(asked);
      for (String name : conditions.lostPools()) {
        left =
            left.flatMap(scene -> find(scene, name).flatMap(p -> without(scene, p, p.workers())));
      }
      boolean isBought =
          conditions.lostPools().stream().anyMatch(name -> find(scenario, name).isPresent());
      if (isBought) {
        all.add(new Stress("without " + conditions.lost(), false, left));
      }
    }
    return all;
  }

  private static Optional<PoolSpec> find(Scenario scenario, String name) {
    return scenario.pools().stream().filter(pool -> pool.name().equals(name)).findFirst();
  }

  private static Scenario withoutCosts(Scenario scenario) {
    return scenario.withSlos(scenario.slos().stream().filter(slo -> !isOfCost(slo)).toList());
  }

  /** Whether an objective is about what is paid or drawn, which no condition asks about. */
  static boolean isOfCost(Slo slo) {
    return slo.metric().matches("(cost|energy|carbon)_.*");
  }

  /** So many workers of a pool less; empty where nobody is left to serve its requests. */
  static Optional<Scenario> without(Scenario scenario, PoolSpec pool, int lost) {
    if (!pool.isAccount() && pool.workers() > lost) {
      return Optional.of(with(scenario, pool.withWorkers(pool.workers() - lost)));
    }
    if (LossBound.sharesAreFixed(scenario)) {
      return Optional.empty();
    }
    return Optional.of(
        with(
            scenario,
            pool.api().isPresent()
                ? pool.withApi(out(pool.api().get(), scenario.horizonNanos()))
                : pool.withOperations(out(pool, scenario.horizonNanos()))));
  }

  /** The same with another pool of that name. */
  static Scenario with(Scenario scenario, PoolSpec changed) {
    List<PoolSpec> pools = new ArrayList<>(scenario.pools());
    pools.replaceAll(pool -> pool.name().equals(changed.name()) ? changed : pool);
    return scenario.withPools(pools);
  }

  private static VendorApi out(VendorApi api, long horizonNanos) {
    return api.withOutages(List.of(new VendorApi.Window(0, horizonNanos)));
  }

  private static Operations out(PoolSpec pool, long horizonNanos) {
    Operations operations = pool.operations();
    return new Operations(
        operations.loadNanos(),
        operations.inFlight(),
        Optional.empty(),
        List.of(new Operations.Outage(0, horizonNanos, pool.workers())),
        OptionalLong.empty(),
        Optional.empty());
  }
}
