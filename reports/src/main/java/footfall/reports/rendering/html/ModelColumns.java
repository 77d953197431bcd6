package footfall.reports.rendering.html;

import static j2html.TagCreator.td;
import static j2html.TagCreator.tr;

import footfall.reports.figures.Quantity;
import footfall.reports.results.EvaluationFigures.Estimate;
import footfall.reports.results.EvaluationFigures.Model;
import footfall.reports.results.Results.MetricFigures;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Tables with a column for each model of an evaluation. */
record ModelColumns(List<Model> models) {
  String[] heads(String first) {
    List<String> columns = new ArrayList<>(List.of(first));
    models.forEach(model -> columns.add(model.pool()));
    return columns.toArray(String[]::new);
  }

  /** A line with a cell for each. */
  TrTag row(String name, Function<Model, String> cell) {
    TrTag row = tr(td(name));
    models.forEach(model -> row.with(td(cell.apply(model))));
    return row;
  }

  /** A line of times with their intervals. */
  TrTag time(
      String name,
      Function<Model, MetricFigures> of,
      Function<MetricFigures, Double> stat,
      String interval) {
    return row(
        name,
        model -> {
          MetricFigures time = of.apply(model);
          double[] ci = time.ci95().get(interval);
          String between =
              Double.isNaN(ci[0])
                  ? ""
                  : " (" + Quantity.seconds(ci[0]) + " to " + Quantity.seconds(ci[1]) + ")";
          return Quantity.seconds(stat.apply(time)) + between;
        });
  }

  static String estimate(Estimate estimate) {
    if (estimate == null) {
      return "n/a";
    }
    return Double.isNaN(estimate.ci95()[0])
        ? String.format(Locale.ROOT, "%.3f", estimate.value())
        : String.format(
            Locale.ROOT,
            "%.3f (%.3f to %.3f)",
            estimate.value(),
            estimate.ci95()[0],
            estimate.ci95()[1]);
  }
}
