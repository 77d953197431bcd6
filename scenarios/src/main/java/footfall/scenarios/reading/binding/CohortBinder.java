package footfall.scenarios.reading.binding;

import com.fasterxml.jackson.databind.JsonNode;
import footfall.scenarios.arrivals.Arrivals;
import footfall.scenarios.arrivals.Cohorts;
import footfall.scenarios.arrivals.Cohorts.Cohort;
import footfall.scenarios.shoppers.ShopperClass;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Binds the arrivals of shoppers of whom some come in ways of their own. */
final class CohortBinder {
  private static final double HOUR_SECONDS = 3_600;
  private static final int HOURS = 24;

  private final JsonNode tree;
  private final List<ShopperClass> classes;
  private final NamedData data;

  /**
   * Nothing is bound yet.
   *
   * @param classes with the shares that they state
   */
  CohortBinder(JsonNode tree, List<ShopperClass> classes, NamedData data) {
    this.tree = tree;
    this.classes = classes;
    this.data = data;
  }

  /** All arrivals together; those of everybody where no class has its own. */
  Arrivals arrivals() {
    List<Cohort> cohorts = new ArrayList<>();
    List<Integer> others = new ArrayList<>();
    for (int i = 0; i < classes.size(); i++) {
      JsonNode shopper = tree.get("shoppers").get(classes.get(i).name());
      if (shopper.has("arrivals")) {
        cohorts.add(own(i, shopper));
      } else {
        others.add(i);
      }
    }
    if (cohorts.isEmpty()) {
      return ArrivalsBinder.bind(tree.get("arrivals"), data, 0);
    }
    if (!others.isEmpty()) {
      List<Double> shares = others.stream().map(i -> classes.get(i).share()).toList();
      Arrivals common = ArrivalsBinder.bind(tree.get("arrivals"), data, 0);
      cohorts.add(0, new Cohort(others, shares, common, Optional.empty(), talk(others.get(0))));
    }
    return new Cohorts(cohorts);
  }

  private Cohort own(int index, JsonNode shopper) {
    return new Cohort(
        List.of(index),
        List.of(1.0),
        ArrivalsBinder.bind(shopper.get("arrivals"), data, hours(shopper.path("timeZone"))),
        Optional.ofNullable(shopper.get("group")).map(Distributions::bind),
        talk(index));
  }

  private double talk(int index) {
    ShopperClass shopper = classes.get(index);
    return Math.max(1e-3, Math.max(1, shopper.turns().mean()) * shopper.thinking().mean());
  }

  /** By which the clocks of a place are ahead. */
  private static double hours(JsonNode zone) {
    return zone.isMissingNode() ? 0 : ZoneOffset.of(zone.asText()).getTotalSeconds() / HOUR_SECONDS;
  }

  /** The hour of the day at which a run begins in a place. */
  static double startHour(double stated, double hoursAhead) {
    return ((stated + hoursAhead) % HOURS + HOURS) % HOURS;
  }

  /** The classes with their parts of all shoppers, where some come in ways of their own. */
  List<ShopperClass> shares(Arrivals arrivals, long horizonNanos) {
    if (!(arrivals instanceof Cohorts cohorts)) {
      return classes;
    }
    double all = cohorts.expectedUntil(horizonNanos);
    List<ShopperClass> shared = new ArrayList<>(classes);
    for (Cohort cohort : cohorts.cohorts()) {
      double part = all == 0 ? 0 : cohort.expectedUntil(horizonNanos) / all;
      for (int i = 0; i < cohort.classes().size(); i++) {
        int index = cohort.classes().get(i);
        shared.set(index, classes.get(index).withShare(part * cohort.shares().get(i)));
      }
    }
    return shared;
  }
}
