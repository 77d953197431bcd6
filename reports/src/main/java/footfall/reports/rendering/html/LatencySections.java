package footfall.reports.rendering.html;

import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.td;
import static j2html.TagCreator.tr;

import footfall.queueing.statistics.BucketCounts;
import footfall.reports.charts.Chart;
import footfall.reports.charts.Chart.Axis;
import footfall.reports.charts.Unit;
import footfall.reports.figures.Quantity;
import footfall.reports.rendering.svg.Bars;
import footfall.reports.results.ReportData.Percentiles;
import footfall.reports.results.Results;
import footfall.reports.results.Results.MetricFigures;
import footfall.reports.results.SloVerdict;
import j2html.tags.DomContent;
import j2html.tags.specialized.FigureTag;
import j2html.tags.specialized.SectionTag;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How long it takes: the distribution, its percentiles over time, and what it is made of. */
final class LatencySections {
  private static final List<String> OF_REQUESTS =
      List.of("request_latency", "time_to_first_token", "queue_wait");
  private static final List<String> OF_TURNS = List.of("turn_latency", "conversation_duration");
  private static final double[] PARTS = {.01, .05, .1, .25, .5, .75, .9, .95, .99, .999};

  private final Findings findings;
  private final Results results;

  LatencySections(Findings findings) {
    this.findings = findings;
    this.results = findings.results();
  }

  SectionTag latency() {
    SectionTag section = section(h2("Latency"));
    if (results.metrics().get("request_latency").count() == 0) {
      section.with(p("No request was answered."));
    }
    distribution("Requests answered within", OF_REQUESTS).ifPresent(section::with);
    overTime("request_latency", "Request latency over time").ifPresent(section::with);
    if (streams()) {
      overTime("time_to_first_token", "Time to first token over time").ifPresent(section::with);
    }
    madeOf().ifPresent(section::with);
    return section.with(metrics(results.metrics().keySet().stream().toList()));
  }

  SectionTag turnsAndConversations() {
    SectionTag section = section(h2("Turns and conversations"));
    boolean alike =
        results.metrics().get("turn_latency").count()
                == results.metrics().get("request_latency").count()
            && results.metrics().get("turn_latency").mean()
                == results.metrics().get("request_latency").mean();
    if (alike) {
      section.with(p("Every turn is one request, so turns take as long as their requests."));
    }
    distribution("Ended within", alike ? List.of("conversation_duration") : OF_TURNS)
        .ifPresent(section::with);
    if (!alike) {
      overTime("turn_latency", "Turn latency over time").ifPresent(section::with);
    }
    return section.with(metrics(OF_TURNS));
  }

  /** Whether answers come token by token, so that the first is there before the last. */
  private boolean streams() {
    return results.metrics().get("time_to_first_token").mean()
        < results.metrics().get("request_latency").mean();
  }

  private Optional<FigureTag> distribution(String title, List<String> metrics) {
    Chart.Builder chart =
        new Chart.Builder(
            title, Axis.log("time", Unit.SECONDS), new Axis("part", Unit.PART, false, 1));
    List<String> shown = new ArrayList<>();
    List<TrTag> rows = new ArrayList<>();
    for (double part : PARTS) {
      rows.add(tr(td(Quantity.percent(part))));
    }
    double least = least(metrics);
    for (String metric : metrics) {
      BucketCounts counts = counts(metric);
      if (counts.total() > 0 && counts.quantile(1) > 0) {
        shown.add(words(metric));
        chart.curve(words(metric), from(least, counts.seconds()), counts.parts(), false);
        for (int i = 0; i < PARTS.length; i++) {
          rows.get(i).with(td(Quantity.seconds(counts.quantile(PARTS[i]))));
        }
        markSlos(chart, metric, true);
      }
    }
    Chart built = chart.build();
    if (built.isEmpty()) {
      return Optional.empty();
    }
    shown.add(0, "part");
    return Optional.of(
        ChartFigure.withTable(
            built,
            "Part that took no longer than the time; dashed lines are objectives.",
            Tables.copied("To within 1 %.", rows, shown.toArray(String[]::new))));
  }

  /**
   * Below a tenth of the quickest answers, no difference is visible; waits of nothing are there.
   */
  private double least(List<String> metrics) {
    double quickest = Double.POSITIVE_INFINITY;
    for (String metric : metrics) {
      double quick = counts(metric).quantile(.01);
      if (!metric.equals("queue_wait") && quick > 0) {
        quickest = Math.min(quickest, quick / 10);
      }
    }
    return Double.isFinite(quickest) ? quickest : 1e-6;
  }

