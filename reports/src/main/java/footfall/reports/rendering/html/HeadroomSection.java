package footfall.reports.rendering.html;

import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.p;
import static j2html.TagCreator.td;
import static j2html.TagCreator.tr;

import footfall.reports.figures.Quantity;
import footfall.reports.rendering.svg.Bars;
import footfall.reports.results.EngineFigures;
import footfall.reports.results.ReportData.Use;
import footfall.reports.results.Results;
import footfall.reports.results.Results.PoolFigures;
import footfall.reports.results.Results.Verdict;
import footfall.reports.results.SloVerdict;
import footfall.scenarios.arrivals.Arrivals;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.pools.Quota;
import j2html.TagCreator;
import j2html.tags.specialized.SectionTag;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How far the load is, on average, from what each resource can serve at all. It takes requests to
 * stay as they are and says nothing of when objectives break, which is before that.
 */
final class HeadroomSection {
  /** A vendor that throttles more is at its quota, whatever the mean says. */
  private static final double MUCH = 0.01;

  /** Into so many the measured time is divided to look for the busiest. */
  private static final int WINDOWS = 50;

  /** From this part of a quota on, in the mean, calls that were throttled were so because of it. */
  private static final double NEARLY = 0.5;

  private final Findings findings;
  private final Results results;

  /**
   * Something that a pool has so much of.
   *
   * @param used by the load, as a part of it; with the ends of its interval
   * @param throttled part of the calls that found it used up
   */
  private record Resource(
      String name, String has, double used, double low, double high, double throttled) {
    double breaksAt() {
      return 1 / used;
    }

    boolean isUsedUp() {
      return throttled > MUCH || (Double.isNaN(low) ? used : low) >= 1;
    }
  }

  HeadroomSection(Findings findings) {
    this.findings = findings;
    this.results = findings.results();
  }

  SectionTag section() {
    List<Resource> resources = new ArrayList<>();
    for (PoolFigures pool : results.pools()) {
      addSlots(resources, pool);
      addQuotas(resources, pool);
    }
    resources.sort(
        Comparator.comparing(Resource::isUsedUp)
            .reversed()
            .thenComparingDouble(Resource::breaksAt));
    // Not sorted among the others: the capacity of an engine combines them.
    results.pools().forEach(pool -> addEngine(resources, pool));
    SectionTag section = TagCreator.section(h2("Breaking point and headroom"));
    if (resources.isEmpty()) {
      return section.with(p("Nothing was served, so nothing can be said of what would break."));
    }
    List<TrTag> rows = new ArrayList<>();
    List<Bars.Bar> bars = new ArrayList<>();
    for (Resource resource : resources) {
      bars.add(new Bars.Bar(resource.name(), resource.used()));
      rows.add(row(resource));
    }
    return section.with(
        p(sentence(resources.get(0))),
        figure(
            h3("How much of what there is the load takes"),
            Bars.render("Load as a part of capacity", List.of("load"), bars, 1, Quantity::percent),
            figcaption(
                "At 100 % more comes than can be served: queues grow until somebody is turned away"
                    + " or leaves.")),
        Tables.copied(
            "Arithmetic at this mix of requests; objectives break before capacity does. Where they"
                + " do takes simulation: footfall size, or a sweep of the load.",
            rows,
            "resource",
            "there is",
            "load takes",
            "breaks at, times this load",
            "95 % interval"));
  }

  private TrTag row(Resource resource) {
    boolean known = Double.isFinite(resource.low()) && isOpen();
    return tr(
        td(resource.name()),
        td(resource.has()),
        td(Quantity.percent(resource.used())),
        td(isOpen() ? times(resource.breaksAt()) : "never"),
        td(known ? times(1 / resource.high()) + " to " + times(1 / resource.low()) : "n/a"));
  }

  private String sentence(Resource first) {
    if (!isOpen()) {
      return "The population is closed: each shopper waits for its answer, so no load grows a queue"
          + " without end. "
          + first.name()
          + " is used most, "
          + Quantity.percent(first.used())
          + ".";
    }
    Optional<String> missed = missed(first);
    if (missed.isPresent()) {
      return missed.get();
    }
    double peak = peak();
    String varies =
        peak > 1 + MUCH
            ? String.format(
                Locale.ROOT,
                " These are means: in its busiest %s shoppers come %s as often, for which %s would"
                    + " take %s.",
                Quantity.seconds(windowSeconds()),
                times(peak),
                first.name(),
                Quantity.percent(first.used() * peak))
            : "";
    if (first.throttled() > MUCH) {
      return first.name()
          + " is used up: "
          + Quantity.percent(first.throttled())
          + " of the calls are throttled.";
    }
    if (first.isUsedUp()) {
      return first.name()
          + " is past its breaking point: the load takes "
          + Quantity.percent(first.used())
          + " of what it can serve.";
    }
    return first.used() >= 1
        ? first.name() + " is about at its breaking point." + varies
        : first.name()
            + " gives out first, at "
            + times(first.breaksAt())
            + " this load: headroom of "
            + Quantity.percent(first.breaksAt() - 1)
            + "."
            + varies
            + results.pools().stream()
                .flatMap(pool -> starting(pool.name()).stream())
                .reduce("", String::concat);
  }

  /** What fails today has no headroom, whatever the means of its resources are. */
  private Optional<String> missed(Resource first) {
    List<SloVerdict> failed =
        results.slo().stream().filter(slo -> slo.verdict() == Verdict.FAIL).toList();
    boolean open = results.slo().stream().anyMatch(slo -> slo.verdict() == Verdict.UNDECIDED);
    String uses =
        " On average the load takes "
            + Quantity.percent(first.used())
            + " of "
            + first.name()
            + ", of which there is least to spare.";
    String starting =
        results.pools().stream()
            .flatMap(pool -> starting(pool.name()).stream())
            .reduce("", String::concat);
    if (!failed.isEmpty()) {
      return Optional.of(
          "Headroom: none. " + failed.get(0).words() + " fails at this load." + uses + starting);
    }
    return open
        ? Optional.of(
            "Headroom: not known, as not all objectives are decided at this load."
                + uses
                + starting)
        : Optional.empty();
  }

