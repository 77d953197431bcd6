package footfall.reports.rendering.html;

import static j2html.TagCreator.b;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.td;
import static j2html.TagCreator.tr;

import footfall.reports.figures.Quantity;
import footfall.reports.results.EvaluationFigures;
import footfall.reports.results.EvaluationFigures.Comparison;
import footfall.reports.results.EvaluationFigures.Quantised;
import footfall.reports.results.Results.Better;
import j2html.tags.specialized.SectionTag;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which models of an evaluation can be told apart. */
final class EvaluationDifferences {
  private final EvaluationFigures figures;

  EvaluationDifferences(EvaluationFigures figures) {
    this.figures = figures;
  }

  SectionTag differences() {
    List<TrTag> rows = new ArrayList<>();
    for (Comparison comparison : figures.comparisons()) {
      rows.add(
          tr(
              td(comparison.measure()),
              td(comparison.model()).withClass("text"),
              td(comparison.against()).withClass("text"),
              td(signed(comparison.difference())),
              td(signed(comparison.ci95()[0]) + " to " + signed(comparison.ci95()[1])),
              td(Quantity.digits(comparison.adjusted())),
              td(
                  b(comparison.verdict().name().toLowerCase(Locale.ROOT))
                      .withClass(comparison.verdict().name())),
              td(needed(comparison))));
    }
    return section(
        h2("Told apart"),
        p(warning()),
        Tables.grid(
            String.format(
                Locale.ROOT,
                "Paired t-tests, shopper by shopper; p-values adjusted over the pairs of a measure"
                    + " (Holm), decided at %s. Each interval is 95 %% by itself. Needed: conversations"
                    + " that would show such a difference with a power of %.0f %%.",
                Quantity.digits(figures.significance()),
                100 * EvaluationFigures.POWER),
            rows,
            "measure",
            "model",
            "against",
            "difference",
            "95 % interval",
            "p adjusted",
            "verdict",
            "needed"));
  }

  private String warning() {
    List<Comparison> undecided =
        figures.comparisons().stream()
            .filter(c -> c.measure().equals("satisfaction") && c.verdict() == Better.UNDECIDED)
            .toList();
    if (undecided.isEmpty()) {
      return "All pairs of models differ in satisfaction.";
    }
    return undecided.stream()
        .map(
            c ->
                c.detectable() == 0 && c.difference() == 0
                    ? c.model() + " and " + c.against() + " did the same in every conversation."
                    : String.format(
                        Locale.ROOT,
                        "%,d conversations cannot tell %s from %s in satisfaction: they show a difference"
                            + " of %.4f four times in five, and %s was found.",
                        c.n(),
                        c.model(),
                        c.against(),
                        c.detectable(),
                        signed(c.difference())))
        .collect(Collectors.joining(" "));
  }

  private static String needed(Comparison comparison) {
    return !Double.isFinite(comparison.conversationsNeeded())
        ? "n/a"
        : Tables.count((long) comparison.conversationsNeeded());
  }

  SectionTag precision() {
    List<TrTag> rows = new ArrayList<>();
    for (Quantised pair : figures.quantised()) {
      rows.add(
          tr(
              td(pair.pool()),
              td(pair.against()).withClass("text"),
              td(Quantity.percent(pair.weights())),
              td(Quantity.percent(pair.requestLatency())),
              td(signed(pair.satisfaction().difference())),
              td(
                  signed(pair.satisfaction().ci95()[0])
                      + " to "
                      + signed(pair.satisfaction().ci95()[1])),
              td(
                  b(pair.satisfaction().verdict().name().toLowerCase(Locale.ROOT))
                      .withClass(pair.satisfaction().verdict().name()))));
    }
    return section(
        h2("Quantised against full precision"),
        Tables.grid(
            "Weights, and median request latency of a conversation alone, as parts of the other's.",
            rows,
            "model",
            "against",
            "weights",
            "request latency",
            "satisfaction",
            "95 % interval",
            "verdict"));
  }

  private static String signed(double value) {
    return String.format(Locale.ROOT, "%+.4f", value);
  }
}
