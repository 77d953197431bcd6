package footfall.reports.rendering.html;

import static j2html.TagCreator.b;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.section;
import static j2html.TagCreator.td;
import static j2html.TagCreator.tr;

import footfall.reports.figures.Quantity;
import footfall.reports.results.LiveTestFigures;
import footfall.reports.results.LiveTestFigures.Arm;
import footfall.reports.results.LiveTestFigures.ArmComparison;
import j2html.tags.specialized.SectionTag;
import j2html.tags.specialized.TrTag;
import java.util.List;
import java.util.Locale;

/** An A/B test on live traffic. */
final class LiveTestSection {
  private LiveTestSection() {}

  static SectionTag of(LiveTestFigures test) {
    List<TrTag> arms = test.arms().stream().map(LiveTestSection::row).toList();
    List<TrTag> comparisons = test.comparisons().stream().map(LiveTestSection::row).toList();
    return section(
        h2("A/B test on live traffic"),
        Tables.grid(
            String.format(
                Locale.ROOT,
                "Sessions of which somebody told how they went; of %,d more nobody did. Intervals"
                    + " hold at all times together.",
                test.unjudged()),
            arms,
            "arm",
            "sessions",
            "successes",
            "rate",
            "95 % interval"),
        Tables.grid(
            String.format(
                Locale.ROOT,
                "Decided when the evidence reached %s, which it ever does in %.0f %% of tests of"
                    + " arms that are alike, however often one looks.",
                Quantity.digits((test.arms().size() - 1) / test.significance()),
                100 * test.significance()),
            comparisons,
            "arm",
            "against",
            "greatest evidence",
            "evidence now",
            "p-value at any time",
            "verdict",
            "after sessions"));
  }

  private static TrTag row(Arm arm) {
    return tr(
        td(arm.pool()),
        td(Tables.count(arm.conversations())),
        td(Tables.count(arm.successes())),
        td(Double.isNaN(arm.rate()) ? "n/a" : Quantity.percent(arm.rate())),
        td(Quantity.percent(arm.ci95()[0]) + " to " + Quantity.percent(arm.ci95()[1])));
  }

  private static TrTag row(ArmComparison comparison) {
    return tr(
        td(comparison.pool()),
        td(comparison.against()).withClass("text"),
        td(Quantity.digits(1 / comparison.pValue())),
        td(Quantity.digits(comparison.eValue())),
        td(Quantity.digits(comparison.pValue())),
        td(
            b(comparison.verdict().name().toLowerCase(Locale.ROOT))
                .withClass(comparison.verdict().name())),
        td(comparison.decidedAfter() == 0 ? "" : Tables.count(comparison.decidedAfter())));
  }
}
