package footfall.reports.rendering.svg;

import static j2html.TagCreator.rawHtml;

import j2html.tags.DomContent;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import org.apache.commons.text.StringEscapeUtils;

/** Bars side by side, each made of parts in the colours of their series. */
public final class Bars {
  private static final int WIDTH = 760;
  private static final int LEFT = 190;
  private static final int RIGHT = 110;
  private static final int LINE = 28;
  private static final int THICK = 17;
  private static final int LEGEND = 24;

  /**
   * A bar: its parts, from the left, one for each series; those that are not above zero are none.
   */
  public record Bar(String name, double... parts) {
    public double length() {
      double sum = 0;
      for (double part : parts) {
        sum += Math.max(0, Double.isFinite(part) ? part : 0);
      }
      return sum;
    }
  }

  private Bars() {}

  /**
   * The picture.
   *
   * @param series names of the parts; one alone needs no legend
   */
  public static DomContent render(
      String title, List<String> series, List<Bar> bars, DoubleFunction<String> format) {
    return render(title, series, bars, 0, format);
  }

  /**
   * The same on a scale that goes at least so far.
   *
   * @param full what a bar of the whole width is, where none is longer
   */
  public static DomContent render(
      String title,
      List<String> series,
      List<Bar> bars,
      double full,
      DoubleFunction<String> format) {
    double longest = bars.stream().mapToDouble(Bar::length).reduce(full, Math::max);
    int top = series.size() > 1 ? LEGEND + 4 : 4;
    int height = top + LINE * bars.size() + 4;
    StringBuilder svg = new StringBuilder();
    add(
        svg,
        "<svg class=\"bars plane\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
        WIDTH,
        height,
        escape(title));
    if (series.size() > 1) {
      legend(svg, series);
    }
    for (int i = 0; i < bars.size(); i++) {
      bar(svg, series, bars.get(i), top + LINE * i, longest > 0 ? longest : 1, format);
    }
    return rawHtml(svg.append("</svg>").toString());
  }

  private static void legend(StringBuilder svg, List<String> series) {
    double x = 4;
    for (int i = 0; i < series.size(); i++) {
      add(svg, "<rect class=\"bar c%d\" x=\"%.1f\" y=\"4\" width=\"12\" height=\"12\"/>", i % 6, x);
      add(svg, "<text class=\"axis\" x=\"%.1f\" y=\"14\">%s</text>", x + 17, escape(series.get(i)));
      x += 36 + 6.6 * series.get(i).length();
    }
  }

  private static void bar(
      StringBuilder svg,
      List<String> series,
      Bar bar,
      double y,
      double longest,
      DoubleFunction<String> format) {
    add(
        svg,
        "<text class=\"axis\" x=\"4\" y=\"%.1f\">%s</text>",
        y + 13,
        escape(shortened(bar.name())));
    double unit = (WIDTH - LEFT - RIGHT) / longest;
    double x = LEFT;
    for (int i = 0; i < bar.parts().length; i++) {
      double part = bar.parts()[i];
      if (part > 0) {
        String tip =
            bar.name()
                + (series.size() > 1 ? ", " + series.get(i) : "")
                + ": "
                + format.apply(part);
        add(
            svg,
            "<rect class=\"bar c%d\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\""
                + " data-tip=\"%s\"/>",
            i % 6,
            x,
            y,
            Math.max(1, part * unit),
            THICK,
            escape(tip));
        x += part * unit;
      }
    }
    add(
        svg,
        "<text class=\"axis\" x=\"%.1f\" y=\"%.1f\">%s</text>",
        x + 6,
        y + 13,
        escape(format.apply(bar.length())));
  }

  private static String shortened(String name) {
    return name.length() > 28 ? name.substring(0, 27) + "\u2026" : name;
  }

  private static void add(StringBuilder to, String format, Object... values) {
    to.append(String.format(Locale.ROOT, format, values));
  }

  private static String escape(String text) {
    return StringEscapeUtils.escapeXml11(text);
  }
}
