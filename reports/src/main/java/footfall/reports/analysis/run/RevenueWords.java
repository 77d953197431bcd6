package footfall.reports.analysis.run;

import footfall.reports.figures.Quantity;
import footfall.reports.results.LostRevenue;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a run says of revenue that is lost, in words. */
final class RevenueWords {
  private static final double NOTABLE = 0.01;

  private RevenueWords() {}

  /** A sentence where it matters; none where nobody buys anything. */
  static List<String> of(@Nullable LostRevenue lost, String currency) {
    if (lost == null || !(lost.share() > NOTABLE) || lost.causes().isEmpty()) {
      return List.of();
    }
    boolean isOfMonth = Double.isFinite(lost.revenuePerMonth());
    String margin =
        Double.isFinite(lost.margin())
            ? ", of it margin "
                + Quantity.money(isOfMonth ? lost.marginPerMonth() : lost.margin(), currency)
            : "";
    return List.of(
        String.format(
            Locale.ROOT,
            "%.1f %% of the revenue that was to be had is lost (%s%s), most of it to %s",
            100 * lost.share(),
            isOfMonth
                ? Quantity.money(lost.revenuePerMonth(), currency) + " a month"
                : Quantity.money(lost.revenue(), currency) + " in the run",
            margin,
            lost.causes().get(0).words()));
  }
}
