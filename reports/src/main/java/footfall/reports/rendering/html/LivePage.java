package footfall.reports.rendering.html;

import static j2html.TagCreator.b;
import static j2html.TagCreator.caption;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import footfall.reports.charts.Chart;
import footfall.reports.charts.Chart.Axis;
import footfall.reports.charts.Chart.Curve;
import footfall.reports.charts.Chart.Mark;
import footfall.reports.charts.Unit;
import footfall.reports.figures.Quantity;
import footfall.reports.results.RunMode;
import footfall.scenarios.Scenario;
import footfall.scenarios.Slo;
import footfall.scenarios.pools.PoolSpec;
import j2html.tags.DomContent;
import j2html.tags.specialized.FigureTag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The page that shows a run while it goes on, with the charts of the report. It hears of {@link
 * footfall.reports.watching.LiveSnapshot}s by server-sent events from {@code events} beside it.
 */
public final class LivePage {
  private static final List<String> PERCENTILES = List.of("p50", "p95", "p99");
  private static final List<String> STATES =
      List.of("busy", "free", "starting", "finishing", "lost", "off");

  private final Scenario scenario;
  private final RunMode mode;

  private LivePage(Scenario scenario, RunMode mode) {
    this.scenario = scenario;
    this.mode = mode;
  }

  /** What the page's script has to know. */
  record Setting(String currency, List<String> pools, List<String> states) {}

  /** The page for runs of the scenario. */
  public static String render(Scenario scenario, RunMode mode) {
    LivePage live = new LivePage(scenario, mode);
    return Page.live("Footfall live: " + scenario.name())
        .with(h1(scenario.name() + ", live"))
        .with(p(scenario.description()).withClass("sub"))
        .with(
            p("Waiting for the first glance.")
                .withId("now")
                .withClass("answer")
                .attr("role", "status"))
        .with(section(h2("Now"), live.tiles()))
        .with(section(h2("Pools"), live.pools()))
        .with(
            section(h2("Latency"))
                .with(live.times("latency", "Request latency", "request_latency"))
                .with(live.times("firstToken", "Time to first token", "time_to_first_token")))
        .with(
            section(h2("Over time"))
                .with(live.all("perSecond", "Requests answered", Unit.PER_SECOND))
                .with(live.byPool("waiting", "Requests waiting", Unit.NUMBER))
                .with(live.byPool("utilization", "Utilisation", Unit.PART))
                .with(live.byPool("share", "Share of the requests sent", Unit.PART))
                .with(live.all("shoppers", live.shoppers(), Unit.NUMBER)))
        .with(
            Page.data(
                "setting",
                new Setting(
                    scenario.currency(),
                    scenario.pools().stream().map(PoolSpec::name).toList(),
                    STATES)))
        .render();
  }

  private String shoppers() {
    return mode == RunMode.SERVE ? "Requests under way" : "Shoppers in conversation";
  }

  private DomContent tiles() {
    Map<String, String> tiles = new LinkedHashMap<>();
    if (mode != RunMode.SERVE) {
      tiles.put("part", mode == RunMode.SIMULATE ? "of the replication" : "of the run");
    }
    tiles.put("seconds", "since the start");
    tiles.put("shoppers", shoppers().toLowerCase(Locale.ROOT));
    tiles.put("perSecond", "requests answered");
    tiles.put("latency", "request latency, p95");
    tiles.put("firstToken", "time to first token, p95");
    tiles.put("answered", "answered so far");
    tiles.put("lost", "not answered so far");
    tiles.put("cost", "cost so far");
    List<DomContent> cards = new ArrayList<>();
    tiles.forEach(
        (key, name) ->
            cards.add(div(b("\u2013").attr("data-tile", key), span(name)).withClass("card")));
    return div(each(cards, card -> card)).withClass("cards");
  }

  private DomContent pools() {
    List<String> columns = new ArrayList<>(List.of("waiting", "in service", "utilisation"));
    columns.addAll(List.of("answered", "share", "cost"));
    return div(table(
            caption("Workers: busy, free, starting, finishing, lost, off."),
            thead(
                tr(
                    th("pool").attr("scope", "col"),
                    each(columns, column -> th(column).attr("scope", "col")),
                    th("workers").attr("scope", "col"))),
            tbody(
                each(
                    scenario.pools(),
                    pool ->
                        tr(
                                th(pool.name()).attr("scope", "row"),
                                each(columns, column -> td("\u2013")),
                                td(div().withClass("workers")))
                            .attr("data-pool", pool.name())))))
        .withClass("scroll")
        .attr("data-own")
        .attr("tabindex", "0")
        .attr("role", "region")
        .attr("aria-label", "Pools");
  }

  private FigureTag times(String key, String title, String metric) {
    List<Mark> marks = new ArrayList<>();
    for (Slo slo : scenario.slos()) {
      if (slo.metric().equals(metric)
          && slo.figure().isTime()
          && slo.figure().isOfAll()
          && slo.threshold() > 0) {
        marks.add(
            new Mark(
                "y",
                slo.threshold(),
                "SLO " + slo.stat() + " " + Quantity.seconds(slo.threshold())));
      }
    }
    return chart(
        key, title, Axis.of(title, Unit.SECONDS), PERCENTILES, marks, "Of the last ten glances.");
  }

  private FigureTag all(String key, String title, Unit unit) {
    return chart(key, title, Axis.of(title, unit), List.of("all"), List.of(), "");
  }

  private FigureTag byPool(String key, String title, Unit unit) {
    return chart(
        key,
        title,
        new Axis(title, unit, false, unit == Unit.PART ? 1 : Double.NaN),
        scenario.pools().stream().map(PoolSpec::name).toList(),
        List.of(),
        "");
  }

  private static FigureTag chart(
      String key, String title, Axis y, List<String> curves, List<Mark> marks, String note) {
    Chart chart =
        new Chart(
            title,
            Axis.of("time since the start", Unit.TIME_OF_RUN),
            y,
            "live",
            new double[0],
            false,
            curves.stream().map(name -> new Curve(name, new double[0], false)).toList(),
            marks);
    return figure(
            h3(title),
            div()
                .withClass("plot")
                .attr("tabindex", "0")
                .attr("role", "group")
                .attr("aria-roledescription", "chart")
                .attr("aria-label", title + " over time. Arrow keys read values."),
            Page.data("", chart),
            figcaption(note))
        .withClass("chart")
        .attr("data-live", key);
  }
}
