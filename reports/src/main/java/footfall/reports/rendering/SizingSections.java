package footfall.reports.rendering;

import static j2html.TagCreator.div;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.td;
import static j2html.TagCreator.tr;

import footfall.reports.analysis.Outcome;
import footfall.reports.results.Results;
import footfall.reports.results.Results.SloVerdict;
import footfall.reports.results.Results.Verdict;
import footfall.reports.results.SizingFigures;
import footfall.reports.results.SizingFigures.Breach;
import footfall.reports.results.SizingFigures.Counts;
import footfall.reports.results.SizingFigures.Headroom;
import footfall.reports.results.SizingFigures.Infeasible;
import footfall.reports.results.SizingFigures.Input;
import footfall.reports.results.SizingFigures.Price;
import footfall.reports.results.SizingFigures.Pruned;
import footfall.reports.results.SizingFigures.Recovery;
import footfall.reports.results.SizingFigures.Sensitivity;
import footfall.reports.results.SizingFigures.Step;
import footfall.reports.results.SizingFigures.Tried;
import footfall.reports.results.SizingFigures.WithoutOne;
import footfall.reports.statistics.Quantity;
import footfall.scenarios.figures.FigureName;
import j2html.tags.DomContent;
import j2html.tags.specialized.SectionTag;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What to buy: how it was found, how much it stands, and what it hangs on. */
final class SizingSections {
  private static final int MOST_ROWS = 60;

  private final Results results;
  private final SizingFigures sizing;
  private final String currency;

  SizingSections(Outcome outcome) {
    this.results = outcome.results();
    this.sizing = results.sizing();
    this.currency = results.cost().currency();
  }

  List<DomContent> all() {
    List<DomContent> parts = new ArrayList<>();
    if (!sizing.infeasible().isEmpty()) {
      parts.add(infeasible());
    }
    if (sizing.headroom() != null) {
      parts.add(headroom(sizing.headroom()));
    }
    if (sizing.growth() != null) {
      parts.add(growth());
    }
    if (sizing.sensitivity() != null) {
      parts.add(sensitivity(sizing.sensitivity()));
    }
    parts.add(found());
    return parts;
  }

  private SectionTag infeasible() {
    List<TrTag> rows = new ArrayList<>();
    for (Infeasible slo : sizing.infeasible()) {
      rows.add(
          tr(
              td(slo.metric() + (slo.pool() == null ? "" : " of " + slo.pool()) + " " + slo.stat()),
              td(slo.op() + " " + Quantity.of(slo.metric(), slo.threshold(), currency)),
              td(Quantity.of(slo.metric(), slo.best(), currency)),
              td(Tables.interval(results, slo.metric(), slo.ci95())),
              td(words(slo.configuration())).withClass("text"),
              td(slo.alone() ? "alone, not with the others" : "not at all").withClass("text")));
    }
    return section(
        h2("What cannot be met"),
        Tables.grid(
            "The best that can be had of each within the bounds of the decisions.",
            rows,
            "objective",
            "threshold",
            "best",
            "95 % interval",
            "with",
            "can be met"));
  }

  // How it was found.

