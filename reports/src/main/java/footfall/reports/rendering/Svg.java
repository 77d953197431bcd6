package footfall.reports.rendering;

import static j2html.TagCreator.rawHtml;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import org.apache.commons.text.StringEscapeUtils;

/** A line chart with axes as an SVG picture that takes its colours from the page. */
final class Svg {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 260;
  private static final int LEFT = 64;
  private static final int RIGHT = 16;
  private static final int TOP = 14;
  private static final int BOTTOM = 40;
  private static final int TICKS = 5;

  /** A named curve; x ascending. */
  record Curve(String name, double[] x, double[] y, boolean stepped) {}

  /** A labelled line across the picture at one x. */
  record Mark(String label, double x) {}

  private final String title;
  private final String xLabel;
  private final DoubleFunction<String> xFormat;
  private final DoubleFunction<String> yFormat;
  private final boolean logX;
  private final List<Curve> curves = new ArrayList<>();
  private final List<Mark> marks = new ArrayList<>();

  Svg(
      String title,
      String xLabel,
      boolean logX,
      DoubleFunction<String> xFormat,
      DoubleFunction<String> yFormat) {
    this.title = title;
    this.xLabel = xLabel;
    this.logX = logX;
    this.xFormat = xFormat;
    this.yFormat = yFormat;
  }

  Svg curve(Curve curve) {
    curves.add(curve);
    return this;
  }

  Svg mark(String label, double x) {
    marks.add(new Mark(label, x));
    return this;
  }

  DomContent render() {
    double xMin = curves.stream().mapToDouble(c -> c.x()[0]).min().orElse(0);
    double xMax = curves.stream().mapToDouble(c -> c.x()[c.x().length - 1]).max().orElse(1);
    for (Mark mark : marks) {
      xMax = Math.max(xMax, mark.x());
      xMin = Math.min(xMin, mark.x());
    }
    double yMax = 0;
    for (Curve curve : curves) {
      for (double y : curve.y()) {
        yMax = Math.max(yMax, y);
      }
    }
    Axes scale = new Axes(xMin, xMax > xMin ? xMax : xMin + 1, yMax > 0 ? nice(yMax) : 1, logX);
    StringBuilder svg = new StringBuilder();
    add(
        svg,
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\"><title>%s</title>",
        WIDTH,
        HEIGHT,
        escape(title),
        escape(title));
    axes(svg, scale);
    for (int i = 0; i < curves.size(); i++) {
      path(svg, scale, curves.get(i), i);
    }
    for (Mark mark : marks) {
      double x = scale.x(mark.x());
      add(
          svg,
          "<line class=\"mark\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
          x,
          x,
          TOP,
          HEIGHT - BOTTOM);
      boolean nearEnd = x > WIDTH - 120;
      add(
          svg,
          "<text class=\"mark-label\" x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>",
          x + (nearEnd ? -4 : 4),
          HEIGHT - BOTTOM - 8,
          nearEnd ? "end" : "start",
          escape(mark.label()));
    }
    return rawHtml(svg.append("</svg>").toString());
  }

  private void axes(StringBuilder svg, Axes scale) {
    for (int tick = 0; tick <= TICKS; tick++) {
      double y = scale.yMax * tick / TICKS;
      add(
          svg,
          "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
          LEFT,
          WIDTH - RIGHT,
          scale.y(y),
          scale.y(y));
      add(
          svg,
          "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
          LEFT - 6,
          scale.y(y) + 4,
          escape(yFormat.apply(y)));
      double x = scale.atPart((double) tick / TICKS);
      add(
          svg,
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>",
          scale.x(x),
          HEIGHT - BOTTOM + 16,
          tick == TICKS ? "end" : "middle",
          escape(xFormat.apply(x)));
    }
    add(
        svg,
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
        (LEFT + WIDTH - RIGHT) / 2,
        HEIGHT - 6,
        escape(xLabel));
  }

  private static void path(StringBuilder svg, Axes scale, Curve curve, int index) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < curve.x().length; i++) {
      double x = scale.x(curve.x()[i]);
      double y = scale.y(curve.y()[i]);
      if (i > 0 && curve.stepped()) {
        add(path, "L%.1f %.1f", x, scale.y(curve.y()[i - 1]));
      }
      add(path, "%s%.1f %.1f", i == 0 ? "M" : "L", x, y);
    }
    add(svg, "<path class=\"curve c%d\" d=\"%s\"/>", index % 6, path);
    add(
        svg,
        "<text class=\"legend c%d\" x=\"%d\" y=\"%d\">%s</text>",
        index % 6,
        LEFT + 10 + 150 * index,
        TOP - 2,
        escape("\u2014 " + curve.name()));
  }

  /** The next number above that ends an axis well. */
  private static double nice(double value) {
    double power = Math.pow(10, Math.floor(Math.log10(value)));
    for (double step : new double[] {1, 2, 2.5, 5, 10}) {
      if (step * power >= value) {
        return step * power;
      }
    }
    return 10 * power;
  }

  private static void add(StringBuilder to, String format, Object... values) {
    to.append(String.format(Locale.ROOT, format, values));
  }

  private static String escape(String text) {
    return StringEscapeUtils.escapeXml11(text);
  }

  private record Axes(double xMin, double xMax, double yMax, boolean log) {
    double x(double value) {
      double part =
          log
              ? Math.log(Math.max(value, xMin) / xMin) / Math.log(xMax / xMin)
              : (value - xMin) / (xMax - xMin);
      return LEFT + part * (WIDTH - LEFT - RIGHT);
    }

    double atPart(double part) {
      return log ? xMin * Math.pow(xMax / xMin, part) : xMin + part * (xMax - xMin);
    }

    double y(double value) {
      return HEIGHT - BOTTOM - value / yMax * (HEIGHT - TOP - BOTTOM);
    }
  }
}
