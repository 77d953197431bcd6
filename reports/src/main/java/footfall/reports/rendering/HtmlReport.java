package footfall.reports.rendering;

import static j2html.TagCreator.b;
import static j2html.TagCreator.body;
import static j2html.TagCreator.caption;
import static j2html.TagCreator.code;
import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.document;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.head;
import static j2html.TagCreator.html;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.p;
import static j2html.TagCreator.pre;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.style;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.text;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.title;
import static j2html.TagCreator.tr;

import footfall.reports.analysis.Outcome;
import footfall.reports.results.Results;
import footfall.reports.results.Results.MetricFigures;
import footfall.reports.results.Results.PoolFigures;
import footfall.reports.results.Results.Verdict;
import footfall.reports.statistics.Quantity;
import j2html.tags.DomContent;
import j2html.tags.specialized.SectionTag;
import j2html.tags.specialized.TrTag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code report.html}: one file without network, the verdict first. It tells nothing that is not in
 * {@code results.json}, and leaves out the wall-clock figures so that a run repeated gives the same
 * bytes.
 */
final class HtmlReport {
  private final Outcome outcome;
  private final Results results;

  private HtmlReport(Outcome outcome) {
    this.outcome = outcome;
    this.results = outcome.results();
  }

  static String render(Outcome outcome) {
    HtmlReport report = new HtmlReport(outcome);
    return document(
            html(
                    head(
                        meta().withCharset("utf-8"),
                        meta().withName("viewport").withContent("width=device-width"),
                        title("Footfall: " + report.results.run().scenario()),
                        style(rawHtml(css()))),
                    body(main(report.sections().toArray(DomContent[]::new))))
                .withLang("en"))
        + "\n";
  }

  private List<DomContent> sections() {
    Results.Run run = results.run();
    List<DomContent> parts = new ArrayList<>();
    parts.add(h1(run.scenario()));
    parts.add(p(outcome.resolved().scenario().description()).withClass("sub"));
    parts.add(p(results.answer()).withClasses("answer", overall().name()));
    parts.add(slos());
    parts.add(keyFigures());
    parts.add(latency());
    parts.add(overTime());
    parts.add(pools());
    parts.add(costs());
    parts.add(quality());
    if (!results.theory().isEmpty()) {
      parts.add(theory());
    }
    parts.add(ledger());
    parts.add(inputs());
    return parts;
  }

  private Verdict overall() {
    if (results.slo().stream().anyMatch(slo -> slo.verdict() == Verdict.FAIL)
        || results.checks().stream().anyMatch(check -> !check.holds())
        || results.pools().stream().anyMatch(pool -> !pool.stable())) {
      return Verdict.FAIL;
    }
    return results.slo().stream().anyMatch(slo -> slo.verdict() == Verdict.UNDECIDED)
        ? Verdict.UNDECIDED
        : Verdict.PASS;
  }

  private SectionTag slos() {
    List<TrTag> rows = new ArrayList<>();
    for (Results.SloVerdict slo : results.slo()) {
      rows.add(
          tr(
              td(slo.metric() + (slo.pool() == null ? "" : " of " + slo.pool()) + " " + slo.stat()),
              td(slo.op() + " " + Quantity.of(slo.metric(), slo.threshold(), currency())),
              td(Quantity.of(slo.metric(), slo.actual(), currency())),
              td(interval(slo.metric(), slo.ci95())),
              verdict(slo.verdict())));
    }
    return rows.isEmpty()
        ? section(h2("Service level objectives"), p("The scenario states none."))
        : section(
            h2("Service level objectives"),
            grid(
                "Judged on the 95 % interval: a threshold inside it is undecided.",
                rows, "objective", "threshold", "actual", "95 % interval", "verdict"));
  }

  private SectionTag keyFigures() {
    MetricFigures latency = results.metrics().get("request_latency");
    MetricFigures wait = results.metrics().get("queue_wait");
    Results.CostFigures cost = results.cost();
    return section(
        h2("Key figures"),
        div(
                card(
                    Quantity.digits(results.metrics().get("request_throughput").mean()) + "/s",
                    "turns answered"),
                card(Quantity.seconds(latency.p50()), "request latency, median"),
                card(Quantity.seconds(latency.p95()), "request latency, p95"),
                card(Quantity.seconds(wait.mean()), "queue wait, mean"),
                card(
                    Quantity.money(cost.perThousandConversations(), cost.currency()),
                    "per 1,000 conversations"),
                card(Quantity.money(cost.perMonth(), cost.currency()), "per month of 730 h"),
                card(Quantity.digits(results.quality().satisfaction()), "mean satisfaction"),
                card(
                    Quantity.percent(
                        (double) results.ledger().turns().abandoned()
                            / results.ledger().turns().submitted()),
                    "turns abandoned"))
            .withClass("cards"));
  }

