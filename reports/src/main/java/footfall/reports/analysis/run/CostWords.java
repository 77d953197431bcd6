package footfall.reports.analysis.run;

import footfall.reports.figures.Quantity;
import footfall.reports.results.MonthFigures;
import footfall.reports.results.MonthFigures.Budget;
import footfall.reports.results.Results.CostFigures;
import footfall.reports.results.Results.Verdict;
import footfall.reports.results.SloVerdict;
import footfall.scenarios.Scenario;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a run says of money, in words. */
public final class CostWords {
  private static final double DAY_HOURS = 24;

  private CostWords() {}

  /** The cost of a thousand conversations and of the month; empty where nothing has a price. */
  static Optional<String> of(Scenario scenario, CostFigures cost) {
    double thousand = cost.perThousandConversations();
    if (!(thousand > 0)) {
      return Optional.empty();
    }
    String devices =
        scenario.pools().stream()
            .filter(pool -> pool.operations().autoscaling().isEmpty())
            .flatMap(pool -> pool.devices().map(d -> d.bought(pool.workers())).stream())
            .collect(Collectors.joining(" and "));
    return Optional.of(
        Quantity.money(thousand, cost.currency())
            + " per 1,000 conversations, "
            + longer(cost)
            + (devices.isEmpty() ? "" : " with " + devices));
  }

  private static String longer(CostFigures cost) {
    if (Double.isNaN(cost.perMonth())) {
      return Quantity.money(cost.perHour(), cost.currency()) + " an hour";
    }
    return (cost.month() != null && cost.month().upperBound() ? "at most " : "")
        + Quantity.money(cost.perMonth(), cost.currency())
        + " a month"
        + (cost.month() == null ? "" : month(cost.month(), cost.currency()));
  }

  /** Which month it is. */
  public static String month(MonthFigures month, String currency) {
    return switch (month.basis()) {
      case "steady" -> " at this rate for 730 hours";
      case "days" -> " of such days";
      default ->
          " of "
              + Quantity.count(month.conversations())
              + " conversations ("
              + Quantity.money(month.perThousandConversations(), currency)
              + " per 1,000 of them)";
    };
  }

  /** When a budget is spent before the month is over, and what becomes of shoppers then. */
  public static Optional<String> spentBudget(CostFigures cost) {
    return cost.month() == null
        ? Optional.empty()
        : cost.month().budgets().stream()
            .filter(budget -> Double.isFinite(budget.spentAfterHours()))
            .min((a, b) -> Double.compare(a.spentAfterHours(), b.spentAfterHours()))
            .map(budget -> spent(budget, cost));
  }

  /** Why the run does not stand for the month, where it does not. */
  public static Optional<String> warning(CostFigures cost) {
    return Optional.ofNullable(cost.month()).map(MonthFigures::warning);
  }

  /** That a budget decides an objective on the month, where the cost itself meets it. */
  static String budget(SloVerdict slo, CostFigures cost) {
    boolean isKept =
        slo.op().equals("<=") ? slo.ci95()[1] <= slo.threshold() : slo.ci95()[0] >= slo.threshold();
    return !slo.metric().equals("cost_per_month")
            || slo.verdict() == Verdict.PASS
            || !isKept
            || cost.month() == null
            || cost.month().budgets().isEmpty()
        ? ""
        : slo.verdict() == Verdict.FAIL
            ? " (but the budget does not last)"
            : " (but the budget may not last)";
  }

  private static String spent(Budget budget, CostFigures cost) {
    String on =
        budget.spentOn() != null
            ? "on " + budget.spentOn().replace('T', ' ')
            : "on day " + (int) (Math.floor(budget.spentAfterHours() / DAY_HOURS) + 1);
    return "the budget of "
        + budget.pool()
        + " ("
        + Quantity.money(budget.perMonth(), cost.currency())
        + " a month"
        + (budget.spentBefore() > 0
            ? ", " + Quantity.money(budget.spentBefore(), cost.currency()) + " of it before"
            : "")
        + ") is spent after "
        + Quantity.digits(budget.spentAfterHours())
        + " h, "
        + on
        + ": the month needs "
        + Quantity.money(budget.needed(), cost.currency())
        + afterwards(budget.lostShareAfterwards());
  }

  private static String afterwards(double lost) {
    return Double.isNaN(lost)
        ? ""
        : lost < 1e-4
            ? ", and from then on other pools answer"
            : ", and from then on " + Quantity.percent(lost) + " of the conversations are lost";
  }
}
