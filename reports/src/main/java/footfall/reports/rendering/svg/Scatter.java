package footfall.reports.rendering.svg;

import static j2html.TagCreator.rawHtml;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.DoubleFunction;
import org.apache.commons.text.StringEscapeUtils;

/**
 * Points in a plane as an SVG picture: each series with its own colour and shape, a line through
 * the frontier, and labels for what stands out.
 */
public final class Scatter {
  private static final int WIDTH = 760;
  private static final int PLOT = 310;
  private static final int LEFT = 76;
  private static final int RIGHT = 24;
  private static final int LEGEND_LINE = 20;
  private static final int BOTTOM = 46;

  /** More marks than these are thinned, and no line goes through them. */
  private static final int MANY = 1_000;

  private static final double FIELD = 5;

  /** With more points than these, intervals are left out: they would cover the points. */
  private static final int MOST_WITH_INTERVALS = 60;

  /**
   * A point; one that is not on the frontier is pale.
   *
   * @param interval in which it is with 95 % confidence; {@link Interval#NONE} where unknown
   */
  public record Dot(
      double x, double y, int series, boolean onFrontier, String hover, Interval interval) {
    /** A point without an interval. */
    public Dot(double x, double y, int series, boolean onFrontier, String hover) {
      this(x, y, series, onFrontier, hover, Interval.NONE);
    }
  }

  /** From left to right, and from below to above; NaN where unknown. */
  public record Interval(double left, double right, double low, double high) {
    static final Interval NONE = new Interval(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
  }

  /** A text beside a point. */
  public record Label(double x, double y, String text, boolean strong, boolean above) {}

  private final String title;
  private final Axis across;
  private final Axis up;
  private final List<Dot> dots;
  private final List<String> series;
  private final List<Label> labels = new ArrayList<>();
  private final List<List<Dot>> tracks = new ArrayList<>();
  private List<Dot> line = List.of();
  private int top;
  private int height;

  /** An axis: what it shows, how, and whether less of it is better. */
  public record Axis(String name, DoubleFunction<String> format, boolean lessIsBetter) {}

  /** A chart of dots by series. */
  public Scatter(String title, Axis across, Axis up, List<String> series, List<Dot> dots) {
    this.title = title;
    this.across = across;
    this.up = up;
    this.series = series;
    this.dots = dots;
  }

  /** Draws a thin line in the colour of their series through these, in their order. */
  public Scatter track(List<Dot> through) {
    tracks.add(through);
    return this;
  }

  /** Draws the frontier through these, in their order. */
  public Scatter line(List<Dot> through) {
    line = through;
    return this;
  }

  /** Adds a text beside a dot; returns this. */
  public Scatter label(Label label) {
    labels.add(label);
    return this;
  }

  /** The chart as SVG. */
  public DomContent render() {
    StringBuilder legend = new StringBuilder();
    top = 30 + LEGEND_LINE * legend(legend);
    height = top + PLOT + BOTTOM;
    Scale x = Scale.of(dots.stream().mapToDouble(Dot::x).toArray(), LEFT, WIDTH - RIGHT);
    Scale y = Scale.of(dots.stream().mapToDouble(Dot::y).toArray(), height - BOTTOM, top);
    StringBuilder svg = new StringBuilder();
    add(
        svg,
        "<svg class=\"plane\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
        WIDTH,
        height,
        escape(title));
    axes(svg, x, y);
    svg.append(legend);
    for (List<Dot> track : tracks) {
      path(svg, "track t" + tracks.indexOf(track) % 6, track, x, y);
    }
    for (Dot dot : apart(dots.stream().filter(dot -> !dot.onFrontier()).toList(), x, y)) {
      mark(svg, x.at(dot.x()), y.at(dot.y()), dot);
    }
    path(svg, "frontier", line, x, y);
    if (dots.size() <= MOST_WITH_INTERVALS) {
      dots.forEach(dot -> intervals(svg, dot, x, y));
    }
    for (Dot dot : apart(dots.stream().filter(Dot::onFrontier).toList(), x, y)) {
      mark(svg, x.at(dot.x()), y.at(dot.y()), dot);
    }
    for (Label label : labels) {
      label(svg, x.at(label.x()), y.at(label.y()), label);
    }
    return rawHtml(svg.append("</svg>").toString());
  }

  private void intervals(StringBuilder svg, Dot dot, Scale x, Scale y) {
    Interval in = dot.interval();
    String style = "interval c" + dot.series() % 6;
    if (Double.isFinite(in.left) && Double.isFinite(in.right)) {
      whisker(
          svg, style, inside(x.at(in.left)), y.at(dot.y()), inside(x.at(in.right)), y.at(dot.y()));
    }
    if (Double.isFinite(in.low) && Double.isFinite(in.high)) {
      double from = Math.min(height - BOTTOM, y.at(in.low));
      double to = Math.max(top, y.at(in.high));
      whisker(svg, style, x.at(dot.x()), from, x.at(dot.x()), to);
    }
  }

  private static double inside(double across) {
    return Math.max(LEFT, Math.min(WIDTH - RIGHT, across));
  }

  private static void whisker(
      StringBuilder svg, String style, double fromX, double fromY, double toX, double toY) {
    add(svg, "<path class=\"%s\" d=\"M%.1f %.1fL%.1f %.1f\"/>", style, fromX, fromY, toX, toY);
  }

