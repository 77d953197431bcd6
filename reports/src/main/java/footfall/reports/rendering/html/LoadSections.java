package footfall.reports.rendering.html;

import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.td;
import static j2html.TagCreator.tr;

import footfall.reports.charts.Chart;
import footfall.reports.charts.Chart.Axis;
import footfall.reports.charts.Unit;
import footfall.reports.figures.Quantity;
import footfall.reports.rendering.svg.Bars;
import footfall.reports.results.LoadFigures;
import footfall.reports.results.ReportData.Readings;
import footfall.reports.results.Results;
import footfall.reports.results.Results.MetricFigures;
import j2html.tags.specialized.SectionTag;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What only a load test knows: the generator, the way to the first token, and the limit. */
final class LoadSections {
  private final Findings findings;
  private final Results results;
  private final LoadFigures load;

  LoadSections(Findings findings) {
    this.findings = findings;
    this.results = findings.results();
    this.load = results.load();
  }

  List<SectionTag> all() {
    List<SectionTag> sections = new ArrayList<>();
    if (load.limit() != null) {
      sections.add(limit());
    }
    if (load.pools() != null) {
      sections.add(pools(load.pools()));
    }
    if (load.energy() != null) {
      sections.add(section(h2("Energy"), p(load.energy().sentence())));
    }
    sections.add(firstToken());
    if (!findings.reportData().server().isEmpty()) {
      sections.add(server());
    }
    sections.add(generator());
    return sections;
  }

  private SectionTag limit() {
    LoadFigures.Limit limit = load.limit();
    List<TrTag> rows = new ArrayList<>();
    for (LoadFigures.Probe probe : limit.probes()) {
      rows.add(
          tr(
              td(Quantity.digits(probe.factor())),
              td(Quantity.seconds(probe.seconds())),
              td(Quantity.of("request_throughput", probe.throughput(), "")),
              td(probe.verdict()),
              td(probe.because()).withClass("text")));
    }
    return section(
        h2("The largest load"),
        p(limit.sentence()),
        Tables.grid(
            "Every load that was put on, in this order.",
            rows,
            "times the load",
            "for",
            "answered",
            "verdict",
            "because"));
  }

  private SectionTag pools(List<LoadFigures.Pool> pools) {
    List<TrTag> rows = new ArrayList<>();
    for (LoadFigures.Pool pool : pools) {
      String name = pool.pool() + (pool.played() ? " (played)" : "");
      rows.add(
          tr(
              td(name).withClass("text"),
              td(Quantity.count(pool.requests())),
              td(Quantity.count(pool.answered())),
              td(Quantity.count(pool.open())),
              td(Quantity.seconds(pool.timeToFirstToken().p50())),
              td(Quantity.seconds(pool.timeToFirstToken().p95())),
              td(Quantity.seconds(pool.requestLatency().p50())),
              td(Quantity.seconds(pool.requestLatency().p95())),
              td(Quantity.digits(pool.outputTokensPerSecond()))));
    }
    boolean anyPlayed = pools.stream().anyMatch(LoadFigures.Pool::played);
    return section(
        h2("Each pool, as the client saw it"),
        p(
            anyPlayed
                ? "A pool that is played answers by its service model: its times are the scenario's,"
                    + " not a model's."
                : "Times count from the moment at which the shopper means to send."),
        Tables.grid(
            "Requests of the measured time.",
            rows,
            "pool",
            "requests",
            "answered",
            "open at the end",
            "first token p50",
            "p95",
            "latency p50",
            "p95",
            "tokens/s"));
  }

