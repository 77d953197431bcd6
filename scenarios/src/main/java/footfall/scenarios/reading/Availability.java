package footfall.scenarios.reading;

import footfall.scenarios.Scenario;
import footfall.scenarios.figures.FigureName;
import footfall.scenarios.months.Month;
import footfall.scenarios.pools.PoolSpec;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Whether scenarios state what a figure is made of. */
final class Availability {
  private Availability() {}

  /** Why no run of these scenarios can have the figure; empty where one can. */
  static Optional<String> missing(FigureName figure, List<ResolvedScenario> scenarios) {
    if (figure.isQuality() || figure.metric().equals("cost_per_satisfied_shopper")) {
      String measure = figure.isQuality() ? figure.metric() : "satisfaction";
      return unless(
          scenarios,
          s -> any(s, pool -> pool.quality().states(measure)),
          "no run has it: no pool states " + measure);
    }
    if (figure.metric().startsWith("energy_") || figure.metric().startsWith("carbon_")) {
      return unless(
          scenarios,
          s -> any(s, pool -> pool.power().isPresent()),
          "no run has it: no pool states its power");
    }
    if (figure.metric().equals("cost_per_month")) {
      return unless(
          scenarios,
          s -> !(s.month() instanceof Month.Unstated),
          "no run has it: no scenario says what a month of it is");
    }
    if (figure.metric().equals("throttle_rate")) {
      return unless(
          scenarios,
          s -> any(s, pool -> pool.api().isPresent()),
          "no run has it: no pool states an api");
    }
    if (figure.metric().equals("conversion_rate")) {
      return unless(
          scenarios,
          s -> s.shoppers().stream().anyMatch(shopper -> shopper.purchase().isPresent()),
          "no run has it: no shopper states a purchase");
    }
    return Optional.empty();
  }

  private static boolean any(Scenario scenario, Predicate<PoolSpec> has) {
    return scenario.pools().stream().anyMatch(has);
  }

  private static Optional<String> unless(
      List<ResolvedScenario> scenarios, Predicate<Scenario> has, String reason) {
    return scenarios.stream().map(ResolvedScenario::scenario).anyMatch(has)
        ? Optional.empty()
        : Optional.of(reason);
  }
}
