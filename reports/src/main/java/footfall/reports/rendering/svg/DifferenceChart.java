package footfall.reports.rendering.svg;

import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.rawHtml;

import footfall.reports.figures.Quantity;
import footfall.reports.results.ComparisonResults.Beside;
import footfall.reports.results.ComparisonResults.Row;
import footfall.reports.results.Results.Better;
import j2html.tags.DomContent;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.commons.text.StringEscapeUtils;

/** By how much the figures of two runs differ, as parts of the baseline with their intervals. */
public final class DifferenceChart {
  private static final int WIDTH = 760;
  private static final int LEFT = 260;
  private static final int RIGHT = 90;
  private static final int LINE = 22;
  private static final int TOP = 22;
  private static final int MOST_ROWS = 20;

  /** Beyond this part of the baseline a whisker is cut. */
  private static final double MOST = 2;

  private DifferenceChart() {}

  /** The figures that are told apart, the largest difference first; nothing where there is none. */
  public static DomContent of(Beside run) {
    List<Row> rows =
        run.figures().stream()
            .filter(row -> row.verdict() == Better.BETTER || row.verdict() == Better.WORSE)
            .filter(row -> Double.isFinite(row.relative()) && row.baseline() != 0)
            .sorted(Comparator.comparingDouble(row -> -Math.abs(row.relative())))
            .limit(MOST_ROWS)
            .toList();
    if (rows.isEmpty()) {
      return rawHtml("");
    }
    double most = rows.stream().mapToDouble(DifferenceChart::furthest).max().orElse(1);
    int height = TOP + LINE * rows.size() + 8;
    StringBuilder svg = new StringBuilder();
    add(
        svg,
        "<svg class=\"plane\" viewBox=\"0 0 %d %d\" role=\"img\""
            + " aria-label=\"Relative differences\">",
        WIDTH,
        height);
    for (double tick : new double[] {-most, -most / 2, 0, most / 2, most}) {
      double x = at(tick, most);
      add(
          svg,
          "<line class=\"%s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
          tick == 0 ? "zero" : "grid",
          x,
          x,
          TOP - 4,
          height - 4);
      add(
          svg,
          "<text x=\"%.1f\" y=\"12\" text-anchor=\"middle\">%s</text>",
          x,
          tick == 0 ? "no difference" : Quantity.percent(tick));
    }
    for (int i = 0; i < rows.size(); i++) {
      row(svg, rows.get(i), TOP + LINE * i + LINE / 2.0, most);
    }
    return figure(
        h3("What differs"),
        rawHtml(svg.append("</svg>").toString()),
        figcaption(
            "Differences that were told apart, as parts of the baseline, with their 95 %"
                + " intervals; all figures stand in the table."));
  }

  private static double furthest(Row row) {
    return Math.min(
        MOST,
        Math.max(Math.abs(row.relative()), Math.max(Math.abs(end(row, 0)), Math.abs(end(row, 1)))));
  }

  private static double end(Row row, int side) {
    return row.ci95()[side] / Math.abs(row.baseline());
  }

  private static void row(StringBuilder svg, Row row, double y, double most) {
    add(
        svg,
        "<text class=\"axis\" x=\"4\" y=\"%.1f\">%s</text>",
        y + 4,
        StringEscapeUtils.escapeXml11(row.figure()));
    String style = row.verdict() == Better.BETTER ? "better" : "worse";
    add(
        svg,
        "<line class=\"%s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>",
        style,
        at(end(row, 0), most),
        at(end(row, 1), most),
        y,
        y);
    add(
        svg,
        "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"5\" data-tip=\"%s\"/>",
        style,
        at(row.relative(), most),
        y,
        StringEscapeUtils.escapeXml11(
            row.figure() + ": " + Quantity.percent(row.relative()) + ", " + style));
  }

  private static double at(double part, double most) {
    double across = (Math.max(-most, Math.min(most, part)) + most) / (2 * most);
    return LEFT + across * (WIDTH - LEFT - RIGHT);
  }

  private static void add(StringBuilder to, String format, Object... values) {
    to.append(String.format(Locale.ROOT, format, values));
  }
}