  private SectionTag found() {
    Counts c = sizing.counts();
    List<TrTag> pruned = new ArrayList<>();
    for (Pruned each : sizing.pruned()) {
      pruned.add(
          tr(
              td(each.reason()),
              td(Tables.count(each.count())),
              td(words(each.example())).withClass("text"),
              td(Quantity.digits(each.violation()))));
    }
    List<TrTag> tried = new ArrayList<>();
    for (Tried each : sizing.tried().subList(0, Math.min(MOST_ROWS, sizing.tried().size()))) {
      tried.add(
          tr(
              td(words(each.configuration())).withClass("text"),
              td(objective(each.expectedObjective())),
              td(objective(each.objective())),
              td(Quantity.digits(each.expectedViolation())),
              td(figures(each.slo())).withClass("text"),
              td(Tables.count(each.replications())),
              Tables.verdict(each.verdict())));
    }
    return section(
        h2("How it was found"),
        p(
            String.format(
                Locale.ROOT,
                "Of %,d configurations theory ruled out %,d; %,d could not be run at all, %,d differ"
                    + " from another only in what is not bought; %,d have"
                    + " fewer workers than one that failed and are the same otherwise; %,d could not"
                    + " be cheaper than the answer; %,d were simulated, in %,d replications with the"
                    + " same shoppers; %,d might be cheaper and were not tried. An answer is the right one with"
                    + " %s confidence; two whose objective differs by less than the stated"
                    + " indifference count as equal. More workers are taken never to make waiting"
                    + " worse where the shares of the pools are fixed.",
                c.total(),
                c.prunedByTheory(),
                c.unfit(),
                c.alike(),
                c.dominated(),
                c.dearer(),
                c.simulated(),
                c.replications(),
                c.untried(),
                Quantity.percent(sizing.confidence()))),
        pruned.isEmpty()
            ? div()
            : Tables.grid(
                "Ruled out by theory: exactly where a closed form is exact, else only if nine tenths"
                    + " of the load would miss the objective by a factor of two.",
                pruned,
                "objective",
                "configurations",
                "the one that misses least",
                "expected / allowed"),
        Tables.grid(
            "Simulated, in this order"
                + (sizing.tried().size() > MOST_ROWS
                    ? "; the first " + MOST_ROWS + ", all are in sizing.csv."
                    : "."),
            tried,
            "configuration",
            "expected",
            "simulated",
            "expected / allowed",
            "objectives",
            "replications",
            "verdict"));
  }

  private String figures(List<SloVerdict> slos) {
    return slos.stream()
        .map(
            slo ->
                slo.metric().replace('_', ' ')
                    + " "
                    + Quantity.of(slo.metric(), slo.actual(), currency))
        .collect(Collectors.joining(", "));
  }

  private String objective(double value) {
    return Quantity.of(sizing.objective().metric(), value, currency);
  }

  static String words(Map<String, String> configuration) {
    return configuration.entrySet().stream()
        .map(
            choice ->
                choice.getKey().replaceFirst("^(pools|routing)\\.", "") + " " + choice.getValue())
        .collect(Collectors.joining(", "));
  }

  // How much it stands.

  private SectionTag headroom(Headroom headroom) {
    List<DomContent> parts = new ArrayList<>();
    parts.add(h2("How much it stands"));
    parts.add(
        div(
                Tables.card(
                    headroom.limit() == null
                        ? "over " + load(headroom.load()[0])
                        : load(headroom.load()[0]) + " to " + load(headroom.load()[1]),
                    "of the load, where it breaks"),
                Tables.card(
                    headroom.limit() == null
                        ? "none"
                        : new FigureName(
                                headroom.limit().metric(),
                                headroom.limit().stat(),
                                Optional.ofNullable(headroom.limit().pool()))
                            .words(),
                    "fails first"),
                Tables.card(headroom.bottleneck(), "is the bottleneck"),
                recovery(headroom.flashSale()))
            .withClass("cards"));
    List<TrTag> rows = new ArrayList<>();
    for (WithoutOne without : headroom.withoutOneWorker()) {
      rows.add(
          tr(
              td(without.pool()),
              td(Tables.count(without.workersLeft())),
              td(without.slo().isEmpty() ? "nobody serves" : figures(without.slo()))
                  .withClass("text"),
              Tables.verdict(without.verdict())));
    }
    if (!rows.isEmpty()) {
      parts.add(
          Tables.grid(
              "With one worker less, for good (N+1).",
              rows,
              "pool",
              "workers left",
              "objectives",
              "verdict"));
    }
    return section().with(parts);
  }

  private static DomContent recovery(Recovery sale) {
    if (sale == null) {
      return div();
    }
    String name =
        String.format(
            Locale.ROOT,
            "until the queues recover from a flash sale of %.3g x the rate",
            sale.peak());
    if (!Double.isFinite(sale.seconds())) {
      return Tables.card("longer than was looked", name);
    }
    return Tables.card(
        sale.seconds() == 0 ? "at once" : Quantity.seconds(sale.seconds()),
        sale.seconds() == 0 || Double.isNaN(sale.ci95()[0])
            ? name
            : name
                + " ("
                + Quantity.seconds(sale.ci95()[0])
                + " to "
                + Quantity.seconds(sale.ci95()[1])
                + ")");
  }