  /** New workers are of no use to a rise that is quicker than their start. */
  private Optional<String> starting(String name) {
    PoolSpec pool = findings.resolved().scenario().pool(name);
    double seconds =
        pool.operations()
            .autoscaling()
            .map(
                scaling ->
                    (scaling.everyNanos() + scaling.delayNanos() + pool.operations().loadNanos())
                        / 1e9)
            .orElse(0.0);
    return seconds > 0
        ? Optional.of(
            " A rise of the load is met by the workers of "
                + name
                + " that are up for the first "
                + Quantity.seconds(seconds)
                + "; only then can others have started.")
        : Optional.empty();
  }

  private boolean isOpen() {
    return !(findings.resolved().scenario().arrivals() instanceof Arrivals.Closed);
  }

  /** How much more often shoppers are expected in the busiest window than on average. */
  private double peak() {
    if (!(findings.resolved().scenario().arrivals() instanceof Arrivals.Open arrivals)) {
      return 1;
    }
    double from = results.run().measuredFromSeconds();
    double to = results.run().simulatedSeconds();
    double mean = expected(arrivals, from, to) / (to - from);
    double window = windowSeconds();
    double highest = 0;
    for (double at = from; at + window <= to; at += window / 2) {
      highest = Math.max(highest, expected(arrivals, at, at + window) / window);
    }
    return mean > 0 ? highest / mean : 1;
  }

  private double windowSeconds() {
    return (results.run().simulatedSeconds() - results.run().measuredFromSeconds()) / WINDOWS;
  }

  private static double expected(Arrivals.Open arrivals, double from, double to) {
    return arrivals.expectedUntil(Math.round(to * 1e9))
        - arrivals.expectedUntil(Math.round(from * 1e9));
  }

  /** Where workers come and go with the load, all that may come count. */
  private void addSlots(List<Resource> resources, PoolFigures pool) {
    PoolSpec spec = findings.resolved().scenario().pool(pool.name());
    boolean scales = spec.operations().autoscaling().isPresent();
    double there = scales ? spec.mostWorkers() : pool.workersUp().mean();
    double part = pool.workersUp().mean() / there;
    double used = part * pool.offeredUtilization();
    if (used > 0) {
      double[] ci = pool.ci95().get("offeredUtilization");
      resources.add(
          new Resource(
              pool.name() + (pool.engine() == null ? ": slots" : ": capacity"),
              Quantity.digits(there)
                  + " x "
                  + pool.slots()
                  + (scales ? " at most" : "")
                  + (spec.kvTokens() == PoolSpec.NO_BOUND ? "" : ", as far as memory holds"),
              used,
              ci == null ? Double.NaN : part * ci[0],
              ci == null ? Double.NaN : part * ci[1],
              0));
    }
  }

  /** Prefill, decode and memory of engines, each against its own limit. */
  private static void addEngine(List<Resource> resources, PoolFigures pool) {
    EngineFigures engine = pool.engine();
    if (engine == null) {
      return;
    }
    EngineFigures.Capacity capacity = engine.capacity();
    addPart(
        resources,
        pool.name() + ": prefill",
        Quantity.digits(capacity.promptTokensPerSecond()) + "/s",
        (engine.tokensRead() + engine.tokensRecomputed()) / capacity.promptTokensPerSecond());
    addPart(
        resources,
        pool.name() + ": decode",
        Quantity.digits(capacity.outputTokensPerSecond()) + "/s",
        engine.tokensWritten() / capacity.outputTokensPerSecond());
    addPart(
        resources,
        pool.name() + ": KV memory",
        Quantity.digits(engine.fits()) + " requests a worker",
        engine.kvMemory());
  }

  private static void addPart(List<Resource> resources, String name, String has, double used) {
    if (used > 0) {
      resources.add(new Resource(name, has, used, Double.NaN, Double.NaN, 0));
    }
  }

  /** What was tried, retries of throttled calls among it, against what the vendor allows. */
  private void addQuotas(List<Resource> resources, PoolFigures pool) {
    PoolSpec spec = findings.resolved().scenario().pool(pool.name());
    Use use =
        findings.reportData().judgement().pools().stream()
            .filter(of -> of.pool().equals(pool.name()))
            .findFirst()
            .orElseThrow();
    double sent = use.attempts()[0];
    if (spec.api().isEmpty() || sent == 0) {
      return;
    }
    double throttled = use.throttled()[0];
    double perSecond = sent / findings.reportData().judgement().seconds()[0];
    double granted = Math.max(1, sent - throttled);
    for (Quota quota : spec.api().get().quotas().limits()) {
      double each =
          quota.unit().of(1, use.inputTokens()[0] / granted, use.outputTokens()[0] / granted);
      double part = perSecond * each / quota.perSecond();
      String per = quota.period() == Quota.Period.MINUTE ? "/min" : "/day";
      // The vendor throttles for the quota that is used up, not for the others.
      double refused = part > NEARLY ? throttled / sent : 0;
      resources.add(
          new Resource(
              pool.name() + ": " + quota.unit().words() + per,
              Quantity.count(quota.amount()),
              part,
              Double.NaN,
              Double.NaN,
              refused));
    }
  }

  private static String times(double factor) {
    return Quantity.digits(factor) + " \u00d7";
  }
}
