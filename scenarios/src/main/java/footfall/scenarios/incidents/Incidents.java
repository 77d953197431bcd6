package footfall.scenarios.incidents;

import footfall.scenarios.Scenario;
import footfall.scenarios.arrivals.Arrivals;
import footfall.scenarios.arrivals.Modulated;
import footfall.scenarios.arrivals.RateShape;
import footfall.scenarios.arrivals.Renewal;
import footfall.scenarios.incidents.Incident.Kind;
import footfall.scenarios.pools.Operations.Outage;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.pools.VendorApi;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The incidents of a scenario. */
public final class Incidents {
  private Incidents() {}

  /** Those that begin before the horizon, in the order in which they do. */
  public static List<Incident> of(Scenario scenario) {
    List<Incident> incidents = new ArrayList<>();
    for (PoolSpec pool : scenario.pools()) {
      for (Outage outage : pool.operations().outages()) {
        incidents.add(
            new Incident(
                Kind.WORKER_LOSS,
                pool.name(),
                outage.workers(),
                outage.fromNanos(),
                outage.toNanos()));
      }
      for (VendorApi.Window outage :
          pool.api().map(VendorApi::outages).orElse(List.<VendorApi.Window>of())) {
        incidents.add(
            new Incident(Kind.VENDOR_OUTAGE, pool.name(), 0, outage.fromNanos(), outage.toNanos()));
      }
    }
    for (RateShape shape : shapes(scenario.arrivals())) {
      if (shape instanceof RateShape.FlashSale sale) {
        long from = Math.round(sale.atSeconds() * 1e9);
        incidents.add(
            new Incident(
                Kind.FLASH_SALE, "", 0, from, from + Math.round(sale.rampSeconds() * 1e9)));
      }
    }
    return incidents.stream()
        .filter(incident -> incident.fromNanos() < scenario.horizonNanos())
        .sorted(Comparator.comparingLong(Incident::fromNanos))
        .toList();
  }

  private static List<RateShape> shapes(Arrivals arrivals) {
    if (arrivals instanceof Renewal renewal) {
      return renewal.shapes();
    }
    return arrivals instanceof Modulated modulated ? modulated.shapes() : List.of();
  }

  /** Whether something takes workers or the vendor of this pool away by the clock. */
  public static boolean happenTo(PoolSpec pool) {
    return pool.operations().hasIncidents()
        || pool.api().filter(api -> !api.outages().isEmpty()).isPresent();
  }

  /** The same scenario in which nothing is taken away from any pool. */
  public static Scenario heldBack(Scenario scenario) {
    return scenario.withPools(scenario.pools().stream().map(Incidents::heldBack).toList());
  }

  private static PoolSpec heldBack(PoolSpec pool) {
    PoolSpec kept = pool.withOperations(pool.operations().withoutIncidents());
    return pool.api().map(api -> kept.withApi(api.withOutages(List.of()))).orElse(kept);
  }
}