  private SectionTag latency() {
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
              td(Quantity.of(name, m.mean(), currency())),
              td(interval(name, m.ci95().get("mean"))),
              td(Quantity.of(name, m.p50(), currency())),
              td(Quantity.of(name, m.p90(), currency())),
              td(Quantity.of(name, m.p95(), currency())),
              td(interval(name, m.ci95().get("p95"))),
              td(Quantity.of(name, m.p99(), currency())),
              td(Quantity.of(name, m.max(), currency()))));
    }
    return section.with(
        grid(
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

  private SectionTag overTime() {
    return section(
        h2("Queue and utilisation over time"),
        figure(
            Charts.overTime(outcome, "Turns waiting", false),
            figcaption("Turns waiting in each pool, averaged over the replications.")),
        figure(
            Charts.overTime(outcome, "Utilisation", true),
            figcaption("Busy part of each pool's slots. The table is timeseries.csv.")));
  }

  private SectionTag pools() {
    List<TrTag> rows = new ArrayList<>();
    for (PoolFigures pool : results.pools()) {
      rows.add(
          tr(
              td(pool.name() + " (" + pool.kind() + ")"),
              td(pool.workers() + " x " + pool.slots()),
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
              td(Quantity.seconds(pool.sojourn().mean()))));
    }
    return section(
        h2("Pools"),
        grid(
            "Means over the replications; intervals are in summary.csv.",
            rows,
            "pool",
            "workers x slots",
            "share",
            "utilisation",
            "stable",
            "throughput",
            "queue",
            "wait",
            "P(wait)",
            "sojourn"));
  }

  private SectionTag costs() {
    Results.CostFigures cost = results.cost();
    String currency = cost.currency();
    List<TrTag> rows = new ArrayList<>();
    rows.add(money("total of " + Quantity.seconds(cost.measuredSeconds()), cost.total(), "total"));
    rows.add(money("per conversation", cost.perConversation(), "perConversation"));
    rows.add(
        money(
            "per 1,000 conversations",
            cost.perThousandConversations(),
            "perThousandConversations"));
    rows.add(money("per month of 730 h", cost.perMonth(), "perMonth"));
    rows.add(money("per satisfied shopper", cost.perSatisfiedShopper(), "perSatisfiedShopper"));
    for (PoolFigures pool : results.pools()) {
      rows.add(
          tr(
              td("of which " + pool.name()),
              td(Quantity.money(pool.cost(), currency)),
              td(moneyInterval(pool.ci95().get("cost")))));
    }
    rows.add(
        tr(
            td("energy at the wall"),
            td(
                Double.isNaN(results.energy().joules())
                    ? "not stated"
                    : Quantity.digits(results.energy().joules() / 3.6e6) + " kWh"),
            td("")));
    return section(h2("Cost and energy"), grid("", rows, "figure", "value", "95 % interval"));
  }

  private TrTag money(String name, double value, String key) {
    Results.CostFigures cost = results.cost();
    return tr(
        td(name),
        td(Quantity.money(value, cost.currency())),
        td(moneyInterval(cost.ci95().get(key))));
  }

  private String moneyInterval(double[] ci) {
    String currency = results.cost().currency();
    return Quantity.money(ci[0], currency) + " to " + Quantity.money(ci[1], currency);
  }

  private SectionTag quality() {
    Results.QualityFigures q = results.quality();
    List<TrTag> rows = new ArrayList<>();
    addQuality(rows, "satisfaction", q.satisfaction());
    addQuality(rows, "coherence", q.coherence());
    addQuality(rows, "tool_selection", q.toolSelection());
    addQuality(rows, "flow", q.flow());
    addQuality(rows, "ndcg_at_1", q.ndcgAt1());
    addQuality(rows, "ndcg_at_5", q.ndcgAt5());
    addQuality(rows, "recall_at_5", q.recallAt5());
    addQuality(rows, "accuracy", q.accuracy());
    q.byLanguage()
        .forEach((language, value) -> addQuality(rows, "satisfaction, " + language, value));
    return section(
        h2("Quality"),
        rows.isEmpty()
            ? p("No pool states any.")
            : grid(
                "Means of the models' stated figures, by the share of turns that each answered.",
                rows,
                "measure",
                "value"));
  }

  private static void addQuality(List<TrTag> rows, String name, double value) {
    if (!Double.isNaN(value)) {
      rows.add(tr(td(name), td(String.format(Locale.ROOT, "%.4f", value))));
    }
  }

  private SectionTag theory() {
    List<TrTag> rows = new ArrayList<>();
    for (Results.TheoryRow row : results.theory()) {
      rows.add(
          tr(
              td(row.system()),
              td(row.metric()),
              td(Quantity.digits(row.closedForm())),
              td(Quantity.digits(row.simulated())),
              td(Quantity.digits(row.ci999()[0]) + " to " + Quantity.digits(row.ci999()[1])),
              verdict(row.verdict())));
    }
    return section(
        h2("Theory beside simulation"),
        grid(
            "Judged on the 99.9 % interval: one false alarm in a thousand rows.",
            rows, "system", "figure", "closed form", "simulated", "99.9 % interval", "verdict"));
  }

  private SectionTag ledger() {
    Results.Ledger.Conversations c = results.ledger().conversations();
    Results.Ledger.Turns t = results.ledger().turns();
    List<TrTag> checks = new ArrayList<>();
    for (Results.Check check : results.checks()) {
      checks.add(
          tr(
              td(check.name()),
              td(check.detail()).withClass("text"),
              verdict(check.holds() ? Verdict.PASS : Verdict.FAIL)));
    }
    return section(
        h2("Ledger and checks"),
        grid(
            "Every conversation and every turn of all replications, warm-up included.",
            List.of(
                tr(
                    td("conversations"),
                    td(count(c.arrived())),
                    td(count(c.completed())),
                    td("0"),
                    td(count(c.abandoned())),
                    td(count(c.failed())),
                    td(count(c.open()))),
                tr(
                    td("turns"),
                    td(count(t.submitted())),
                    td(count(t.completed())),
                    td(count(t.rejected())),
                    td(count(t.abandoned())),
                    td(count(t.failed())),
                    td(count(t.open())))),
            "",
            "begun",
            "completed",
            "rejected",
            "abandoned",
            "failed",
            "open"),
        grid("", checks, "law", "detail", "verdict"));
  }

  private SectionTag inputs() {
    Results.Run run = results.run();
    List<TrTag> provenance = new ArrayList<>();
    outcome
        .resolved()
        .provenance()
        .forEach(
            (pool, figures) ->
                figures.forEach(
                    (figure, from) ->
                        provenance.add(tr(td(pool + "." + figure), td(from).withClass("text")))));
    return section(
        h2("Inputs"),
        p(
            text(
                "Seed "
                    + run.seed()
                    + ", "
                    + run.replications()
                    + " replications of "
                    + Quantity.seconds(run.simulatedSeconds())
                    + ", measured from "
                    + Quantity.seconds(run.measuredFromSeconds())
                    + " on; Footfall "
                    + run.version()
                    + "; scenario "),
            code(run.scenarioSha256().substring(0, 12)),
            text(".")),
        provenance.isEmpty()
            ? p("All figures were stated in the scenario itself.")
            : grid("Where the models' figures come from.", provenance, "figure", "provenance"),
        details(summary("The scenario in full"), pre(outcome.resolved().yaml())));
  }

  private static DomContent grid(String note, List<TrTag> rows, String... columns) {
    return div(table(
            caption(note),
            thead(tr(each(List.of(columns), column -> th(column).attr("scope", "col")))),
            tbody(each(rows, row -> row))))
        .withClass("scroll");
  }

  private static DomContent card(String figure, String name) {
    return div(b(figure), span(name)).withClass("card");
  }

  private static DomContent verdict(Verdict verdict) {
    return td(span(verdict.name()).withClasses("verdict", verdict.name()));
  }

  private String interval(String metric, double[] ci) {
    return Double.isNaN(ci[0])
        ? "n/a"
        : Quantity.of(metric, ci[0], currency()) + " to " + Quantity.of(metric, ci[1], currency());
  }

  private String currency() {
    return results.cost().currency();
  }

  private static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String css() {
    try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
