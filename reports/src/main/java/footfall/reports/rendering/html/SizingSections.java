package footfall.reports.rendering.html;

import static j2html.TagCreator.div;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.td;
import static j2html.TagCreator.tr;

import footfall.reports.figures.Quantity;
import footfall.reports.rendering.svg.Scatter;
import footfall.reports.results.Results;
import footfall.reports.results.Results.Verdict;
import footfall.reports.results.SizingFigures;
import footfall.reports.results.SizingFigures.Counts;
import footfall.reports.results.SizingFigures.Infeasible;
import footfall.reports.results.SizingFigures.Option;
import footfall.reports.results.SizingFigures.Pruned;
import footfall.reports.results.SizingFigures.Tried;
import footfall.reports.results.SizingFigures.Worth;
import footfall.reports.results.SloVerdict;
import j2html.tags.specialized.SectionTag;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What to buy: what prevents an answer, the studies of the answer, and how it was found. */
final class SizingSections {
  private static final int MOST_ROWS = 60;

  private final Results results;
  private final SizingFigures sizing;
  private final String currency;

  SizingSections(Results results) {
    this.results = results;
    this.sizing = results.sizing();
    this.currency = results.cost().currency();
  }

  List<SectionTag> all() {
    SizingStudies studies = new SizingStudies(results);
    List<SectionTag> parts = new ArrayList<>();
    if (sizing.options() != null) {
      parts.add(options());
    }
    if (!sizing.infeasible().isEmpty()) {
      parts.add(infeasible());
    }
    if (sizing.headroom() != null) {
      parts.add(studies.headroom(sizing.headroom()));
    }
    if (sizing.worth() != null) {
      parts.add(worth(sizing.worth()));
    }
    if (sizing.growth() != null) {
      parts.add(studies.growth());
    }
    if (sizing.sensitivity() != null) {
      parts.add(studies.sensitivity(sizing.sensitivity()));
    }
    frontier().ifPresent(parts::add);
    parts.add(found());
    return parts;
  }

  private SectionTag options() {
    List<TrTag> rows = new ArrayList<>();
    for (Option option : sizing.options()) {
      rows.add(
          tr(
              td(option.bought()).withClass("text"),
              td(objective(option.objective())),
              td(option.why()).withClass("text"),
              td(option.simulated() ? "simulated" : "by arithmetic").withClass("text")));
    }
    return section(
        h2("Options"),
        Tables.grid(
            "One worker fewer of each pool, and the best of every other combination.",
            rows,
            "bought",
            sizing.objective().metric().replace('_', ' '),
            "why, or why not",
            "known"));
  }

  private SectionTag worth(List<Worth> worths) {
    List<TrTag> rows = new ArrayList<>();
    for (Worth worth : worths) {
      rows.add(
          tr(
              td(worth.change()).withClass("text"),
              td(Quantity.money(worth.cost(), currency)),
              td(Quantity.money(worth.revenue(), currency)),
              td(
                  Quantity.money(worth.revenueCi95()[0], currency)
                      + " to "
                      + Quantity.money(worth.revenueCi95()[1], currency)),
              td(Double.isNaN(worth.margin()) ? "" : Quantity.money(worth.margin(), currency)),
              td(worth.verdict()).withClass("text")));
    }
    return section(
        h2("What a little more is worth"),
        Tables.grid(
            "A month. It pays where the margin that is lost no more, or the revenue where no margin is"
                + " stated, is more than it costs.",
            rows,
            "change",
            "costs",
            "revenue lost no more",
            "95 % interval",
            "margin",
            "so it"));
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

  // What it costs to be better.

  /** What was simulated, cost against the first objective; empty with too little to draw. */
  private Optional<SectionTag> frontier() {
    List<Tried> tried =
        sizing.tried().stream()
            .filter(each -> !each.slo().isEmpty())
            .filter(each -> Double.isFinite(each.objective()))
            .filter(each -> Double.isFinite(each.slo().get(0).actual()))
            .toList();
    if (tried.size() < 2) {
      return Optional.empty();
    }
    SloVerdict first = tried.get(0).slo().get(0);
    List<Verdict> verdicts = List.of(Verdict.PASS, Verdict.FAIL, Verdict.UNDECIDED);
    String metric = first.metric().replace('_', ' ') + " " + first.stat();
    Scatter scatter =
        new Scatter(
            metric + " against " + sizing.objective().metric().replace('_', ' '),
            new Scatter.Axis(sizing.objective().metric().replace('_', ' '), this::objective, true),
            new Scatter.Axis(
                metric,
                value -> Quantity.of(first.metric(), value, currency),
                first.op().equals("<=")),
            List.of("meets all objectives", "fails one", "undecided"),
            tried.stream().map(each -> dot(each, verdicts)).toList());
    return Optional.of(
        section(
            h2("Cost frontier"),
            figure(
                h3("What was simulated"),
                scatter.render(),
                figcaption(
                    "Configurations on trial; the first objective is "
                        + metric
                        + " "
                        + first.op()
                        + " "
                        + Quantity.of(first.metric(), first.threshold(), currency)
                        + ". All are in the table below."))));
  }

  private Scatter.Dot dot(Tried tried, List<Verdict> verdicts) {
    return new Scatter.Dot(
        tried.objective(),
        tried.slo().get(0).actual(),
        verdicts.indexOf(tried.verdict()),
        tried.configuration().equals(sizing.configuration()),
        words(tried.configuration())
            + ": "
            + objective(tried.objective())
            + ", "
            + figures(tried.slo(), currency));
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
              td(figures(each.slo(), currency)).withClass("text"),
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

  static String figures(List<SloVerdict> slos, String currency) {
    return slos.stream()
        .map(
            slo ->
                slo.metric().replace('_', ' ')
                    + " "
                    + Quantity.of(slo.unit(), slo.actual(), currency))
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

  /** What the headline's colour says. */
  static Verdict verdict(SizingFigures sizing) {
    return switch (sizing.verdict()) {
      case DECIDED -> Verdict.PASS;
      case UNDECIDED -> Verdict.UNDECIDED;
      case INFEASIBLE -> Verdict.FAIL;
    };
  }
}
