package footfall.reports.rendering.tables;

import footfall.reports.analysis.run.Outcome;
import footfall.reports.analysis.samples.ArrivalSeries;
import footfall.reports.analysis.samples.TimeSeries;
import footfall.reports.measurement.ServerSample;
import footfall.reports.results.Losses;
import footfall.reports.results.Results;
import footfall.reports.results.Results.MetricFigures;
import footfall.reports.results.Results.PoolFigures;
import footfall.reports.results.Results.PredictionRow;
import footfall.scenarios.pools.PoolSpec;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * {@code summary.csv} and {@code timeseries.csv}: for spreadsheets. Empty cells are not observed.
 */
public final class CsvTables {
  private CsvTables() {}

  /** Predicted and measured figures as CSV, with a line of names. */
  public static String prediction(List<PredictionRow> rows) {
    StringBuilder csv =
        new StringBuilder(
            "metric,pool,stat,predicted,predicted_ci95_low,predicted_ci95_high,"
                + "measured,measured_ci95_low,measured_ci95_high,ratio\n");
    for (PredictionRow row : rows) {
      csv.append(row.metric())
          .append(',')
          .append(row.pool() == null ? "" : row.pool())
          .append(',')
          .append(row.stat());
      double[] numbers = {
        row.predicted(),
        row.predictedCi95()[0],
        row.predictedCi95()[1],
        row.measured(),
        row.measuredCi95()[0],
        row.measuredCi95()[1],
        row.ratio()
      };
      for (double number : numbers) {
        csv.append(',').append(Double.isNaN(number) ? "" : Double.toString(number));
      }
      csv.append('\n');
    }
    return csv.toString();
  }

  /** What the server's own metrics said, on the time axis of the load test. */
  public static String server(Outcome outcome) {
    List<PoolSpec> pools = outcome.resolved().scenario().pools();
    StringBuilder csv = new StringBuilder("seconds,pool,waiting,in_service\n");
    for (ServerSample sample : outcome.load().server()) {
      csv.append(
          String.format(
              Locale.ROOT,
              "%.3f,%s,%.0f,%.0f%n",
              sample.nanos() / 1e9,
              pools.get(sample.pool()).name(),
              sample.waiting(),
              sample.inService()));
    }
    return csv.toString();
  }

  /** Figures of the run and its pools as CSV, with a line of names. */
  public static String summary(Results results) {
    StringBuilder csv = new StringBuilder("subject,figure,unit,value,ci95_low,ci95_high\n");
    for (Map.Entry<String, MetricFigures> entry : results.metrics().entrySet()) {
      String name = entry.getKey();
      MetricFigures metric = entry.getValue();
      row(csv, name, "count", "", metric.count(), null);
      row(csv, name, "mean", metric.unit(), metric.mean(), metric.ci95().get("mean"));
      row(csv, name, "stdev", metric.unit(), metric.stdev(), null);
      row(csv, name, "min", metric.unit(), metric.min(), null);
      row(csv, name, "p50", metric.unit(), metric.p50(), metric.ci95().get("p50"));
      row(csv, name, "p75", metric.unit(), metric.p75(), null);
      row(csv, name, "p90", metric.unit(), metric.p90(), metric.ci95().get("p90"));
      row(csv, name, "p95", metric.unit(), metric.p95(), metric.ci95().get("p95"));
      row(csv, name, "p99", metric.unit(), metric.p99(), metric.ci95().get("p99"));
      row(csv, name, "p999", metric.unit(), metric.p999(), null);
      row(csv, name, "max", metric.unit(), metric.max(), null);
    }
    for (PoolFigures pool : results.pools()) {
      String name = "pool " + pool.name();
      Map<String, double[]> ci = pool.ci95();
      row(csv, name, "utilization", "", pool.utilization(), ci.get("utilization"));
      row(csv, name, "share", "", pool.share(), ci.get("share"));
      row(csv, name, "throughput", "1/s", pool.throughput(), ci.get("throughput"));
      row(csv, name, "queue_length", "", pool.queueLength().mean(), ci.get("queueLength"));
      row(csv, name, "in_system", "", pool.inSystem().mean(), ci.get("inSystem"));
      row(csv, name, "sojourn", "s", pool.sojourn().mean(), ci.get("sojourn"));
      row(csv, name, "little_residual", "", pool.littleResidual(), null);
      row(csv, name, "cost", results.cost().currency(), pool.cost(), ci.get("cost"));
      row(csv, name, "energy", "J", pool.energyJoules(), ci.get("energyJoules"));
      row(csv, name, "carbon", "g", pool.gramsCo2e(), ci.get("gramsCO2e"));
      row(csv, name, "in_service", "", pool.inService().mean(), null);
      row(csv, name, "workers_up", "", pool.workersUp().mean(), ci.get("workersUp"));
      row(csv, name, "p_fail", "", pool.probabilityOfFailure(), ci.get("pFail"));
    }
    losses(csv, results.losses());
    Results.CostFigures cost = results.cost();
    row(csv, "cost", "total", cost.currency(), cost.total(), cost.ci95().get("total"));
    row(
        csv,
        "cost",
        "per_conversation",
        cost.currency(),
        cost.perConversation(),
        cost.ci95().get("perConversation"));
    if (!Double.isNaN(cost.perHour())) { // Runs of version 0.1 do not state it.
      row(csv, "cost", "per_hour", cost.currency(), cost.perHour(), cost.ci95().get("perHour"));
    }
    row(csv, "cost", "per_month", cost.currency(), cost.perMonth(), cost.ci95().get("perMonth"));
    Results.EnergyFigures energy = results.energy();
    row(csv, "energy", "total", "J", energy.joules(), energy.ci95().get("joules"));
    row(
        csv,
        "energy",
        "per_thousand_conversations",
        "J",
        energy.joulesPerThousandConversations(),
        energy.ci95().get("joulesPerThousandConversations"));
    row(csv, "carbon", "total", "g", energy.gramsCo2e(), energy.ci95().get("gramsCO2e"));
    Results.Ledger.Attempts attempts = results.ledger().attempts();
    row(csv, "attempts", "sent", "", attempts.sent(), null);
    row(csv, "attempts", "throttled", "", attempts.throttled(), null);
    row(csv, "attempts", "failed", "", attempts.failed(), null);
    row(csv, "attempts", "timed_out", "", attempts.timedOut(), null);
    row(
        csv,
        "business",
        "conversion_rate",
        "",
        results.business().conversionRate(),
        results.business().ci95().get("conversionRate"));
    row(
        csv,
        "quality",
        "satisfaction",
        "",
        results.quality().satisfaction(),
        results.quality().ci95().get("satisfaction"));
    return csv.toString();
  }