  private static String load(double factor) {
    return String.format(Locale.ROOT, "%.2f x", factor);
  }

  private SectionTag growth() {
    List<TrTag> rows = new ArrayList<>();
    for (Step step : sizing.growth().steps()) {
      rows.add(
          tr(
              td(step.month() == 0 ? "now" : "month " + step.month()),
              td(load(step.load())),
              td(words(step.configuration())).withClass("text"),
              td(objective(step.objective())),
              td(step.verdict().name().toLowerCase(Locale.ROOT)).withClass("text")));
    }
    return section(
        h2("Growth plan"),
        Tables.grid(
            "Twelve months at "
                + Quantity.percent(sizing.growth().perMonth())
                + " more load a month; each line holds until the next.",
            rows,
            "from",
            "load",
            "configuration",
            "objective",
            "sizing"));
  }

  // What it hangs on.

  private SectionTag sensitivity(Sensitivity sensitivity) {
    String change = Quantity.percent(sensitivity.change());
    List<Tornado.Bar> bars = new ArrayList<>();
    List<TrTag> rows = new ArrayList<>();
    for (Input input : sensitivity.inputs()) {
      FigureName figure = FigureName.parse(input.figure()).orElseThrow();
      double scale = input.threshold() == 0 ? 1 : input.threshold();
      String less = Quantity.of(figure.metric(), input.less(), currency);
      String more = Quantity.of(figure.metric(), input.more(), currency);
      bars.add(
          new Tornado.Bar(
              input.input(),
              (input.less() - input.base()) / scale,
              (input.more() - input.base()) / scale,
              less,
              more));
      rows.add(
          tr(
              td(input.input()),
              td(figure.words()).withClass("text"),
              td(Quantity.of(figure.metric(), input.base(), currency)),
              td(less + " (" + Tables.interval(results, figure.metric(), input.lessCi95()) + ")"),
              td(more + " (" + Tables.interval(results, figure.metric(), input.moreCi95()) + ")"),
              Tables.verdict(input.lessVerdict()),
              Tables.verdict(input.moreVerdict())));
    }
    List<TrTag> prices = new ArrayList<>();
    for (Price price : sensitivity.prices()) {
      prices.add(
          tr(
              td(price.price()),
              td(objective(price.less())),
              td(objective(price.more())),
              td(Double.isFinite(price.upTo()) ? load(price.upTo()) : "any").withClass("text"),
              td(price.then().isEmpty() ? "" : words(price.then())).withClass("text")));
    }
    return section(
        h2("What it hangs on"),
        figure(
            Tornado.render("What moves the objectives most", bars),
            figcaption(
                "Each input "
                    + change
                    + " less (blue) and more (orange), all else as it is, with the same shoppers; for"
                    + " each the objective that it moves most, in parts of its threshold.")),
        Tables.grid(
            "",
            rows,
            "input",
            "figure",
            "as it is",
            change + " less",
            change + " more",
            "less",
            "more"),
        prices.isEmpty()
            ? div()
            : Tables.grid(
                "What if prices change: the objective with the price "
                    + change
                    + " lower and higher, and up to which price nothing else that was seen to pass is"
                    + " cheaper.",
                prices,
                "price",
                "lower",
                "higher",
                "cheapest up to",
                "then"),
        h3("If load and service are only roughly known"),
        p(breach(sensitivity.breach())));
  }

  private static String breach(Breach breach) {
    return String.format(
        Locale.ROOT,
        "Of %,d runs with the load (CV %s) and the service times (CV %s) drawn from log-normal"
            + " distributions, %,d miss an objective: a probability of %s (%s to %s).",
        breach.runs(),
        Quantity.percent(breach.demandCv()),
        Quantity.percent(breach.serviceCv()),
        breach.missed(),
        Quantity.percent(breach.probability()),
        Quantity.percent(breach.ci95()[0]),
        Quantity.percent(breach.ci95()[1]));
  }

  /** What the headline's colour says. */
  static Verdict verdict(SizingFigures sizing) {
    return switch (sizing.verdict()) {
      case DECIDED -> Verdict.PASS;
      case UNDECIDED -> Verdict.UNDECIDED;
      case INFEASIBLE -> Verdict.FAIL;
    };
  }
}
