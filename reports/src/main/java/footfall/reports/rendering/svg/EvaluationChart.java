package footfall.reports.rendering.svg;

import static j2html.TagCreator.rawHtml;

import footfall.reports.figures.Quantity;
import footfall.reports.results.EvaluationFigures;
import footfall.reports.results.EvaluationFigures.Estimate;
import footfall.reports.results.EvaluationFigures.Model;
import j2html.tags.DomContent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.apache.commons.text.StringEscapeUtils;

/** A band for each measure, in it a dot for each model with its 95 % interval. */
public final class EvaluationChart {
  private static final int WIDTH = 760;
  private static final int LEFT = 130;
  private static final int RIGHT = 20;
  private static final int LEGEND = 22;
  private static final int LINE = 12;
  private static final int GAP = 14;
  private static final int BOTTOM = 24;
  private static final int COLOURS = 6;

  private EvaluationChart() {}

  /** The chart of all measures and models. */
  public static DomContent of(EvaluationFigures figures) {
    List<Model> models = figures.models();
    Set<String> measures = new LinkedHashSet<>();
    models.forEach(model -> measures.addAll(model.measures().keySet()));
    double[] values =
        models.stream()
            .flatMap(model -> model.measures().values().stream())
            .flatMapToDouble(
                e -> DoubleStream.concat(DoubleStream.of(e.value()), DoubleStream.of(e.ci95())))
            .filter(Double::isFinite)
            .toArray();
    Scale scale = Scale.of(values, LEFT, WIDTH - RIGHT);
    int band = LINE * models.size() + GAP;
    int top = LEGEND * ((models.size() + 2) / 3) + 10;
    int height = top + band * measures.size() + BOTTOM;
    StringBuilder svg = new StringBuilder();
    add(
        svg,
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\"><title>%s</title>",
        WIDTH,
        height,
        "Quality of the models",
        "Quality of the models");
    for (int i = 0; i < models.size(); i++) {
      int x = LEFT + i % 3 * 210;
      int y = LEGEND * (i / 3) + 14;
      add(svg, "<circle class=\"dot c%d\" cx=\"%d\" cy=\"%d\" r=\"5\"/>", i % COLOURS, x, y - 4);
      String name = StringEscapeUtils.escapeXml11(models.get(i).pool());
      add(svg, "<text class=\"axis\" x=\"%d\" y=\"%d\">%s</text>", x + 10, y, name);
    }
    for (double tick : scale.ticks()) {
      double x = scale.at(tick);
      add(
          svg,
          "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
          x,
          x,
          top,
          height - BOTTOM);
      add(
          svg,
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
          x,
          height - BOTTOM + 16,
          Quantity.digits(tick));
    }
    int y = top;
    for (String measure : measures) {
      add(
          svg,
          "<text class=\"axis\" x=\"4\" y=\"%.1f\">%s</text>",
          y + band / 2.0,
          measure.replace('_', ' '));
      for (int i = 0; i < models.size(); i++) {
        Estimate estimate = models.get(i).measures().get(measure);
        if (estimate != null) {
          mark(svg, scale, estimate, y + GAP / 2.0 + LINE * (i + 0.5), i % COLOURS);
        }
      }
      y += band;
    }
    return rawHtml(svg.append("</svg>").toString());
  }

  private static void mark(
      StringBuilder svg, Scale scale, Estimate estimate, double y, int colour) {
    double[] ci = estimate.ci95();
    if (Double.isFinite(ci[0]) && Double.isFinite(ci[1])) {
      add(
          svg,
          "<line class=\"whisker t%d\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>",
          colour,
          scale.at(ci[0]),
          scale.at(ci[1]),
          y,
          y);
    }
    add(
        svg,
        "<circle class=\"dot c%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"4.5\"/>",
        colour,
        scale.at(estimate.value()),
        y);
  }

  private static void add(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }
}
