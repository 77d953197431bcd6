package footfall.reports.analysis.calibration;

import footfall.reports.calibration.FittedService.Parameter;
import footfall.reports.figures.Quantity;
import footfall.reports.results.CalibrationResults.Calibration;
import footfall.reports.results.CalibrationResults.Checked;
import footfall.reports.results.CalibrationResults.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a calibration says in plain words. */
public final class CalibrationAnswer {
  /** A parameter that is off by less is no news. */
  private static final double NEWS = 0.05;

  private CalibrationAnswer() {}

  /** A few sentences. */
  public static String sentence(Calibration calibration) {
    List<String> sentences = new ArrayList<>();
    for (Pool pool : calibration.pools()) {
      sentences.add(of(pool));
      if (pool.inferred()) {
        sentences.add(
            pool.pool()
                + " does not tell how long requests queued: that follows from its slots as stated,"
                + " first come, first served.");
      }
    }
    List<Checked> heldOut = calibration.checked().stream().filter(Checked::heldOut).toList();
    if (heldOut.isEmpty()) {
      sentences.add("No run was held out to check it.");
    } else {
      sentences.add(
          String.format(
              Locale.ROOT,
              "On %d %s that it was not fitted to, predictions are off by at most %s (request"
                  + " latency p50), %s (p95), %s (throughput) and %s (utilisation).",
              heldOut.size(),
              heldOut.size() == 1 ? "run" : "runs",
              worst(heldOut, "request_latency", "p50"),
              worst(heldOut, "request_latency", "p95"),
              worst(heldOut, "request_throughput", "mean"),
              worst(heldOut, "utilization", "mean")));
    }
    return String.join(" ", sentences);
  }

  private static String of(Pool pool) {
    List<String> news = new ArrayList<>();
    for (Parameter parameter : pool.parameters()) {
      if (parameter.differs()
          && !(Math.abs(parameter.ratio() - 1) < NEWS)
          && Double.isFinite(parameter.ratio())) {
        news.add(
            String.format(
                Locale.ROOT,
                "%s is %s times what the scenario states",
                parameter.name(),
                Quantity.digits(parameter.ratio())));
      }
    }
    String what = news.isEmpty() ? "is as the scenario states" : String.join(", ", news);
    return String.format(Locale.ROOT, "%s (%,d requests): %s.", pool.pool(), pool.requests(), what);
  }

  private static String worst(List<Checked> runs, String metric, String stat) {
    return Quantity.percent(
        runs.stream().mapToDouble(run -> run.error(metric, stat)).max().orElse(Double.NaN));
  }
}
