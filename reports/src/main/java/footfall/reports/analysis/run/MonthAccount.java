package footfall.reports.analysis.run;

import footfall.reports.analysis.samples.MonthlyCost;
import footfall.reports.analysis.samples.Samples;
import footfall.reports.results.MonthFigures;
import footfall.reports.results.MonthFigures.Budget;
import footfall.scenarios.Scenario;
import footfall.scenarios.months.Month;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
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
            .mapToDouble(budget -> Math.max(0, budget.needed() - budget.perMonth()))
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
        saved > 0 ? cost - saved : Double.NaN,
        budgets);
  }

  private static List<Budget> budgets(Scenario scenario, Samples samples, double lostAfterwards) {
    List<Budget> budgets = new ArrayList<>();
    for (int i = 0; i < scenario.pools().size(); i++) {
      int pool = i;
      OptionalDouble budget = MonthlyCost.budget(scenario, pool);
      if (budget.isPresent()) {
        double hours = samples.value(sample -> MonthlyCost.budgetHours(sample, pool));
        boolean lasts = !Double.isFinite(hours);
        budgets.add(
            new Budget(
                scenario.pools().get(pool).name(),
                budget.getAsDouble(),
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
