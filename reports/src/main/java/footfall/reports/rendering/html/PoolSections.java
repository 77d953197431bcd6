package footfall.reports.rendering.html;

import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.td;
import static j2html.TagCreator.tr;

import footfall.reports.charts.Chart;
import footfall.reports.charts.Chart.Axis;
import footfall.reports.charts.Unit;
import footfall.reports.figures.Quantity;
import footfall.reports.results.ReportData.EngineLevels;
import footfall.reports.results.ReportData.Levels;
import footfall.reports.results.Results;
import footfall.reports.results.Results.PoolFigures;
import footfall.scenarios.pools.PoolSpec;
import j2html.tags.DomContent;
import j2html.tags.specialized.SectionTag;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What goes on in the pools, all on one time axis, and on the whole. */
final class PoolSections {
  private final Findings findings;
  private final Results results;

  PoolSections(Findings findings) {
    this.findings = findings;
    this.results = findings.results();
  }

  SectionTag pools() {
    List<PoolSpec> pools = findings.resolved().scenario().pools();
    SectionTag section =
        section(
            h2("Pools"),
            p("All pictures share their time: drag over one to look closer, double-click to see"
                    + " all of it again.")
                .withClass("note"));
    over(section, "Requests waiting", Unit.NUMBER, Levels::queueLength);
    over(section, "Utilisation", Unit.PART, Levels::utilization);
    if (pools.stream().anyMatch(pool -> pool.engine().isPresent())) {
      over(section, "Computing", Unit.PART, ofEngine(EngineLevels::computing));
      over(section, "KV memory in use", Unit.PART, ofEngine(EngineLevels::kvMemory));
      over(section, "Prompt tokens read", Unit.PER_SECOND, ofEngine(EngineLevels::tokensRead));
      over(
          section, "Output tokens written", Unit.PER_SECOND, ofEngine(EngineLevels::tokensWritten));
      over(section, "Preemptions", Unit.PER_SECOND, ofEngine(EngineLevels::preemptions));
      over(
          section,
          "Prompt tokens found in the cache",
          Unit.PART,
          ofEngine(EngineLevels::cacheHits));
    }
    over(section, "Requests answered", Unit.PER_SECOND, Levels::throughput);
    if (pools.stream().anyMatch(pool -> !pool.operations().isUneventful())) {
      over(section, "Workers up", Unit.NUMBER, Levels::workersUp);
    }
    if (pools.stream().anyMatch(pool -> pool.power().isPresent())) {
      over(section, "Power at the wall", Unit.WATTS, Levels::watts);
    }
    return section.with(table());
  }

  /** Null in a pool without engines. */
  private static Function<Levels, double[]> ofEngine(Function<EngineLevels, double[]> figure) {
    return levels -> levels.engine() == null ? null : figure.apply(levels.engine());
  }

  private void over(
      SectionTag section, String title, Unit unit, Function<Levels, double[]> figure) {
    Chart.Builder chart =
        new Chart.Builder(
                title,
                Axis.of("time since the start", Unit.TIME_OF_RUN),
                new Axis(title, unit, false, unit == Unit.PART ? 1 : Double.NaN))
            .sync("run");
    for (Levels levels : findings.reportData().pools()) {
      double[] values = figure.apply(levels);
      if (values != null) {
        chart.curve(levels.pool(), levels.seconds(), values, true);
      }
    }
    if (unit == Unit.PART) {
      results.slo().stream()
          .filter(slo -> slo.metric().equals("utilization"))
          .forEach(
              slo ->
                  chart.markUp(
                      slo.threshold(),
                      "SLO " + slo.pool() + " " + Quantity.percent(slo.threshold())));
    }
    Chart built = chart.build();
    if (!built.isEmpty()) {
      section.with(
          ChartFigure.of(
              built, title + " by pool, averaged over the replications.", "timeseries.csv"));
    }
  }

  private static String what(PoolFigures pool) {
    return pool.devices() == null
        ? pool.kind()
        : pool.kind() + ", " + pool.devices().count() + " x " + pool.devices().name();
  }

  private DomContent table() {
    List<TrTag> rows = new ArrayList<>();
    for (PoolFigures pool : results.pools()) {
      rows.add(
          tr(
              td(pool.name() + " (" + what(pool) + ")"),
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
              td(Quantity.seconds(pool.sojourn().mean()))));
    }
    return Tables.copied(
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
        "sojourn");
  }
}
