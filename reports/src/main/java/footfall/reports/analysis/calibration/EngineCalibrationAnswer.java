package footfall.reports.analysis.calibration;

import footfall.reports.figures.Quantity;
import footfall.reports.results.CalibrationResults.Calibration;
import footfall.reports.results.CalibrationResults.Checked;
import footfall.reports.results.CalibrationResults.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the calibration of an engine has shown, in plain words. */
public final class EngineCalibrationAnswer {
  private EngineCalibrationAnswer() {}

  /**
   * A few sentences.
   *
   * @param unknown names of the figures that the data say nothing about
   * @param alike pairs of figures that the data cannot tell apart
   */
  public static String sentence(Calibration calibration, List<String> unknown, List<String> alike) {
    List<String> sentences = new ArrayList<>();
    for (Pool pool : calibration.pools()) {
      sentences.add(
          pool.parameters().isEmpty()
              ? pool.pool() + " is not fitted."
              : String.format(
                  Locale.ROOT,
                  "%s is fitted to %,d requests or table rows.",
                  pool.pool(),
                  pool.requests()));
    }
    for (Checked run : calibration.checked()) {
      if (Double.isNaN(run.error("request_latency", "mean"))) {
        sentences.add(
            String.format(
                Locale.ROOT,
                "%s: off by at most %s (TTFT) and %s (time per output token).",
                run.run(),
                worst(run, "time_to_first_token"),
                worst(run, "time_per_output_token")));
        continue;
      }
      sentences.add(
          String.format(
              Locale.ROOT,
              "%s: the mean is off by %s (TTFT), %s (time per output token) and %s (request"
                  + " latency), p95 by %s, %s and %s.",
              run.run(),
              error(run, "time_to_first_token", "mean"),
              error(run, "time_per_output_token", "mean"),
              error(run, "request_latency", "mean"),
              error(run, "time_to_first_token", "p95"),
              error(run, "time_per_output_token", "p95"),
              error(run, "request_latency", "p95")));
    }
    if (!unknown.isEmpty()) {
      sentences.add("The data do not identify " + String.join(", ", unknown) + ".");
    }
    if (!alike.isEmpty()) {
      sentences.add("They cannot separate " + String.join("; ", alike) + ".");
    }
    return String.join(" ", sentences);
  }

  private static String worst(Checked run, String metric) {
    return Quantity.percent(
        run.rows().stream()
            .filter(row -> row.metric().equals(metric))
            .mapToDouble(row -> run.error(metric, row.stat()))
            .max()
            .orElse(Double.NaN));
  }

  private static String error(Checked run, String metric, String stat) {
    return Quantity.percent(run.error(metric, stat));
  }
}
