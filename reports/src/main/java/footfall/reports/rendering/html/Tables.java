package footfall.reports.rendering.html;

import static j2html.TagCreator.b;
import static j2html.TagCreator.caption;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.span;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import footfall.reports.figures.Quantity;
import footfall.reports.results.Results;
import footfall.reports.results.Results.Verdict;
import j2html.tags.DomContent;
import j2html.tags.specialized.TableTag;
import j2html.tags.specialized.TrTag;
import java.util.List;
import java.util.Locale;

/** The pieces that the sections of a report are made of. */
final class Tables {
  private Tables() {}

  static DomContent grid(String note, List<TrTag> rows, String... columns) {
    return scrolling(table(), note, rows, columns);
  }

  /** The same with a button that copies it. */
  static DomContent copied(String note, List<TrTag> rows, String... columns) {
    return scrolling(table().withClass("copied"), note, rows, columns);
  }

  private static DomContent scrolling(
      TableTag table, String note, List<TrTag> rows, String... columns) {
    return div(table.with(
            caption(span(note)),
            thead(tr(each(List.of(columns), column -> th(column).attr("scope", "col")))),
            tbody(each(rows, row -> row))))
        .withClass("scroll");
  }

  static DomContent card(String figure, String name) {
    return div(b(figure), span(name)).withClass("card");
  }

  static DomContent verdict(Verdict verdict) {
    return td(span(verdict.name()).withClasses("verdict", verdict.name()));
  }

  static String interval(Results results, String metric, double[] ci) {
    return Double.isNaN(ci[0])
        ? "n/a"
        : Quantity.of(metric, ci[0], results.cost().currency())
            + " to "
            + Quantity.of(metric, ci[1], results.cost().currency());
  }

  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
