package footfall.reports.rendering;

import static j2html.TagCreator.div;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.section;
import static j2html.TagCreator.td;
import static j2html.TagCreator.tr;

import footfall.reports.analysis.Outcome;
import footfall.reports.analysis.TimeSeries;
import footfall.reports.results.Results;
import footfall.reports.results.Results.MetricFigures;
import footfall.reports.results.Results.PoolFigures;
import footfall.reports.statistics.Quantity;
import footfall.scenarios.pools.PoolSpec;
import j2html.tags.specialized.FigureTag;
import j2html.tags.specialized.SectionTag;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;

/** What was measured: key figures, latency, time series and pools. */
final class FigureSections {
  private final Outcome outcome;
  private final Results results;

  FigureSections(Outcome outcome) {
    this.outcome = outcome;
    this.results = outcome.results();
  }

  SectionTag keyFigures() {
    MetricFigures latency = results.metrics().get("request_latency");
    MetricFigures wait = results.metrics().get("queue_wait");
    Results.CostFigures cost = results.cost();
    return section(
        h2("Key figures"),
        div(
                Tables.card(
                    Quantity.digits(results.metrics().get("request_throughput").mean()) + "/s",
                    "requests answered"),
                Tables.card(Quantity.seconds(latency.p50()), "request latency, median"),
                Tables.card(Quantity.seconds(latency.p95()), "request latency, p95"),
                Tables.card(Quantity.seconds(wait.mean()), "queue wait, mean"),
                Tables.card(
                    Quantity.money(cost.perThousandConversations(), cost.currency()),
                    "per 1,000 conversations"),
                Tables.card(Quantity.money(cost.perMonth(), cost.currency()), "per month of 730 h"),
                Tables.card(Quantity.digits(results.quality().satisfaction()), "mean satisfaction"),
                Tables.card(
                    Quantity.percent(
                        1
                            - (double) results.ledger().turns().completed()
                                / Math.max(
                                    1,
                                    results.ledger().turns().submitted()
                                        - results.ledger().turns().open())),
                    "turns not answered"))
            .withClass("cards"));
  }

  SectionTag latency() {
    SectionTag section = section(h2("Latency"));
    Charts.latency(outcome, results).ifPresent(section::with);
    List<TrTag> rows = new ArrayList<>();
    for (Map.Entry<String, MetricFigures> entry : results.metrics().entrySet()) {
      MetricFigures m = entry.getValue();
      String name = entry.getKey();
      rows.add(
          tr(
              td(name),
              td(String.format(Locale.ROOT, "%,d", m.count())),
              td(Quantity.of(name, m.mean(), results.cost().currency())),
              td(Tables.interval(results, name, m.ci95().get("mean"))),
              td(Quantity.of(name, m.p50(), results.cost().currency())),
              td(Quantity.of(name, m.p90(), results.cost().currency())),
              td(Quantity.of(name, m.p95(), results.cost().currency())),
              td(Tables.interval(results, name, m.ci95().get("p95"))),
              td(Quantity.of(name, m.p99(), results.cost().currency())),
              td(Quantity.of(name, m.max(), results.cost().currency()))));
    }
    return section.with(
        Tables.grid(
            "Intervals are 95 %, over " + results.run().intervals() + ".",
            rows,
            "metric",
            "count",
            "mean",
            "interval",
            "p50",
            "p90",
            "p95",
            "interval",
            "p99",
            "max"));
  }

  SectionTag overTime() {
    List<PoolSpec> pools = outcome.resolved().scenario().pools();
    SectionTag section = section(h2("Queue, utilisation, workers and power over time"));
    section.with(
        over("Requests waiting", Quantity::digits, TimeSeries.Point::queueLength),
        over("Utilisation", Quantity::percent, TimeSeries.Point::utilization));
    if (pools.stream().anyMatch(pool -> !pool.operations().isUneventful())) {
      section.with(over("Workers up", Quantity::digits, TimeSeries.Point::workersUp));
    }
    if (pools.stream().anyMatch(pool -> pool.power().isPresent())) {
      section.with(over("Power at the wall, W", Quantity::digits, TimeSeries.Point::watts));
    }
    return section;
  }

  private FigureTag over(
      String title, DoubleFunction<String> unit, ToDoubleFunction<TimeSeries.Point> figure) {
    return figure(
        Charts.overTime(outcome, title, unit, figure),
        figcaption(title + ", averaged over the replications; the table is timeseries.csv."));
  }

  SectionTag pools() {
    List<TrTag> rows = new ArrayList<>();
    for (PoolFigures pool : results.pools()) {
      rows.add(
          tr(
              td(pool.name() + " (" + pool.kind() + ")"),
              td(Quantity.digits(pool.workersUp().mean()) + " x " + pool.slots()),
              td(Quantity.percent(pool.share())),
              td(Quantity.percent(pool.utilization())),
              td(
                  pool.stable()
                      ? "yes"
                      : "NO, offered " + Quantity.digits(pool.offeredUtilization())),
              td(Quantity.digits(pool.throughput()) + "/s"),
              td(Quantity.digits(pool.queueLength().mean())),
              td(Quantity.seconds(pool.queueWait().mean())),
              td(Quantity.percent(pool.probabilityOfWait())),
              td(Quantity.digits(pool.inService().mean())),
              td(Quantity.percent(pool.probabilityOfFailure())),
              td(Quantity.seconds(pool.sojourn().mean()))));
    }
    return section(
        h2("Pools"),
        Tables.grid(
            "Means over the replications; intervals are in summary.csv.",
            rows,
            "pool",
            "workers up x slots",
            "share",
            "utilisation",
            "stable",
            "throughput",
            "queue",
            "wait",
            "P(wait)",
            "in service",
            "P(fail)",
            "sojourn"));
  }
}
