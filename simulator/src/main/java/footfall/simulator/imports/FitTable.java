package footfall.simulator.imports;

import java.io.PrintWriter;
import java.util.Locale;

/** Figures as they were recorded, beside those that were fitted to them. */
final class FitTable {
  private static final double NOTABLE = 0.15;

  private final PrintWriter out;

  FitTable(PrintWriter out) {
    this.out = out;
  }

  void head(String name) {
    out.printf("%n%-26s %12s %12s%n", name, "recorded", "fitted");
  }

  /** Mean, its interval and some percentiles. */
  void figures(String name, Figures figures) {
    mean(name + ", mean", figures.mean(), figures.mean(), figures.margin());
    for (int percent : new int[] {50, 90, 99}) {
      row(name + ", p" + percent, figures.percentile(percent), figures.fitted(percent));
    }
  }

  /** A mean with its 95 % confidence interval. */
  void mean(String name, double recorded, double fitted, double margin) {
    out.printf(
        Locale.ROOT,
        "%-26s %12.4g %12.4g  95 %% interval %.4g to %.4g%n",
        name,
        recorded,
        fitted,
        recorded - margin,
        recorded + margin);
  }

  /** One figure, unless it is unknown on either side. */
  void row(String name, double recorded, double fitted) {
    if (Double.isFinite(recorded) && Double.isFinite(fitted)) {
      boolean isOff = Math.abs(fitted - recorded) > NOTABLE * Math.abs(recorded);
      out.printf(
          Locale.ROOT, "%-26s %12.4g %12.4g%s%n", name, recorded, fitted, isOff ? "  off" : "");
    }
  }
}
