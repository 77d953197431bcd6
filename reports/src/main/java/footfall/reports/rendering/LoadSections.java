package footfall.reports.rendering;

import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.td;
import static j2html.TagCreator.tr;

import footfall.reports.analysis.Outcome;
import footfall.reports.measurement.ServerSample;
import footfall.reports.results.LoadFigures;
import footfall.reports.results.Results;
import footfall.reports.results.Results.MetricFigures;
import footfall.reports.statistics.Quantity;
import footfall.scenarios.pools.PoolSpec;
import j2html.tags.DomContent;
import j2html.tags.specialized.SectionTag;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What only a load test knows: the generator, the way to the first token, and the limit. */
final class LoadSections {
  private final Outcome outcome;
  private final Results results;
  private final LoadFigures load;

  LoadSections(Outcome outcome) {
    this.outcome = outcome;
    this.results = outcome.results();
    this.load = results.load();
  }

  List<DomContent> all() {
    List<DomContent> sections = new ArrayList<>();
    if (load.limit() != null) {
      sections.add(limit());
    }
    sections.add(firstToken());
    if (!outcome.load().server().isEmpty()) {
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
        p(
            String.format(
                Locale.ROOT,
                "The simulation sees the limit at %s times the scenario's load; measured, %s times"
                    + " it holds and %s times it does not.",
                Quantity.digits(limit.predicted()),
                Quantity.digits(limit.found()),
                Quantity.digits(limit.above()))),
        Tables.grid(
            "Every load that was put on, in this order.",
            rows,
            "times the load",
            "for",
            "answered",
            "verdict",
            "because"));
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
    return section(
        h2("What the first token waits for"),
        Tables.grid(
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

  private SectionTag server() {
    List<PoolSpec> pools = outcome.resolved().scenario().pools();
    Svg chart =
        new Svg(
            "Requests at the server",
            "time since the start",
            false,
            Quantity::seconds,
            Quantity::digits);
    for (int pool = 0; pool < pools.size(); pool++) {
      int index = pool;
      List<ServerSample> samples =
          outcome.load().server().stream().filter(s -> s.pool() == index).toList();
      if (!samples.isEmpty()) {
        chart.curve(
            new Svg.Curve(
                pools.get(pool).name() + " by its metrics",
                samples.stream().mapToDouble(s -> s.nanos() / 1e9).toArray(),
                samples.stream().mapToDouble(s -> s.waiting() + s.inService()).toArray(),
                true));
      }
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
        figure(chart.render(), figcaption("Waiting and in service, by the server's own metrics.")),
        Tables.grid(
            "Mean number there, and by Little's law from the client's clock.",
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
