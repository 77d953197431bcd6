package footfall.simulator.commandline;

import footfall.reports.figures.Quantity;
import footfall.reports.results.EvaluationFigures;
import footfall.reports.results.EvaluationFigures.Estimate;
import footfall.reports.results.EvaluationFigures.Model;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The models of an evaluation on a terminal, within 80 columns. */
final class ModelTable {
  private static final int MODELS_IN_A_ROW = 4;

  /** Of models, as far as a terminal has room for them. */
  private static final List<String> MEASURES =
      List.of(
          "satisfaction",
          "task",
          "coherence",
          "tool_selection",
          "flow",
          "ndcg_at_1",
          "ndcg_at_5",
          "recall_at_5");

  private ModelTable() {}

  /** The models side by side, as many in a row as there is room for. */
  static void print(PrintWriter out, EvaluationFigures figures, String currency) {
    List<Model> models = figures.models();
    for (int from = 0; from < models.size(); from += MODELS_IN_A_ROW) {
      List<Model> row = models.subList(from, Math.min(models.size(), from + MODELS_IN_A_ROW));
      line(out, "n = " + figures.conversations(), row, Model::pool);
      for (String measure : MEASURES) {
        line(
            out,
            measure,
            row,
            model -> {
              Estimate found = model.measures().get(measure);
              return found == null ? "n/a" : plusMinus(found);
            });
      }
      line(
          out,
          "tool call F1",
          row,
          m -> String.format(Locale.ROOT, "%.3f", m.toolCallF1().value()));
      line(out, "latency alone p50", row, m -> Quantity.seconds(m.alone().requestLatency().p50()));
      line(out, "latency alone p95", row, m -> Quantity.seconds(m.alone().requestLatency().p95()));
      line(
          out, "first token alone", row, m -> Quantity.seconds(m.alone().timeToFirstToken().p50()));
      line(
          out,
          "latency " + figures.together() + " tog. p95",
          row,
          m -> Quantity.seconds(m.busiest().requestLatency().p95()));
      line(
          out,
          figures.together() + " together",
          row,
          m -> Quantity.digits(m.busiest().conversationsPerSecond()) + " conv./s");
      line(
          out,
          "tokens written",
          row,
          m -> Quantity.digits(m.outputTokensPerConversation()) + " a conv.");
      line(
          out,
          "cost of 1,000 conv.",
          row,
          m -> Quantity.money(m.costPerThousandConversations(), currency));
      line(
          out,
          "resident memory",
          row,
          m ->
              Double.isNaN(m.residentBytes())
                  ? "not told"
                  : String.format(Locale.ROOT, "%.0f MB", m.residentBytes() / 1e6));
      out.println();
    }
    figures.comparisons().stream()
        .filter(c -> c.measure().equals("satisfaction"))
        .forEach(
            c ->
                out.println(
                    AnswerTable.fit(
                        String.format(
                            Locale.ROOT,
                            Double.isNaN(c.ci95()[0])
                                ? "%-9s %s to %s: %+.3f"
                                : "%-9s %s to %s: %+.3f (%+.3f to %+.3f)",
                            c.verdict(),
                            c.model(),
                            c.against(),
                            c.difference(),
                            c.ci95()[0],
                            c.ci95()[1]),
                        AnswerTable.WIDTH)));
    if (models.size() > 2) {
      out.println("(each interval 95 % by itself; verdicts for all pairs together)");
    }
    models.stream()
        .filter(model -> model.profile().isEmpty())
        .forEach(
            model ->
                out.printf(
                    "%s answered too few calls for a service model: no profile%n", model.pool()));
  }

  /** With the wider half of its interval, which may end at zero or one. */
  private static String plusMinus(Estimate found) {
    double half = Math.max(found.value() - found.ci95()[0], found.ci95()[1] - found.value());
    return Double.isNaN(half)
        ? String.format(Locale.ROOT, "%.3f", found.value())
        : String.format(Locale.ROOT, "%.3f +-%.3f", found.value(), half);
  }

  private static void line(
      PrintWriter out, String name, List<Model> models, Function<Model, String> cell) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-20s", name));
    for (Model model : models) {
      line.append(String.format(Locale.ROOT, " %14s", AnswerTable.fit(cell.apply(model), 14)));
    }
    out.println(line);
  }
}
