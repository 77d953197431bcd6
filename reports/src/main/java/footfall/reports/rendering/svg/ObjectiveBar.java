package footfall.reports.rendering.svg;

import static j2html.TagCreator.rawHtml;

import footfall.reports.results.SloVerdict;
import j2html.tags.DomContent;
import java.util.Locale;

/**
 * An objective at a glance: the threshold in the middle, what is kept on its left, and the interval
 * of what was found, from none of the threshold to twice it.
 */
public final class ObjectiveBar {
  private static final int WIDTH = 120;
  private static final int HEIGHT = 16;

  private ObjectiveBar() {}

  /** The bar of one objective. */
  public static DomContent of(SloVerdict slo) {
    if (!(slo.threshold() > 0) || !Double.isFinite(slo.actual())) {
      return rawHtml("");
    }
    double low = Double.isFinite(slo.ci95()[0]) ? slo.ci95()[0] : slo.actual();
    double high = Double.isFinite(slo.ci95()[1]) ? slo.ci95()[1] : slo.actual();
    double from = place(slo, slo.op().equals("<=") ? low : high);
    double to = place(slo, slo.op().equals("<=") ? high : low);
    return rawHtml(
        String.format(
            Locale.ROOT,
            "<svg class=\"objective\" viewBox=\"0 0 %d %d\" aria-hidden=\"true\">"
                + "<rect class=\"kept\" x=\"0\" y=\"5\" width=\"%d\" height=\"6\" rx=\"3\"/>"
                + "<rect class=\"missed\" x=\"%d\" y=\"5\" width=\"%d\" height=\"6\" rx=\"3\"/>"
                + "<rect class=\"found %s\" x=\"%.1f\" y=\"2\" width=\"%.1f\" height=\"12\""
                + " rx=\"2\"/><line class=\"mark\" x1=\"%d\" x2=\"%d\" y1=\"0\" y2=\"%d\"/></svg>",
            WIDTH,
            HEIGHT,
            WIDTH / 2,
            WIDTH / 2,
            WIDTH / 2,
            slo.verdict(),
            Math.min(from, WIDTH - 4),
            Math.max(4, to - from),
            WIDTH / 2,
            WIDTH / 2,
            HEIGHT));
  }

  /** Half the width is the threshold; where more is better, the picture is mirrored. */
  private static double place(SloVerdict slo, double value) {
    double part = value / slo.threshold();
    double across = slo.op().equals("<=") ? part : 2 - part;
    return WIDTH / 2.0 * Math.max(0, Math.min(2, across));
  }
}
