package footfall.reports.rendering.svg;

import static j2html.TagCreator.rawHtml;

import j2html.tags.DomContent;
import java.util.List;
import java.util.Locale;
import org.apache.commons.text.StringEscapeUtils;

/**
 * What moves a figure most, as bars to both sides of where it is: each bar goes from its place with
 * an input less to its place with it more.
 */
public final class Tornado {
  private static final int WIDTH = 760;
  private static final int LEFT = 200;
  private static final int RIGHT = 90;
  private static final int LINE = 26;
  private static final int TOP = 30;

  /**
   * A bar.
   *
   * @param less and {@code more}: changes over the threshold, of which 0 is none
   * @param lessText and {@code moreText}: the figure there
   */
  public record Bar(String name, double less, double more, String lessText, String moreText) {}

  private Tornado() {}

  /** The picture of some bars, the longest first. */
  public static DomContent render(String title, List<Bar> bars) {
    double most =
        bars.stream()
            .mapToDouble(bar -> Math.max(Math.abs(bar.less()), Math.abs(bar.more())))
            .max()
            .orElse(1);
    int height = TOP + LINE * bars.size() + 10;
    double middle = LEFT + (WIDTH - LEFT - RIGHT) / 2.0;
    double unit = (WIDTH - LEFT - RIGHT) / 2.0 / Math.max(1e-12, most);
    StringBuilder svg = new StringBuilder();
    add(
        svg,
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\"><title>%s</title>",
        WIDTH,
        height,
        escape(title),
        escape(title));
    add(
        svg,
        "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
        middle,
        middle,
        TOP - 8,
        height - 6);
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      double y = TOP + LINE * i;
      add(svg, "<text class=\"axis\" x=\"4\" y=\"%.1f\">%s</text>", y + 13, escape(bar.name()));
      double less = middle + unit * bar.less();
      double more = middle + unit * bar.more();
      bar(svg, middle, less, y, "c0");
      bar(svg, middle, more, y, "c1");
      boolean apart = (less - middle) * (more - middle) < 0;
      boolean lessIsLonger = Math.abs(less - middle) > Math.abs(more - middle);
      if (apart) {
        label(svg, middle, less, y, bar.lessText());
        label(svg, middle, more, y, bar.moreText());
      } else {
        label(svg, middle, lessIsLonger ? less : more, y, bar.lessText() + " / " + bar.moreText());
      }
    }
    return rawHtml(svg.append("</svg>").toString());
  }

  private static void bar(StringBuilder svg, double from, double to, double y, String style) {
    double left = Math.min(from, to);
    add(
        svg,
        "<rect class=\"bar %s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"16\"/>",
        style,
        left,
        y,
        Math.max(0.5, Math.abs(to - from)));
  }

  private static void label(StringBuilder svg, double from, double to, double y, String text) {
    boolean toTheLeft = to < from;
    add(
        svg,
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
        to + (toTheLeft ? -4 : 4),
        y + 12,
        toTheLeft ? "end" : "start",
        escape(text));
  }

  private static void add(StringBuilder to, String format, Object... values) {
    to.append(String.format(Locale.ROOT, format, values));
  }

  private static String escape(String text) {
    return StringEscapeUtils.escapeXml11(text);
  }
}