  private void axes(StringBuilder svg, Scale x, Scale y) {
    for (double value : y.ticks()) {
      add(
          svg,
          "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
          LEFT,
          WIDTH - RIGHT,
          y.at(value),
          y.at(value));
      add(
          svg,
          "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
          LEFT - 8,
          y.at(value) + 4,
          escape(up.format().apply(value)));
    }
    for (double value : x.ticks()) {
      add(
          svg,
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
          x.at(value),
          height - BOTTOM + 18,
          escape(across.format().apply(value)));
    }
    add(
        svg,
        "<text class=\"axis\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
        (LEFT + WIDTH - RIGHT) / 2,
        height - 6,
        escape(
            across.name() + (across.lessIsBetter() ? "  (\u2190 better)" : "  (better \u2192)")));
    add(
        svg,
        "<text class=\"axis\" x=\"%d\" y=\"%d\">%s</text>",
        6,
        top - 12,
        escape(up.name() + (up.lessIsBetter() ? "  (\u2193 better)" : "  (\u2191 better)")));
  }

  /** Of many marks those that can be told apart: the first in each field of a few pixels. */
  private static List<Dot> apart(List<Dot> dots, Scale x, Scale y) {
    if (dots.size() <= MANY) {
      return dots;
    }
    Set<List<Long>> taken = new HashSet<>();
    return dots.stream()
        .filter(
            dot ->
                taken.add(
                    List.of(
                        Math.round(x.at(dot.x()) / FIELD),
                        Math.round(y.at(dot.y()) / FIELD),
                        (long) dot.series() % 6)))
        .limit(2L * MANY)
        .toList();
  }

  private static void path(StringBuilder svg, String style, List<Dot> dots, Scale x, Scale y) {
    if (dots.size() > 1 && dots.size() <= MANY) {
      StringBuilder path = new StringBuilder();
      for (Dot dot : dots) {
        add(path, "%s%.1f %.1f", path.length() == 0 ? "M" : "L", x.at(dot.x()), y.at(dot.y()));
      }
      add(svg, "<path class=\"%s\" d=\"%s\"/>", style, path);
    }
  }

  /** Draws the names of the series and returns how many lines they take. */
  private int legend(StringBuilder svg) {
    double at = 12;
    int lines = series.isEmpty() ? 0 : 1;
    for (int i = 0; i < series.size(); i++) {
      double width = 30 + 6.2 * series.get(i).length();
      if (at + width > WIDTH && at > 12) {
        at = 12;
        lines++;
      }
      double y = LEGEND_LINE * (lines - 0.4);
      mark(svg, at, y, new Dot(0, 0, i, true, ""));
      add(svg, "<text x=\"%.1f\" y=\"%.1f\">%s</text>", at + 10, y + 4, escape(series.get(i)));
      at += width;
    }
    return lines;
  }

  /** Circles, squares, triangles and diamonds, so that colour is not all. */
  private static void mark(StringBuilder svg, double x, double y, Dot dot) {
    String style = "dot c" + dot.series() % 6 + (dot.onFrontier() ? "" : " pale");
    double r = dot.onFrontier() ? 5 : 3.5;
    String shape =
        switch (dot.series() % 4) {
          case 0 ->
              String.format(
                  Locale.ROOT,
                  "M%.1f %.1fa%.1f %.1f 0 1 0 %.1f 0a%.1f %.1f 0 1 0 %.1f 0Z",
                  x - r,
                  y,
                  r,
                  r,
                  2 * r,
                  r,
                  r,
                  -2 * r);
          case 1 ->
              String.format(
                  Locale.ROOT,
                  "M%.1f %.1fh%.1fv%.1fh%.1fZ",
                  x - 0.9 * r,
                  y - 0.9 * r,
                  1.8 * r,
                  1.8 * r,
                  -1.8 * r);
          case 2 ->
              String.format(
                  Locale.ROOT,
                  "M%.1f %.1fl%.1f %.1fh%.1fZ",
                  x,
                  y - 1.2 * r,
                  1.1 * r,
                  2 * r,
                  -2.2 * r);
          default ->
              String.format(
                  Locale.ROOT,
                  "M%.1f %.1fl%.1f %.1fl%.1f %.1fl%.1f %.1fZ",
                  x,
                  y - 1.3 * r,
                  1.2 * r,
                  1.3 * r,
                  -1.2 * r,
                  1.3 * r,
                  -1.2 * r,
                  -1.3 * r);
        };
    add(
        svg,
        "<path class=\"%s\" d=\"%s\"%s/>",
        style,
        shape,
        dot.hover().isEmpty() ? "" : " data-tip=\"" + escape(dot.hover()) + "\"");
  }

  private void label(StringBuilder svg, double x, double y, Label label) {
    boolean right = x > (LEFT + WIDTH) / 2.0;
    boolean low = y > height - BOTTOM - 24;
    double labelY = low || label.above() ? y - 12 : y + 22;
    if (label.strong()) {
      add(svg, "<circle class=\"knee\" cx=\"%.1f\" cy=\"%.1f\" r=\"9\"/>", x, y);
    }
    add(
        svg,
        "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
        label.strong() ? "label strong" : "label",
        x + (right ? 6 : -6),
        labelY,
        right ? "end" : "start",
        escape(label.text()));
  }

  private static void add(StringBuilder to, String format, Object... values) {
    to.append(String.format(Locale.ROOT, format, values));
  }

  private static String escape(String text) {
    return StringEscapeUtils.escapeXml11(text);
  }
}
