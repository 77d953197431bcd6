package footfall.reports.rendering.html;

import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;

import footfall.reports.rendering.svg.EvaluationChart;
import footfall.reports.results.EvaluationFigures;
import footfall.reports.results.EvaluationFigures.Estimate;
import footfall.reports.results.EvaluationFigures.Model;
import footfall.reports.results.Results;
import j2html.tags.specialized.SectionTag;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The models of an evaluation side by side. */
final class EvaluationSections {
  private final EvaluationFigures figures;
  private final String currency;
  private final ModelColumns columns;

  EvaluationSections(Results results) {
    this.figures = results.evaluation();
    this.currency = results.cost().currency();
    this.columns = new ModelColumns(figures.models());
  }

  List<SectionTag> all() {
    List<SectionTag> sections = new ArrayList<>();
    sections.add(quality());
    sections.add(new EvaluationSpeed(figures, currency).speed());
    if (figures.models().stream().anyMatch(model -> model.underLoad() != null)) {
      sections.add(new EvaluationUnderLoad(figures).section());
    }
    if (figures.models().size() > 1) {
      sections.add(new EvaluationDifferences(figures).differences());
    }
    if (!figures.quantised().isEmpty()) {
      sections.add(new EvaluationDifferences(figures).precision());
    }
    sections.add(parts("By language", Model::byLanguage, "Conversations in each language."));
    if (figures.models().stream().anyMatch(model -> model.byVertical().size() > 1)) {
      sections.add(
          parts("By kind of shop", Model::byVertical, "Conversations about its products."));
    }
    sections.add(
        parts(
            "By intent",
            Model::byIntent,
            "Turns by what the shopper wanted, taken as independent; satisfaction is of whole"
                + " conversations only."));
    sections.add(breakdowns());
    return sections;
  }

  private SectionTag quality() {
    List<TrTag> rows = new ArrayList<>();
    for (String measure : measures()) {
      rows.add(columns.row(measure, model -> ModelColumns.estimate(model.measures().get(measure))));
    }
    rows.add(columns.row("tool call F1", model -> ModelColumns.estimate(model.toolCallF1())));
    return section(
        h2("Quality"),
        figure(
            EvaluationChart.of(figures),
            figcaption("Every measure of every model, with its 95 % interval; table below.")),
        Tables.grid(
            String.format(
                Locale.ROOT,
                "%,d conversations with each model, the same with all, over a catalog of %,d"
                    + " products; 95 %% intervals over conversations. Satisfaction is %s.",
                figures.conversations(),
                figures.products(),
                composite()),
            rows,
            columns.heads("measure")),
        iff(figures.judge() != null, p(judge())));
  }

  private String judge() {
    return figures.judge() == null ? "" : "The judge. " + figures.judge().sentence();
  }

  private String composite() {
    double sum = figures.satisfaction().values().stream().mapToDouble(w -> w).sum();
    return figures.satisfaction().entrySet().stream()
        .map(part -> String.format(Locale.ROOT, "%.2f x %s", part.getValue() / sum, part.getKey()))
        .collect(Collectors.joining(" + "));
  }

  private SectionTag parts(
      String heading, Function<Model, Map<String, Map<String, Estimate>>> of, String note) {
    Set<String> names = new LinkedHashSet<>();
    figures.models().forEach(model -> names.addAll(of.apply(model).keySet()));
    List<TrTag> rows = new ArrayList<>();
    for (String name : names) {
      for (String measure : measures()) {
        boolean concerned =
            figures.models().stream()
                .anyMatch(m -> of.apply(m).getOrDefault(name, Map.of()).containsKey(measure));
        if (concerned) {
          rows.add(
              columns.row(
                  name + ": " + measure,
                  m -> {
                    Estimate found = of.apply(m).getOrDefault(name, Map.of()).get(measure);
                    return found == null
                        ? "n/a"
                        : ModelColumns.estimate(found) + ", n " + Tables.count(found.n());
                  }));
        }
      }
    }
    return section(h2(heading), Tables.grid(note, rows, columns.heads("measure")));
  }

  private SectionTag breakdowns() {
    Set<String> kinds = new LinkedHashSet<>();
    figures.models().forEach(model -> kinds.addAll(model.breakdowns().keySet()));
    if (kinds.isEmpty()) {
      return section(h2("Breakdowns"), p("No turn broke down."));
    }
    List<TrTag> rows = new ArrayList<>();
    for (String kind : kinds) {
      rows.add(
          columns.row(
              kind.replace('_', ' '),
              m -> m.breakdowns().getOrDefault(kind, 0) + " of " + Tables.count(m.turns())));
    }
    return section(
        h2("Breakdowns"), Tables.grid("Turns that stopped the flow.", rows, columns.heads("kind")));
  }

  /** What concerned any model. */
  private List<String> measures() {
    Set<String> measures = new LinkedHashSet<>();
    figures.models().forEach(model -> measures.addAll(model.measures().keySet()));
    return List.copyOf(measures);
  }
}
