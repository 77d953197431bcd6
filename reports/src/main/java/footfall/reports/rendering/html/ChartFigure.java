package footfall.reports.rendering.html;

import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.td;
import static j2html.TagCreator.tr;

import footfall.reports.charts.Chart;
import j2html.tags.DomContent;
import j2html.tags.specialized.FigureTag;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.List;

/** A line chart on a page, with the table behind it. */
final class ChartFigure {
  private static final int MOST_ROWS = 40;

  private ChartFigure() {}

  /**
   * The chart, what it shows in words, and its numbers, evenly spread where there are many.
   *
   * @param where all numbers are; empty where the table has them all
   */
  static FigureTag of(Chart chart, String caption, String where) {
    List<String> columns = new ArrayList<>(List.of(chart.x().label()));
    chart.curves().forEach(curve -> columns.add(curve.name()));
    List<TrTag> rows = new ArrayList<>();
    int points = chart.xs().length;
    int count = Math.min(MOST_ROWS, points);
    for (int i = 0; i < count; i++) {
      int at = count == 1 ? 0 : (int) Math.round((double) i * (points - 1) / (count - 1));
      TrTag row = tr(td(chart.x().unit().write(chart.xs()[at])));
      for (Chart.Curve curve : chart.curves()) {
        double value = curve.ys()[at];
        row.with(td(Double.isNaN(value) ? "" : chart.y().unit().write(value)));
      }
      rows.add(row);
    }
    return withTable(
        chart,
        caption,
        Tables.grid(
            chart.title()
                + (points > count && !where.isEmpty() ? "; all points are in " + where : ""),
            rows,
            columns.toArray(String[]::new)));
  }

  /** The chart, with a table of the caller's. */
  static FigureTag withTable(Chart chart, String caption, DomContent table) {
    return figure(
            h3(chart.title()),
            div()
                .withClass("plot")
                .attr("tabindex", "0")
                .attr("role", "group")
                .attr("aria-roledescription", "chart")
                .attr("aria-label", chart.title() + ". " + caption + " Arrow keys read values."),
            Page.data("", chart),
            figcaption(caption),
            details(summary("Table"), table))
        .withClass("chart");
  }
}
