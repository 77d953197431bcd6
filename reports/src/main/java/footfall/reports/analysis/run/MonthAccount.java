package footfall.reports.analysis.run;

import footfall.reports.analysis.samples.MonthlyCost;
import footfall.reports.analysis.samples.Samples;
import footfall.reports.figures.Quantity;
import footfall.reports.results.MonthFigures;
import footfall.reports.results.MonthFigures.Budget;
import footfall.scenarios.Scenario;
import footfall.scenarios.months.Month;
import footfall.scenarios.pools.VendorApi;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The account of the month of which a run is a part. */
final class MonthAccount {
  private static final String UNSTATED =
      "the scenario does not say what a month of it is: add month: {conversations: 1000000},"
          + " {volumes: {file: volumes.csv}}, or steady (this rate for 730 hours)";

  private MonthAccount() {}

  /**
   * The account.
   *
   * @param lostAfterwards part of the conversations that are lost once budgets are spent; NaN where
   *     not known
   */
  static MonthFigures of(Scenario scenario, Samples samples, double lostAfterwards) {
    Month month = scenario.month();
    double conversations = samples.value(MonthlyCost::conversations);
    List<Budget> budgets = budgets(scenario, samples, lostAfterwards);
    double saved =
        budgets.stream()
            .mapToDouble(
                budget -> Math.max(0, budget.needed() - budget.perMonth() + budget.spentBefore()))
            .sum();
    double cost = samples.value(MonthlyCost::of);
    return new MonthFigures(
        month.key(),
        month instanceof Month.Unstated ? UNSTATED : null,
        Month.HOURS,
        conversations,
        samples.value(MonthlyCost::workers),
        samples.value(MonthlyCost::usage),
        1_000 * cost / conversations,
        MonthlyCost.isUpperBound(samples.whole()),
        warning(month, samples),
        saved > 0 ? cost - saved : Double.NaN,
        budgets);
  }

  /** A run that is less busy than the month is says nothing of the hours that matter. */
  private static @Nullable String warning(Month month, Samples samples) {
    double more = samples.value(MonthlyCost::shortOfTheMonth);
    List<String> warnings = new ArrayList<>();
    if (month instanceof Month.OfVolume volume && more > MonthlyCost.NOTABLE) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "%s the month has %s conversations an hour, and this run %s: workers and objectives"
                  + " are those of the run",
              month instanceof Month.OfVolumes ? "in its busiest hour" : "on average",
              Quantity.count(volume.busiestPerHour()),
              Quantity.count(volume.busiestPerHour() / (1 + more))));
    }
    if (month instanceof Month.OfVolumes volumes && !volumes.volumes().isWholeDays()) {
      warnings.add(
          volumes.volumes().name()
              + " is not whole days, so that some hours of the day count more often");
    }
    return warnings.isEmpty() ? null : String.join("; ", warnings);
  }

  private static List<Budget> budgets(Scenario scenario, Samples samples, double lostAfterwards) {
    List<Budget> budgets = new ArrayList<>();
    for (int i = 0; i < scenario.pools().size(); i++) {
      int pool = i;
      OptionalDouble budget = MonthlyCost.budget(scenario, pool);
      if (budget.isPresent()) {
        double hours = samples.value(sample -> MonthlyCost.budgetHours(sample, pool));
        VendorApi api = scenario.pools().get(pool).api().orElseThrow();
        boolean lasts = !Double.isFinite(hours);
        budgets.add(
            new Budget(
                scenario.pools().get(pool).name(),
                api.monthlyBudget().orElseThrow(),
                api.spentBefore(),
                samples.value(sample -> MonthlyCost.tokens(sample, pool)),
                lasts ? Double.NaN : hours,
                lasts ? null : date(scenario.month(), hours),
                lasts ? Double.NaN : lostAfterwards));
      }
    }
    return budgets;
  }

  private static @Nullable String date(Month month, double hours) {
    return month instanceof Month.OfVolumes volumes
        ? volumes
            .volumes()
            .start()
            .plusSeconds(Math.round(hours * 3_600))
            .truncatedTo(ChronoUnit.MINUTES)
            .toString()
        : null;
  }
}
