package footfall.reports.rendering.html;

import static j2html.TagCreator.h2;

import footfall.reports.figures.Quantity;
import footfall.reports.results.EvaluationFigures;
import footfall.reports.results.EvaluationFigures.Loaded;
import footfall.reports.results.EvaluationFigures.Model;
import j2html.TagCreator;
import j2html.tags.specialized.SectionTag;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What becomes of the models' quality under a stated load. */
final class EvaluationUnderLoad {
  private final List<Model> models;
  private final ModelColumns columns;

  EvaluationUnderLoad(EvaluationFigures figures) {
    this.models = figures.models();
    this.columns = new ModelColumns(models);
  }

  SectionTag section() {
    List<TrTag> rows = new ArrayList<>();
    Loaded first = models.get(0).underLoad();
    for (String measure : first.measures().keySet()) {
      rows.add(of(measure, load -> ModelColumns.estimate(load.measures().get(measure))));
      if (first.changes().containsKey(measure)) {
        rows.add(
            of(measure + ", change", load -> ModelColumns.estimate(load.changes().get(measure))));
      }
    }
    rows.add(
        of(
            "calls not answered",
            load -> Tables.count(load.failures()) + " of " + Tables.count(load.requests())));
    rows.add(of("conversations held", load -> Quantity.digits(load.held()) + "/s"));
    rows.add(
        columns.time(
            "time to first token p95",
            model -> model.underLoad().timeToFirstToken(),
            time -> time.p95(),
            "p95"));
    rows.add(
        columns.time(
            "request latency p95",
            model -> model.underLoad().requestLatency(),
            time -> time.p95(),
            "p95"));
    return TagCreator.section(
        h2("Under load"),
        Tables.grid(
            String.format(
                Locale.ROOT,
                "The same conversations again, %s beginning on average, whether earlier ones have"
                    + " ended or not. A change is the mean of the differences conversation by"
                    + " conversation, with its 95 %% interval.",
                Quantity.digits(first.offered()) + "/s"),
            rows,
            columns.heads("figure")));
  }

  private TrTag of(String name, Function<Loaded, String> cell) {
    return columns.row(name, model -> cell.apply(model.underLoad()));
  }
}
