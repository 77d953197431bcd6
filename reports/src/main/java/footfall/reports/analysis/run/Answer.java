package footfall.reports.analysis.run;

import footfall.reports.figures.Quantity;
import footfall.reports.results.Results.Check;
import footfall.reports.results.Results.CostFigures;
import footfall.reports.results.Results.MetricFigures;
import footfall.reports.results.Results.PoolFigures;
import footfall.reports.results.Results.TheoryRow;
import footfall.reports.results.Results.Verdict;
import footfall.reports.results.SloVerdict;
import footfall.reports.results.SloVerdict.Needs;
import footfall.scenarios.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The one sentence that the planner wants, in plain words. */
public final class Answer {
  /** Beyond this the queue of any but the steadiest arrivals is too long to advise. */
  private static final double BEARABLE_UTILIZATION = 0.95;

  private Answer() {}

  static String sentence(
      Scenario scenario,
      CostFigures cost,
      List<PoolFigures> pools,
      LossWords losses,
      List<SloVerdict> slos,
      List<TheoryRow> theory,
      List<Check> checks,
      List<String> highlights,
      MetricFigures latency) {
    List<String> parts = new ArrayList<>();
    for (Check check : checks) {
      if (!check.holds()) {
        parts.add("Not valid: the check of \"" + check.name() + "\" fails");
      }
    }
    for (PoolFigures pool : pools) {
      if (!pool.stable()) {
        parts.add(unstable(scenario, pool));
      }
    }
    losses.headline().ifPresent(parts::add);
    CostWords.spentBudget(cost).ifPresent(parts::add);
    if (!slos.isEmpty()) {
      parts.add(objectives(slos, cost));
    }
    CostWords.of(scenario, cost).ifPresent(parts::add);
    CostWords.warning(cost).ifPresent(parts::add);
    load(pools).ifPresent(parts::add);
    losses.aside().ifPresent(parts::add);
    parts.addAll(highlights);
    long disagreeing = theory.stream().filter(row -> row.verdict() == Verdict.FAIL).count();
    if (disagreeing > 0) {
      parts.add(
          String.format(
              Locale.ROOT,
              "theory and simulation disagree on %d of %d figures, so trust none of them yet",
              disagreeing,
              theory.size()));
    }
    if (parts.isEmpty()) {
      parts.add(
          String.format(
              Locale.ROOT,
              "%,d requests were answered, request_latency p50 %s, p95 %s",
              latency.count(),
              Quantity.seconds(latency.p50()),
              Quantity.seconds(latency.p95())));
    }
    String all = String.join("; ", parts);
    return all.substring(0, 1).toUpperCase(Locale.ROOT) + all.substring(1) + ".";
  }

  private static String unstable(Scenario scenario, PoolFigures pool) {
    int enough = (int) Math.ceil(pool.offeredUtilization() * pool.workers() / BEARABLE_UTILIZATION);
    return String.format(
        Locale.ROOT,
        "Overloaded: pool %s is offered %.2f times what it can serve, and after %s %,.0f requests wait in it;"
            + " with %d workers it would be busy %.1f %% of the time",
        pool.name(),
        pool.offeredUtilization(),
        Quantity.seconds(scenario.horizonSeconds()),
        pool.backlog(),
        enough,
        100 * pool.offeredUtilization() * pool.workers() / enough);
  }

  private static String objectives(List<SloVerdict> slos, CostFigures cost) {
    List<SloVerdict> failed = slos.stream().filter(s -> s.verdict() == Verdict.FAIL).toList();
    List<SloVerdict> open = slos.stream().filter(s -> s.verdict() == Verdict.UNDECIDED).toList();
    if (failed.isEmpty() && open.isEmpty()) {
      return (slos.size() == 1 ? "The SLO holds: " : "All " + slos.size() + " SLOs hold: ")
          + describe(slos.get(0), cost);
    }
    if (failed.isEmpty()) {
      return open.size()
          + " of "
          + slos.size()
          + " SLOs cannot be decided: "
          + describe(open.get(0), cost);
    }
    return failed.size()
        + " of "
        + slos.size()
        + " SLOs fails: ".replace("fails", failed.size() == 1 ? "fails" : "fail")
        + describe(failed.get(0), cost);
  }

  private static String describe(SloVerdict slo, CostFigures cost) {
    String currency = cost.currency();
    return slo.words()
        + " "
        + figure(slo, currency)
        + " against "
        + slo.op()
        + " "
        + Quantity.of(slo.unit(), slo.threshold(), currency)
        + CostWords.budget(slo, cost)
        + needs(slo);
  }

  private static String figure(SloVerdict slo, String currency) {
    double low = slo.ci95()[0];
    double high = slo.ci95()[1];
    if (Double.isNaN(slo.actual()) && slo.metric().matches("(energy|carbon)_.*")) {
      return "is at least "
          + Quantity.of(slo.unit(), low, currency)
          + ", as not every pool states its power,";
    }
    if (Double.isNaN(slo.actual()) && !Double.isNaN(low)) {
      return "is among requests that were never answered (at least "
          + Quantity.of(slo.unit(), low, currency)
          + ")";
    }
    if (Double.isNaN(slo.actual()) && slo.verdict() == Verdict.FAIL) {
      return "is without end, as too many were never answered,";
    }
    return Quantity.of(slo.unit(), slo.actual(), currency)
        + " ("
        + Quantity.of(slo.unit(), low, currency)
        + " to "
        + (Double.isNaN(high) && !Double.isNaN(low)
            ? "without end"
            : Quantity.of(slo.unit(), high, currency))
        + ")";
  }

  /** What would decide it; nothing where more of the same would not. */
  private static String needs(SloVerdict slo) {
    Needs needs = slo.needs();
    if (needs == null) {
      return "";
    }
    return needs.samples() > 0
        ? String.format(Locale.ROOT, " (%,d requests are needed)", needs.samples())
        : String.format(
            Locale.ROOT, " (about %,d replications would decide it)", needs.replications());
  }

  /** Of those pools of which it is known. */
  private static Optional<String> load(List<PoolFigures> pools) {
    boolean anyUsed = pools.stream().anyMatch(pool -> pool.share() > 0);
    return pools.stream()
        .filter(pool -> pool.share() > 0 || !anyUsed)
        .filter(pool -> !Double.isNaN(pool.inService().mean()))
        .map(
            pool ->
                pool.engine() == null
                    ? String.format(
                        Locale.ROOT, "%s is busy %.1f %%", pool.name(), 100 * pool.utilization())
                    : String.format(
                        Locale.ROOT,
                        "%s computes %.1f %% of the time, running %.1f of at most %.0f requests per worker",
                        pool.name(),
                        100 * pool.computing(),
                        pool.inService().mean() / pool.workersUp().mean(),
                        pool.engine().fits()))
        .reduce((a, b) -> a + ", " + b);
  }
}