  private static double[] from(double least, double[] seconds) {
    return Arrays.stream(seconds).map(value -> Math.max(least, value)).toArray();
  }

  private BucketCounts counts(String metric) {
    return BucketCounts.of(
        findings.reportData().judgement().times().get(metric),
        findings.reportData().judgement().bucketRatio());
  }

  private Optional<FigureTag> overTime(String metric, String title) {
    Percentiles of = findings.reportData().percentiles().get(metric);
    Chart.Builder chart =
        new Chart.Builder(
                title,
                Axis.of("time since the start", Unit.TIME_OF_RUN),
                Axis.of(title, Unit.SECONDS))
            .sync("run")
            .curve("p50", of.seconds(), of.p50(), false)
            .curve("p95", of.seconds(), of.p95(), false)
            .curve("p99", of.seconds(), of.p99(), false);
    markSlos(chart, metric, false);
    Chart built = chart.build();
    return built.isEmpty()
        ? Optional.empty()
        : Optional.of(
            ChartFigure.of(
                built,
                "Percentiles of what ended in each section of the run, all replications together"
                    + " and the warm-up included.",
                "evidence.json"));
  }

  private void markSlos(Chart.Builder chart, String metric, boolean across) {
    for (SloVerdict slo : results.slo()) {
      if (slo.unit().equals(metric)
          && slo.pool() == null
          && slo.shopperClass() == null
          && slo.threshold() > 0) {
        String label =
            "SLO "
                + (across ? words(metric) + " " : "")
                + slo.stat()
                + " "
                + Quantity.seconds(slo.threshold());
        if (across) {
          chart.markAcross(slo.threshold(), label);
        } else {
          chart.markUp(slo.threshold(), label);
        }
      }
    }
  }

  /** What the mean answer is made of; a load test knows more, and tells it elsewhere. */
  private Optional<DomContent> madeOf() {
    double wait = results.metrics().get("queue_wait").mean();
    double first = results.metrics().get("time_to_first_token").mean();
    double whole = results.metrics().get("request_latency").mean();
    if (!(whole > 0) || first < wait || results.load() != null) {
      return Optional.empty();
    }
    List<String> series = List.of("waiting in queues", "to the first token", "writing the rest");
    return Optional.of(
        figure(
            h3("What an answer is made of"),
            Bars.render(
                "What the mean answer is made of",
                series,
                List.of(
                    new Bars.Bar("time to first token", wait, first - wait),
                    new Bars.Bar("request latency", wait, first - wait, whole - first)),
                Quantity::seconds),
            figcaption(
                "Means: "
                    + Quantity.seconds(wait)
                    + " waiting, "
                    + Quantity.seconds(first - wait)
                    + " until the first token (the way, and reading the prompt), "
                    + Quantity.seconds(whole - first)
                    + " writing the rest."
                    + (results.ledger().requests().abandoned() > 0
                        ? " Waiting counts those too who gave up."
                        : ""))));
  }

  private DomContent metrics(List<String> names) {
    List<TrTag> rows = new ArrayList<>();
    for (Map.Entry<String, MetricFigures> entry : results.metrics().entrySet()) {
      if (names.contains(entry.getKey())) {
        rows.add(row(entry.getKey(), entry.getValue()));
      }
    }
    return Tables.copied(
        "Intervals are 95 %, over " + results.run().intervals() + ".",
        rows,
        "metric",
        "count",
        "mean",
        "95 % interval",
        "p50",
        "p90",
        "p95",
        "95 % interval",
        "p99",
        "max");
  }

  private TrTag row(String name, MetricFigures m) {
    String currency = results.cost().currency();
    return tr(
        td(name),
        td(Tables.count(m.count())),
        td(Quantity.of(name, m.mean(), currency)),
        td(Tables.interval(results, name, m.ci95().get("mean"))),
        td(Quantity.of(name, m.p50(), currency)),
        td(Quantity.of(name, m.p90(), currency)),
        td(Quantity.of(name, m.p95(), currency)),
        td(Tables.interval(results, name, m.ci95().get("p95"))),
        td(Quantity.of(name, m.p99(), currency)),
        td(Quantity.of(name, m.max(), currency)));
  }

  private static String words(String metric) {
    return metric.replace('_', ' ');
  }
}
