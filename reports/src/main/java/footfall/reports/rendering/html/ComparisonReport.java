package footfall.reports.rendering.html;

import static j2html.TagCreator.b;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.td;
import static j2html.TagCreator.text;
import static j2html.TagCreator.tr;

import footfall.reports.figures.Quantity;
import footfall.reports.rendering.svg.DifferenceChart;
import footfall.reports.results.ComparisonResults;
import footfall.reports.results.ComparisonResults.Beside;
import footfall.reports.results.ComparisonResults.Row;
import footfall.scenarios.figures.FigureName;
import j2html.tags.DomContent;
import j2html.tags.specialized.TrTag;
import java.util.Locale;

/** {@code report.html} of a comparison. */
public final class ComparisonReport {
  private final ComparisonResults results;

  private ComparisonReport(ComparisonResults results) {
    this.results = results;
  }

  /** The page of a comparison. */
  public static String render(ComparisonResults results) {
    return new ComparisonReport(results).page().render();
  }

  private Page page() {
    boolean regresses = results.comparison().runs().stream().anyMatch(Beside::regresses);
    String verdict = regresses ? "FAIL" : "PASS";
    Page page =
        Page.ofReport("Footfall: beside " + results.comparison().baseline())
            .with(h1("Beside " + results.comparison().baseline()))
            .with(
                p(
                        span(regresses ? "REGRESSION" : "NO REGRESSION")
                            .withClasses("verdict", verdict),
                        text(" "),
                        text(results.answer()))
                    .withClasses("answer", verdict));
    for (Beside run : results.comparison().runs()) {
      page.with(
          section(
              h2(run.run()),
              changes(run),
              DifferenceChart.of(run),
              Tables.copied(
                  "Differences are "
                      + run.intervals()
                      + ", each on its own 95 % interval; of twenty figures that do not differ, one"
                      + " will seem to.",
                  run.figures().stream().map(this::row).toList(),
                  "figure",
                  "baseline",
                  "this run",
                  "difference",
                  "95 % interval",
                  "relative",
                  "verdict")));
    }
    return page;
  }

  private DomContent changes(Beside run) {
    if (run.changes().isEmpty()) {
      return p("Nothing differs in the scenario.");
    }
    return Tables.copied(
        "What differs in the scenario.",
        run.changes().stream()
            .map(
                c ->
                    tr(
                        td(c.path()),
                        td(c.baseline()).withClass("text"),
                        td(c.run()).withClass("text")))
            .toList(),
        "path",
        "baseline",
        "this run");
  }

  private TrTag row(Row row) {
    String verdict = row.verdict() == null ? "" : row.verdict().name().toLowerCase(Locale.ROOT);
    return tr(
        td(row.figure()),
        td(figure(row, row.baseline())),
        td(figure(row, row.run())),
        td(figure(row, row.difference())),
        td(figure(row, row.ci95()[0]) + " to " + figure(row, row.ci95()[1])),
        td(Double.isFinite(row.relative()) ? Quantity.percent(row.relative()) : ""),
        td(
            b(verdict + (row.regression() ? ", a regression" : ""))
                .withClass(verdict.toUpperCase(Locale.ROOT))));
  }

  private String figure(Row row, double value) {
    String metric = FigureName.parse(row.figure()).orElseThrow().metric();
    return Quantity.of(metric, value, results.comparison().currency());
  }
}
