package footfall.reports.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the cost of a month is made of: workers by their hours, the rest by volume. Everybody is
 * served in it, whatever budgets say. NaN where nothing is known of a month.
 *
 * @param basis what the scenario says of a month: steady, days, conversations, volumes, unstated
 * @param reason why there is no cost of a month; null where there is one
 * @param perThousandConversations of the month
 * @param upperBound whether it may be less, because workers that come and go were seen for less
 *     than a day
 * @param warning why the run does not stand for the month; null where it does
 * @param perMonthWithinBudget what is paid where budgets end what is served; NaN where none does
 */
public record MonthFigures(
    String basis,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String reason,
    double hours,
    double conversations,
    double workers,
    double usage,
    double perThousandConversations,
    boolean upperBound,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String warning,
    double perMonthWithinBudget,
    List<Budget> budgets) {

  /**
   * The budget of a pool.
   *
   * @param spentBefore of it when the month begins
   * @param needed by what the month asks for
   * @param spentAfterHours NaN where it lasts for the month
   * @param spentOn the day and time of it, where the scenario has dates; else null
   * @param lostShareAfterwards part of the conversations that are lost from then on; NaN where not
   *     known
   */
  public record Budget(
      String pool,
      double perMonth,
      double spentBefore,
      double needed,
      double spentAfterHours,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String spentOn,
      double lostShareAfterwards) {}
}
