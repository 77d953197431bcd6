package footfall.reports.analysis.run;

import footfall.reports.results.Results;
import footfall.reports.results.Results.KeyFigure;
import footfall.reports.results.Results.MetricFigures;
import footfall.reports.results.Results.PoolFigures;
import footfall.reports.results.Results.PredictionRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lays what was measured beside what a simulation of the same scenario predicts. Stateless. */
public final class Predictions {
  private static final List<String> METRICS =
      List.of("request_latency", "time_to_first_token", "inter_token_latency", "queue_wait");

  /** The wait counts what the generator was late by. */
  private static final List<String> FROM_SEND = METRICS.subList(0, METRICS.size() - 1);

  private Predictions() {}

  /** Rows for what both have observed, the figures of the whole first. */
  public static List<PredictionRow> compare(Results predicted, Results measured) {
    return compare(predicted, measured, METRICS, measured.metrics());
  }

  /**
   * The same of a load test, but with the times of requests from the moment they were sent: what
   * the generator was late by says nothing of the server.
   */
  public static List<PredictionRow> compareFromSend(Results predicted, Results measured) {
    Map<String, MetricFigures> metrics = new HashMap<>(measured.metrics());
    metrics.putAll(measured.load().fromSend());
    return compare(predicted, measured, FROM_SEND, metrics);
  }

  private static List<PredictionRow> compare(
      Results predicted, Results measured, List<String> names, Map<String, MetricFigures> metrics) {
    List<PredictionRow> rows = new ArrayList<>();
    for (String metric : names) {
      MetricFigures p = predicted.metrics().get(metric);
      MetricFigures m = metrics.get(metric);
      add(rows, metric, "mean", p.mean(), p.ci95(), m.mean(), m.ci95());
      add(rows, metric, "p50", p.p50(), p.ci95(), m.p50(), m.ci95());
      add(rows, metric, "p90", p.p90(), p.ci95(), m.p90(), m.ci95());
      add(rows, metric, "p95", p.p95(), p.ci95(), m.p95(), m.ci95());
      add(rows, metric, "p99", p.p99(), p.ci95(), m.p99(), m.ci95());
    }
    MetricFigures p = predicted.metrics().get("request_throughput");
    MetricFigures m = measured.metrics().get("request_throughput");
    add(rows, "request_throughput", "mean", p.mean(), p.ci95(), m.mean(), m.ci95());
    for (String rate : List.of("abandonment_rate", "failure_rate")) {
      rate(rows, rate, predicted.figures().get(rate), measured.figures().get(rate));
    }
    for (int i = 0; i < measured.pools().size(); i++) {
      pool(rows, predicted.pools().get(i), measured.pools().get(i));
    }
    return rows;
  }

  private static void pool(List<PredictionRow> rows, PoolFigures p, PoolFigures m) {
    rows.add(
        row(
            "utilization",
            p.name(),
            p.utilization(),
            p.ci95().get("utilization"),
            m.utilization(),
            m.ci95().get("utilization")));
    rows.add(
        row("share", p.name(), p.share(), p.ci95().get("share"), m.share(), m.ci95().get("share")));
  }

  private static PredictionRow row(
      String metric, String pool, double p, double[] pCi, double m, double[] mCi) {
    return new PredictionRow(metric, pool, "mean", p, pCi, m, mCi, ratio(m, p));
  }

  /** Only where anything was lost at all. */
  private static void rate(
      List<PredictionRow> rows, String name, KeyFigure predicted, KeyFigure measured) {
    if (predicted != null && measured != null && predicted.value() + measured.value() > 0) {
      rows.add(
          new PredictionRow(
              name,
              null,
              "mean",
              predicted.value(),
              predicted.ci95(),
              measured.value(),
              measured.ci95(),
              ratio(measured.value(), predicted.value())));
    }
  }

  private static double ratio(double measured, double predicted) {
    return predicted == 0 ? Double.NaN : measured / predicted;
  }

  private static void add(
      List<PredictionRow> rows,
      String metric,
      String stat,
      double p,
      Map<String, double[]> pCi,
      double m,
      Map<String, double[]> mCi) {
    if (!Double.isNaN(p) && !Double.isNaN(m)) {
      rows.add(
          new PredictionRow(metric, null, stat, p, pCi.get(stat), m, mCi.get(stat), ratio(m, p)));
    }
  }
}