  /** Levels over time as CSV, with a line of names; times in seconds. */
  public static String timeSeries(Outcome outcome) {
    StringBuilder csv =
        new StringBuilder(
            "time_s,pool,queue_length,in_service,utilization,throughput_per_s,workers_up,workers_paid,"
                + "power_w,computing,kv_memory,tokens_read_per_s,tokens_written_per_s,"
                + "preemptions_per_s,cache_hit_share,request_latency_p50_s,request_latency_p95_s,"
                + "request_latency_p99_s,time_to_first_token_p50_s,time_to_first_token_p95_s,"
                + "time_to_first_token_p99_s,answered_share,goodput\n");
    ArrivalSeries arrivals =
        new ArrivalSeries(outcome.resolved().scenario(), outcome.replications());
    List<PoolSpec> pools = outcome.resolved().scenario().pools();
    for (TimeSeries.Point point : outcome.timeSeries().points()) {
      csv.append(
          String.format(
              Locale.ROOT,
              "%s,%s,%.6g,%.6g,%.6g,%.6g,%.6g,%.6g,%s,%s,%s,%s,%s,%s,%s,%s%n",
              Double.toString(point.seconds()),
              pools.get(point.pool()).name(),
              point.queueLength(),
              point.inService(),
              point.utilization(),
              point.throughput(),
              point.workersUp(),
              point.workersPaid(),
              cell(point.watts()),
              cell(point.engine().computing()),
              cell(point.engine().kvMemory()),
              cell(point.engine().tokensRead()),
              cell(point.engine().tokensWritten()),
              cell(point.engine().preemptions()),
              cell(point.engine().cacheHits()),
              arrived(arrivals.at(point.seconds()))));
    }
    return csv.toString();
  }

  /** Absent in runs of version 0.1. */
  private static void losses(StringBuilder csv, Losses losses) {
    if (losses == null) {
      return;
    }
    fates(csv, "requests", losses.requests());
    fates(csv, "conversations", losses.conversations());
    if (losses.classes() != null) {
      losses
          .classes()
          .forEach(
              (name, figures) -> {
                fates(csv, "requests of " + name, figures.requests());
                row(
                    csv,
                    "requests of " + name,
                    "request_latency_p95",
                    "s",
                    figures.requestLatency().p95(),
                    null);
                row(
                    csv,
                    "requests of " + name,
                    "time_to_first_token_p95",
                    "s",
                    figures.timeToFirstToken().p95(),
                    null);
                row(csv, "requests of " + name, "satisfaction", "", figures.satisfaction(), null);
              });
    }
  }

  private static void fates(StringBuilder csv, String of, Losses.Fates fates) {
    row(csv, of, "arrived", "", fates.arrived(), null);
    row(csv, of, "answered", "", fates.answered(), null);
    row(csv, of, "rejected", "", fates.rejected(), null);
    row(csv, of, "abandoned", "", fates.abandoned(), null);
    row(csv, of, "failed", "", fates.failed(), null);
    row(csv, of, "refused", "", fates.refused(), null);
    row(csv, of, "cancelled", "", fates.cancelled(), null);
    row(csv, of, "open", "", fates.open(), null);
    row(csv, of, "answered_share", "", fates.answeredShare(), null);
  }

  /** What became of all that arrived about that time, whatever the pool. */
  private static String arrived(ArrivalSeries.Point point) {
    return DoubleStream.of(
            point.latency().percentileSeconds(50),
            point.latency().percentileSeconds(95),
            point.latency().percentileSeconds(99),
            point.firstToken().percentileSeconds(50),
            point.firstToken().percentileSeconds(95),
            point.firstToken().percentileSeconds(99),
            point.answeredShare(),
            point.goodput())
        .mapToObj(CsvTables::cell)
        .collect(Collectors.joining(","));
  }

  private static void row(
      StringBuilder csv, String subject, String figure, String unit, double value, double[] ci) {
    csv.append(subject).append(',').append(figure).append(',').append(unit);
    csv.append(',').append(cell(value));
    csv.append(',').append(ci == null ? "" : cell(ci[0]));
    csv.append(',').append(ci == null ? "" : cell(ci[1])).append('\n');
  }

  private static String cell(double value) {
    return Double.isFinite(value) ? Double.toString(value) : "";
  }
}
