package footfall.reports.rendering.svg;

import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.rawHtml;

import footfall.reports.figures.Quantity;
import footfall.reports.results.Results.PredictionRow;
import j2html.tags.DomContent;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Times as they were predicted and as they were measured, a line for each figure: a ring and a dot,
 * each with its interval.
 */
public final class PredictionChart {
  private static final int WIDTH = 760;
  private static final int LEFT = 210;
  private static final int RIGHT = 30;
  private static final int LINE = 26;
  private static final int TOP = 14;
  private static final int BOTTOM = 34;
  private static final int APART = 5;
  private static final List<String> METRICS =
      List.of("request_latency", "time_to_first_token", "inter_token_latency");
  private static final List<String> STATS = List.of("p50", "p95", "p99");

  private PredictionChart() {}

  /** The chart of those rows that are times. */
  public static DomContent of(List<PredictionRow> all) {
    List<PredictionRow> rows =
        all.stream()
            .filter(row -> METRICS.contains(row.metric()) && STATS.contains(row.stat()))
            .filter(row -> row.predicted() > 0 && row.measured() > 0)
            .toList();
    if (rows.isEmpty()) {
      return rawHtml("");
    }
    double[] values =
        rows.stream()
            .flatMapToDouble(row -> DoubleStream.of(row.predicted(), row.measured()))
            .toArray();
    Scale scale = Scale.of(values, LEFT, WIDTH - RIGHT);
    int height = TOP + LINE * rows.size() + BOTTOM;
    StringBuilder svg = new StringBuilder();
    add(
        svg,
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Predicted and measured\">"
            + "<title>Predicted and measured</title>",
        WIDTH,
        height);
    axis(svg, scale, height);
    for (int i = 0; i < rows.size(); i++) {
      row(svg, scale, rows.get(i), TOP + LINE * i + LINE / 2.0);
    }
    return figure(
        rawHtml(svg.append("</svg>").toString()),
        figcaption(
            "Rings were predicted, dots were measured, with their 95 % intervals; table below."));
  }

  private static void axis(StringBuilder svg, Scale scale, int height) {
    double last = Double.NEGATIVE_INFINITY;
    for (double tick : scale.ticks()) {
      double x = scale.at(tick);
      add(
          svg,
          "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
          x,
          x,
          TOP,
          height - BOTTOM);
      if (x - last > 60) {
        add(
            svg,
            "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
            x,
            height - BOTTOM + 16,
            Quantity.seconds(tick));
        last = x;
      }
    }
  }

  private static void row(StringBuilder svg, Scale scale, PredictionRow row, double y) {
    add(
        svg,
        "<text class=\"axis\" x=\"4\" y=\"%.1f\">%s %s</text>",
        y + 4,
        row.metric(),
        row.stat());
    whisker(svg, scale, row.predictedCi95(), y - APART, "predicted");
    add(
        svg,
        "<circle class=\"predicted\" cx=\"%.1f\" cy=\"%.1f\" r=\"4.5\"/>",
        scale.at(row.predicted()),
        y - APART);
    whisker(svg, scale, row.measuredCi95(), y + APART, "measured");
    add(
        svg,
        "<circle class=\"measured\" cx=\"%.1f\" cy=\"%.1f\" r=\"4.5\"/>",
        scale.at(row.measured()),
        y + APART);
  }

  private static void whisker(
      StringBuilder svg, Scale scale, double[] ci95, double y, String kind) {
    if (Double.isFinite(ci95[0]) && Double.isFinite(ci95[1])) {
      add(
          svg,
          "<line class=\"%s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>",
          kind,
          scale.at(Math.min(scale.high(), Math.max(scale.low(), ci95[0]))),
          scale.at(Math.min(scale.high(), Math.max(scale.low(), ci95[1]))),
          y,
          y);
    }
  }

  private static void add(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }
}
