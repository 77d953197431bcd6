package footfall.simulator.commandline;

import footfall.reports.calibration.FittedService;
import footfall.reports.results.CalibrationResults;
import footfall.reports.results.ComparisonResults;
import footfall.reports.results.EvaluationFigures;
import footfall.reports.results.EvaluationFigures.Estimate;
import footfall.reports.results.EvaluationFigures.Model;
import footfall.reports.results.LiveTestFigures;
import footfall.reports.results.Results;
import footfall.reports.results.Results.Better;
import footfall.reports.results.SizingFigures;
import footfall.reports.results.SweepResults;
import footfall.reports.statistics.Quantity;
import footfall.scenarios.figures.FigureName;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The answer on a terminal, within 80 columns. */
final class AnswerTable {
  private static final int WIDTH = 79;
  private static final int MAX_ROWS = 25;
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

  private AnswerTable() {}

  static void print(PrintWriter out, Results results) {
    wrap(out, results.answer());
    out.println();
    if (results.sizing() != null) {
      wrap(out, found(results.sizing().counts()));
      out.println();
    }
    if (results.liveTest() != null) {
      printTest(out, results.liveTest());
    }
    if (results.evaluation() != null) {
      printModels(out, results.evaluation(), results.cost().currency());
    }
    for (Results.SloVerdict slo : results.slo()) {
      out.printf(
          Locale.ROOT,
          "%-9s %-40s %s %s%n",
          slo.verdict(),
          fit(
              slo.metric()
                  + (slo.pool() == null ? "" : "[" + slo.pool() + "]")
                  + " "
                  + slo.stat()
                  + " "
                  + Quantity.of(slo.metric(), slo.actual(), results.cost().currency()),
              40),
          slo.op(),
          Quantity.of(slo.metric(), slo.threshold(), results.cost().currency()));
    }
    results.pools().forEach(pool -> printFailures(out, pool));
    for (Results.ClaimVerdict claim : results.claims()) {
      out.printf(
          Locale.ROOT,
          "%-17s %s%n",
          claim.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' '),
          fit(claim.claim() + ": " + claim.statedText(), WIDTH - 18));
    }
    for (Results.TheoryRow row : results.theory()) {
      out.printf(
          Locale.ROOT,
          "%-9s %-40s closed %s, simulated %s%n",
          row.verdict(),
          fit(row.system().replaceFirst(",.*?(, class|$)", "$1") + " " + row.metric(), 40),
          Quantity.digits(row.closedForm()),
          Quantity.digits(row.simulated()));
    }
    if (results.prediction() != null) {
      printPrediction(out, results.prediction(), results.cost().currency());
    }
    for (Results.Check check : results.checks()) {
      if (!check.holds()) {
        out.printf("NOT VALID %s: %s%n", check.name(), check.detail());
      }
    }
  }

  private static void printTest(PrintWriter out, LiveTestFigures test) {
    for (LiveTestFigures.Arm arm : test.arms()) {
      out.printf(
          Locale.ROOT,
          "%-9s %-30s %,d of %,d sessions went well%n",
          "ARM",
          fit(arm.pool(), 30),
          arm.successes(),
          arm.conversations());
    }
    for (LiveTestFigures.ArmComparison comparison : test.comparisons()) {
      out.println(
          fit(
              String.format(
                  Locale.ROOT,
                  "%-9s %s against %s: evidence %s at most, %s now%s",
                  comparison.verdict(),
                  comparison.pool(),
                  comparison.against(),
                  Quantity.digits(1 / comparison.pValue()),
                  Quantity.digits(comparison.eValue()),
                  comparison.decidedAfter() == 0
                      ? ""
                      : ", after " + comparison.decidedAfter() + " sessions"),
              WIDTH));
    }
  }

  /** The models side by side, as many in a row as there is room for. */
  private static void printModels(PrintWriter out, EvaluationFigures figures, String currency) {
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
                    fit(
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
                        WIDTH)));
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
      line.append(String.format(Locale.ROOT, " %14s", fit(cell.apply(model), 14)));
    }
    out.println(line);
  }

  /** What of the frontiers is another one now. */
  static void printShift(PrintWriter out, SweepResults before, SweepResults after) {
    for (int i = 0; i < after.sweep().frontiers().size(); i++) {
      SweepResults.Frontier was = before.sweep().frontiers().get(i);
      SweepResults.Frontier is = after.sweep().frontiers().get(i);
      Map<String, String> old = onFrontier(before, was);
      Map<String, String> now = onFrontier(after, is);
      long moved =
          now.entrySet().stream().filter(e -> !e.getValue().equals(old.get(e.getKey()))).count();
      long gone = old.keySet().stream().filter(point -> !now.containsKey(point)).count();
      out.println();
      wrap(
          out,
          String.format(
              Locale.ROOT,
              "Frontier%s: %d of its %d points are new or have other figures with the profiles"
                  + " measured here, %d of the %d before are gone.",
              is.panel().isEmpty() ? "" : ", " + is.panel(),
              moved,
              now.size(),
              gone,
              old.size()));
      now.forEach(
          (point, figures) -> {
            if (!figures.equals(old.get(point))) {
              out.println(
                  fit((old.containsKey(point) ? "~ " : "+ ") + figures + "  " + point, WIDTH));
            }
          });
      old.forEach(
          (point, figures) -> {
            if (!now.containsKey(point)) {
              out.println(fit("- " + figures + "  " + point, WIDTH));
            }
          });
    }
  }

  private static Map<String, String> onFrontier(
      SweepResults results, SweepResults.Frontier frontier) {
    Map<String, String> points = new LinkedHashMap<>();
    for (int index : frontier.points()) {
      SweepResults.Point point = results.sweep().points().get(index);
      StringBuilder figures = new StringBuilder();
      for (String figure : frontier.figures()) {
        String metric = FigureName.parse(figure).orElseThrow().metric();
        String text = Quantity.of(metric, point.value(figure), point.currency());
        figures.append(String.format(Locale.ROOT, "%9s ", text));
      }
      points.put(levels(results, point), figures.toString());
    }
    return points;
  }

  /** The most frequent first. */
  private static void printFailures(PrintWriter out, Results.PoolFigures pool) {
    String failures =
        pool.failures().entrySet().stream()
            .filter(failure -> failure.getValue() > 0)
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .map(
                failure ->
                    String.format(Locale.ROOT, "%,d %s", failure.getValue(), failure.getKey()))
            .collect(Collectors.joining(", "));
    if (!failures.isEmpty()) {
      wrap(out, pool.name() + " failed: " + failures);
    }
  }

  private static void printPrediction(
      PrintWriter out, List<Results.PredictionRow> rows, String currency) {
    out.printf("%n%-38s %12s %12s %9s%n", "", "predicted", "measured", "ratio");
    for (Results.PredictionRow row : rows) {
      out.printf(
          Locale.ROOT,
          "%-38s %12s %12s %9s%n",
          fit(
              row.metric() + (row.pool() == null ? "" : "[" + row.pool() + "]") + " " + row.stat(),
              38),
          Quantity.of(row.metric(), row.predicted(), currency),
          Quantity.of(row.metric(), row.measured(), currency),
          Double.isNaN(row.ratio()) ? "" : String.format(Locale.ROOT, "%.3f", row.ratio()));
    }
  }

  private static String found(SizingFigures.Counts counts) {
    return String.format(
        Locale.ROOT,
        "%,d configurations: %,d ruled out by arithmetic, %,d by another that failed, %,d dearer, %,d"
            + " simulated in %,d replications.",
        counts.total(),
        counts.prunedByTheory() + counts.unfit() + counts.alike(),
        counts.dominated(),
        counts.dearer(),
        counts.simulated(),
        counts.replications());
  }

  /** The answer, and the frontiers as far as a terminal has room for them. */
  static void print(PrintWriter out, SweepResults results) {
    wrap(out, results.answer());
    for (SweepResults.Frontier frontier : results.sweep().frontiers()) {
      out.println();
      String panel = frontier.panel().isEmpty() ? "" : ", " + frontier.panel();
      out.println(fit("Frontier" + panel + ": " + String.join(", ", frontier.figures()), WIDTH));
      int every = Math.max(1, (frontier.points().size() + MAX_ROWS - 1) / MAX_ROWS);
      for (int i = 0; i < frontier.points().size(); i += every) {
        SweepResults.Point point = results.sweep().points().get(frontier.points().get(i));
        StringBuilder line = new StringBuilder();
        for (String figure : frontier.figures()) {
          String metric = FigureName.parse(figure).orElseThrow().metric();
          String text = Quantity.of(metric, point.value(figure), point.currency());
          line.append(String.format(Locale.ROOT, "%9s ", text));
        }
        out.println(fit(line.append("  ").append(levels(results, point)).toString(), WIDTH));
      }
    }
  }

  private static String levels(SweepResults results, SweepResults.Point point) {
    return results.sweep().axes().stream()
        .filter(axis -> axis.levels().size() > 1)
        .map(axis -> point.at().get(axis.name()))
        .collect(Collectors.joining(" "));
  }

  /** How runs differ from the baseline: what is better or worse, the rest counted. */
  static void print(PrintWriter out, ComparisonResults results) {
    wrap(out, results.answer());
    String currency = results.comparison().currency();
    for (ComparisonResults.Beside run : results.comparison().runs()) {
      out.println();
      out.println(fit(run.run() + " beside " + results.comparison().baseline() + ":", WIDTH));
      for (ComparisonResults.Row row : run.figures()) {
        if (row.verdict() == Better.BETTER || row.verdict() == Better.WORSE) {
          String metric = FigureName.parse(row.figure()).orElseThrow().metric();
          out.printf(
              Locale.ROOT,
              "%-7s %-38s %s to %s%s%n",
              row.verdict(),
              fit(row.figure(), 38),
              Quantity.of(metric, row.baseline(), currency),
              Quantity.of(metric, row.run(), currency),
              row.regression() ? " !" : "");
        }
      }
    }
  }

  /** What was fitted, and how well it foretells. */
  static void print(PrintWriter out, CalibrationResults results) {
    wrap(out, results.answer());
    for (CalibrationResults.Pool pool : results.calibration().pools()) {
      out.printf("%n%-38s %12s %12s %9s%n", pool.pool(), "fitted", "stated", "ratio");
      for (FittedService.Parameter parameter : pool.parameters()) {
        boolean isTime = parameter.isTime();
        out.printf(
            Locale.ROOT,
            "%-38s %12s %12s %9s%n",
            fit(parameter.name(), 38),
            isTime ? Quantity.seconds(parameter.value()) : Quantity.digits(parameter.value()),
            isTime ? Quantity.seconds(parameter.stated()) : Quantity.digits(parameter.stated()),
            Double.isNaN(parameter.ratio()) ? "" : Quantity.digits(parameter.ratio()));
      }
    }
    for (CalibrationResults.Checked run : results.calibration().checked()) {
      out.printf(
          "%n%s", fit(run.run() + (run.heldOut() ? ", held out" : ", fitted to") + ":", WIDTH));
      printPrediction(out, run.rows(), "");
    }
  }

  private static String fit(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width - 3) + "...";
  }

  private static void wrap(PrintWriter out, String text) {
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ")) {
      if (line.length() + word.length() + 1 > WIDTH) {
        out.println(line);
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    out.println(line);
  }
}
