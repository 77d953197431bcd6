package footfall.reports.analysis.sizing;

import footfall.reports.figures.Quantity;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.pools.Quota;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.reading.yaml.SourceTree;
import footfall.scenarios.routing.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the pools of a scenario buy, in words. */
public final class Purchase {
  private final ResolvedScenario resolved;
  private final Map<String, String> values;

  /** What this scenario buys. */
  public Purchase(ResolvedScenario resolved) {
    this.resolved = resolved;
    this.values = SourceTree.parse("the scenario", resolved.yaml()).values();
  }

  /** All of it, pool by pool; without pools that get no requests. */
  public String all() {
    List<String> parts = new ArrayList<>();
    for (PoolSpec pool : resolved.scenario().pools()) {
      if (share(pool.name()) != 0) {
        parts.add(of(pool));
      }
    }
    return String.join(" and ", parts);
  }

  /** The pools that get requests. */
  public List<String> pools() {
    return resolved.scenario().pools().stream()
        .map(PoolSpec::name)
        .filter(name -> share(name) != 0)
        .toList();
  }

  private String of(PoolSpec pool) {
    String at = "pools." + pool.name() + ".";
    String model = values.getOrDefault(at + "model", "pool " + pool.name());
    List<String> quotas =
        pool.api().stream()
            .flatMap(api -> api.quotas().limits().stream())
            .filter(quota -> values.containsKey(at + "api." + quota.key()))
            .map(Quota::words)
            .toList();
    if (pool.isAccount() && quotas.isEmpty()) {
      return "the API of " + model;
    }
    if (!quotas.isEmpty()) {
      return "an account for " + model + " with " + String.join(" and ", quotas);
    }
    String workers =
        pool.devices()
            .map(devices -> devices.bought(pool.workers()))
            .orElseGet(
                () ->
                    String.format(
                        Locale.ROOT,
                        "%,d worker%s",
                        pool.workers(),
                        pool.workers() == 1 ? "" : "s"));
    return workers
        + " with "
        + model
        + (pool.service().batching().isPresent() || pool.engine().isPresent()
            ? " at batch " + pool.slots()
            : "");
  }

  private double share(String pool) {
    return resolved.scenario().routing().policy() instanceof Policy.FixedRatio ratio
        ? ratio.shares().getOrDefault(pool, 0.0)
        : Double.NaN;
  }

  /** How the requests are shared; empty where one pool gets all, or the router looks at more. */
  public String shares() {
    List<String> shares = new ArrayList<>();
    for (PoolSpec pool : resolved.scenario().pools()) {
      double share = share(pool.name());
      if (share > 0 && share < 1) {
        shares.add(Quantity.percent(share) + " to " + pool.name());
      }
    }
    return String.join(", ", shares);
  }
}