  private SectionTag firstToken() {
    if (load.timeToFirstToken().isEmpty()) {
      return section(
          h2("What the first token waits for"),
          p("The server does not tell, with its replies, how long it took itself."));
    }
    List<TrTag> rows = new ArrayList<>();
    for (LoadFigures.Part part : load.timeToFirstToken()) {
      rows.add(times(part.pool() + ": " + part.part(), part.time()));
    }
    List<String> series =
        load.timeToFirstToken().stream().map(LoadFigures.Part::part).distinct().toList();
    List<Bars.Bar> bars = new ArrayList<>();
    for (String pool :
        load.timeToFirstToken().stream().map(LoadFigures.Part::pool).distinct().toList()) {
      bars.add(new Bars.Bar(pool, series.stream().mapToDouble(part -> mean(pool, part)).toArray()));
    }
    return section(
        h2("What the first token waits for"),
        figure(
            Bars.render("What the first token waits for", series, bars, Quantity::seconds),
            figcaption("Means of each pool's requests.")),
        Tables.copied(
            "By the server's own times, joined by request; network is what is left of the client's.",
            rows,
            "part",
            "mean",
            "95 % interval",
            "p50",
            "p95",
            "p99",
            "requests"));
  }

  private double mean(String pool, String part) {
    return load.timeToFirstToken().stream()
        .filter(of -> of.pool().equals(pool) && of.part().equals(part))
        .mapToDouble(of -> of.time().mean())
        .findFirst()
        .orElse(0);
  }

  private SectionTag server() {
    Chart.Builder chart =
        new Chart.Builder(
                "Requests at the server",
                Axis.of("time since the start", Unit.TIME_OF_RUN),
                Axis.of("requests", Unit.NUMBER))
            .sync("run");
    for (Readings of : findings.reportData().server()) {
      chart.curve(of.pool() + " by its metrics", of.seconds(), of.inSystem(), true);
    }
    List<TrTag> rows = new ArrayList<>();
    for (LoadFigures.ServerSide side : load.server()) {
      rows.add(
          tr(
              td(side.pool()),
              td(Quantity.digits(side.inSystem())),
              td(Quantity.digits(side.inSystemByClient())),
              td(Tables.count(side.samples()))));
    }
    return section(
        h2("What the server says"),
        ChartFigure.of(
            chart.build(), "Waiting and in service, by the server's own metrics.", "server.csv"),
        Tables.grid(
            "Mean number there, and by Little's law from the client's clock. A model server that is not"
                + " Footfall's counts what was there at its last step, which is less while steps are long.",
            rows,
            "pool",
            "by the server",
            "by the client",
            "readings"));
  }

  private TrTag times(String name, MetricFigures time) {
    return tr(
        td(name),
        td(Quantity.seconds(time.mean())),
        td(Tables.interval(results, "request_latency", time.ci95().get("mean"))),
        td(Quantity.seconds(time.p50())),
        td(Quantity.seconds(time.p95())),
        td(Quantity.seconds(time.p99())),
        td(Tables.count(time.count())));
  }

  private SectionTag generator() {
    LoadFigures.Generator generator = load.generator();
    List<TrTag> rows = new ArrayList<>();
    rows.add(times("lateness of the generator", generator.lateness()));
    for (Map.Entry<String, MetricFigures> metric : load.fromSend().entrySet()) {
      rows.add(times(metric.getKey() + " from the send", metric.getValue()));
    }
    String told =
        String.format(
            Locale.ROOT,
            "%s at %s times the load: %s. At most %,d conversations, %,d requests and %,d"
                + " connections at once; %s stood still for garbage.",
            generator.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' '),
            Quantity.digits(load.factor()),
            generator.because(),
            generator.conversationsMax(),
            generator.requestsMax(),
            generator.connectionsMax(),
            Quantity.seconds(generator.pauseSeconds()));
    return section(
        h2("The generator"),
        p(told),
        iff(load.replies() != null, p(load.replies() == null ? "" : load.replies().sentence())),
        Tables.grid(
            "Everywhere else times count from when a shopper meant to send, so lateness is in them.",
            rows,
            "time",
            "mean",
            "95 % interval",
            "p50",
            "p95",
            "p99",
            "requests"));
  }
}
