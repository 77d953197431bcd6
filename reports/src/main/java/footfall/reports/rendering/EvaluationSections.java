package footfall.reports.rendering;

import static j2html.TagCreator.b;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.td;
import static j2html.TagCreator.tr;

import footfall.reports.analysis.Outcome;
import footfall.reports.results.EvaluationFigures;
import footfall.reports.results.EvaluationFigures.Comparison;
import footfall.reports.results.EvaluationFigures.Estimate;
import footfall.reports.results.EvaluationFigures.Model;
import footfall.reports.results.EvaluationFigures.Quantised;
import footfall.reports.results.EvaluationFigures.Timing;
import footfall.reports.results.Results.Better;
import footfall.reports.results.Results.MetricFigures;
import footfall.reports.statistics.Quantity;
import j2html.tags.DomContent;
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
  private static final double MEGABYTE = 1e6;

  private final EvaluationFigures figures;
  private final String currency;

  EvaluationSections(Outcome outcome) {
    this.figures = outcome.results().evaluation();
    this.currency = outcome.results().cost().currency();
  }

  List<DomContent> all() {
    List<DomContent> sections = new ArrayList<>();
    sections.add(quality());
    sections.add(efficiency());
    if (figures.models().size() > 1) {
      sections.add(differences());
    }
    if (!figures.quantised().isEmpty()) {
      sections.add(precision());
    }
    sections.add(parts("By language", Model::byLanguage, "Conversations in each language."));
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
      rows.add(row(measure, model -> estimate(model.measures().get(measure))));
    }
    rows.add(row("tool call F1", model -> estimate(model.toolCallF1())));
    return section(
        h2("Quality"),
        figure(
            EvaluationChart.of(figures),
            figcaption("Every measure of every model, with its 95 % interval; table below.")),
        Tables.grid(
            String.format(
                Locale.ROOT,
                "%,d conversations with each model, of the same shoppers, over a catalog of %,d"
                    + " products; 95 %% intervals over conversations. Satisfaction is %s.",
                figures.conversations(),
                figures.products(),
                composite()),
            rows,
            columns("measure")));
  }

  private String composite() {
    double sum = figures.satisfaction().values().stream().mapToDouble(w -> w).sum();
    return figures.satisfaction().entrySet().stream()
        .map(part -> String.format(Locale.ROOT, "%.2f x %s", part.getValue() / sum, part.getKey()))
        .collect(Collectors.joining(" + "));
  }

  private SectionTag efficiency() {
    List<TrTag> rows = new ArrayList<>();
    rows.add(text("backend", Model::backend));
    List<Timing> timings = figures.models().get(0).timings();
    for (int i = 0; i < timings.size(); i++) {
      timings(rows, i, timings.get(i).together());
    }
    rows.add(text("turns a conversation", m -> digits((double) m.turns() / m.conversations())));
    rows.add(text("model calls a turn", m -> digits(m.callsPerTurn())));
    rows.add(text("failed calls", m -> Tables.count(m.failures())));
    rows.add(text("tokens read a conversation", m -> digits(m.inputTokensPerConversation())));
    rows.add(text("tokens written a conversation", m -> digits(m.outputTokensPerConversation())));
    rows.add(
        text(
            "cost of 1,000 conversations",
            m -> Quantity.money(m.costPerThousandConversations(), currency)));
    rows.add(text("weights on disk", m -> megabytes(m.weightsBytes())));
    rows.add(text("resident memory of a process of its own", m -> megabytes(m.residentBytes())));
    rows.add(
        text(
            "energy of a conversation",
            m ->
                Double.isNaN(m.joulesPerConversation())
                    ? "not told by this platform"
                    : digits(m.joulesPerConversation()) + " J of the " + m.energyOf()));
    return section(
        h2("Speed, tokens and cost"),
        Tables.grid(
            String.format(
                Locale.ROOT,
                "Up to %d conversations at the same time with one model, one model after the other on"
                    + " this machine; intervals from batches. Cost is by the scenario's prices, its"
                    + " workers paid for the time that this took with the most at the same time.",
                figures.together()),
            rows,
            columns("figure")));
  }

  private void timings(List<TrTag> rows, int place, int together) {
    String with = together + " together: ";
    Function<Model, Timing> timing = model -> model.timings().get(place);
    rows.add(
        text(
            with + "conversations",
            m -> Quantity.digits(timing.apply(m).conversationsPerSecond()) + "/s"));
    Function<Model, MetricFigures> latency = m -> timing.apply(m).requestLatency();
    rows.add(time(with + "request latency mean", latency, MetricFigures::mean, "mean"));
    rows.add(time(with + "request latency p50", latency, MetricFigures::p50, "p50"));
    rows.add(time(with + "request latency p95", latency, MetricFigures::p95, "p95"));
    Function<Model, MetricFigures> first = m -> timing.apply(m).timeToFirstToken();
    rows.add(time(with + "time to first token p50", first, MetricFigures::p50, "p50"));
    rows.add(time(with + "time to first token p95", first, MetricFigures::p95, "p95"));
    Function<Model, MetricFigures> turn = m -> timing.apply(m).turnLatency();
    rows.add(time(with + "turn latency p95", turn, MetricFigures::p95, "p95"));
  }

  private SectionTag differences() {
    List<TrTag> rows = new ArrayList<>();
    for (Comparison comparison : figures.comparisons()) {
      rows.add(
          tr(
              td(comparison.measure()),
              td(comparison.model()).withClass("text"),
              td(comparison.against()).withClass("text"),
              td(signed(comparison.difference())),
              td(signed(comparison.ci95()[0]) + " to " + signed(comparison.ci95()[1])),
              td(digits(comparison.adjusted())),
              td(
                  b(comparison.verdict().name().toLowerCase(Locale.ROOT))
                      .withClass(comparison.verdict().name())),
              td(needed(comparison))));
    }
    return section(
        h2("Told apart"),
        p(warning()),
        Tables.grid(
            String.format(
                Locale.ROOT,
                "Paired t-tests, shopper by shopper; p-values adjusted over the pairs of a measure"
                    + " (Holm), decided at %s. Each interval is 95 %% by itself. Needed: conversations"
                    + " that would show such a difference with a power of %.0f %%.",
                Quantity.digits(figures.significance()),
                100 * EvaluationFigures.POWER),
            rows,
            "measure",
            "model",
            "against",
            "difference",
            "95 % interval",
            "p adjusted",
            "verdict",
            "needed"));
  }

  private String warning() {
    List<Comparison> undecided =
        figures.comparisons().stream()
            .filter(c -> c.measure().equals("satisfaction") && c.verdict() == Better.UNDECIDED)
            .toList();
    if (undecided.isEmpty()) {
      return "All pairs of models differ in satisfaction.";
    }
    return undecided.stream()
        .map(
            c ->
                c.detectable() == 0 && c.difference() == 0
                    ? c.model() + " and " + c.against() + " did the same in every conversation."
                    : String.format(
                        Locale.ROOT,
                        "%,d conversations cannot tell %s from %s in satisfaction: they show a difference"
                            + " of %.4f four times in five, and %s was found.",
                        c.n(),
                        c.model(),
                        c.against(),
                        c.detectable(),
                        signed(c.difference())))
        .collect(Collectors.joining(" "));
  }

  private static String needed(Comparison comparison) {
    return !Double.isFinite(comparison.conversationsNeeded())
        ? "n/a"
        : Tables.count((long) comparison.conversationsNeeded());
  }

  private SectionTag precision() {
    List<TrTag> rows = new ArrayList<>();
    for (Quantised pair : figures.quantised()) {
      rows.add(
          tr(
              td(pair.pool()),
              td(pair.against()).withClass("text"),
              td(Quantity.percent(pair.weights())),
              td(Quantity.percent(pair.requestLatency())),
              td(signed(pair.satisfaction().difference())),
              td(
                  signed(pair.satisfaction().ci95()[0])
                      + " to "
                      + signed(pair.satisfaction().ci95()[1])),
              td(
                  b(pair.satisfaction().verdict().name().toLowerCase(Locale.ROOT))
                      .withClass(pair.satisfaction().verdict().name()))));
    }
    return section(
        h2("Quantised against full precision"),
        Tables.grid(
            "Weights, and median request latency of a conversation alone, as parts of the other's.",
            rows,
            "model",
            "against",
            "weights",
            "request latency",
            "satisfaction",
            "95 % interval",
            "verdict"));
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
              row(
                  name + ": " + measure,
                  m -> {
                    Estimate found = of.apply(m).getOrDefault(name, Map.of()).get(measure);
                    return found == null
                        ? "n/a"
                        : estimate(found) + ", n " + Tables.count(found.n());
                  }));
        }
      }
    }
    return section(h2(heading), Tables.grid(note, rows, columns("measure")));
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
          row(
              kind.replace('_', ' '),
              m -> m.breakdowns().getOrDefault(kind, 0) + " of " + Tables.count(m.turns())));
    }
    return section(
        h2("Breakdowns"), Tables.grid("Turns that stopped the flow.", rows, columns("kind")));
  }

  /** What concerned any model. */
  private List<String> measures() {
    Set<String> measures = new LinkedHashSet<>();
    figures.models().forEach(model -> measures.addAll(model.measures().keySet()));
    return List.copyOf(measures);
  }

  private String[] columns(String first) {
    List<String> columns = new ArrayList<>(List.of(first));
    figures.models().forEach(model -> columns.add(model.pool()));
    return columns.toArray(String[]::new);
  }

  private TrTag row(String name, Function<Model, String> cell) {
    TrTag row = tr(td(name));
    figures.models().forEach(model -> row.with(td(cell.apply(model))));
    return row;
  }

  private TrTag text(String name, Function<Model, String> cell) {
    return row(name, cell);
  }

  private TrTag time(
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

  private static String estimate(Estimate estimate) {
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

  private static String signed(double value) {
    return String.format(Locale.ROOT, "%+.4f", value);
  }

  private static String digits(double value) {
    return Quantity.digits(value);
  }

  private static String megabytes(double bytes) {
    return Double.isNaN(bytes)
        ? "not told"
        : String.format(Locale.ROOT, "%,.1f MB", bytes / MEGABYTE);
  }
}
