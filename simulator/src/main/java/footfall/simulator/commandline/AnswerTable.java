package footfall.simulator.commandline;

import footfall.reports.calibration.FittedService;
import footfall.reports.figures.Quantity;
import footfall.reports.results.CalibrationResults;
import footfall.reports.results.ComparisonResults;
import footfall.reports.results.LiveTestFigures;
import footfall.reports.results.Results;
import footfall.reports.results.Results.Better;
import footfall.reports.results.SloVerdict;
import footfall.reports.results.SweepResults;
import footfall.scenarios.figures.FigureName;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The answer on a terminal, within 80 columns. */
final class AnswerTable {
  static final int WIDTH = 79;
  private static final int MAX_ROWS = 25;

  private AnswerTable() {}

  static void print(PrintWriter out, Results results) {
    if (results.sizing() != null && results.sizing().summary() != null) {
      PlanTable.print(out, results.sizing(), results.cost().currency());
    } else {
      wrap(out, results.answer());
      out.println();
    }
    if (results.liveTest() != null) {
      printTest(out, results.liveTest());
    }
    if (results.shadow() != null) {
      ShadowTable.print(out, results.shadow(), results.cost().currency());
    }
    if (results.evaluation() != null) {
      ModelTable.print(out, results.evaluation(), results.cost().currency());
    }
    for (SloVerdict slo : results.slo()) {
      out.printf(
          Locale.ROOT,
          "%s %-40s %s %s%n",
          Paint.verdict(slo.verdict(), 9),
          fit(
              slo.words() + " " + Quantity.of(slo.unit(), slo.actual(), results.cost().currency()),
              40),
          slo.op(),
          Quantity.of(slo.unit(), slo.threshold(), results.cost().currency()));
    }
    results.pools().forEach(pool -> printFailures(out, pool));
    for (Results.ClaimVerdict claim : results.claims()) {
      out.printf(
          Locale.ROOT,
          "%s %s%n",
          Paint.verdict(claim.verdict(), 17),
          fit(claim.claim() + ": " + claim.statedText(), WIDTH - 18));
    }
    for (Results.TheoryRow row : results.theory()) {
      out.printf(
          Locale.ROOT,
          "%s %-40s closed %s, simulated %s%n",
          Paint.verdict(row.verdict(), 9),
          fit(row.system().replaceFirst(",.*?(, class|$)", "$1") + " " + row.metric(), 40),
          Quantity.digits(row.closedForm()),
          Quantity.digits(row.simulated()));
    }
    if (results.load() != null && results.load().pools() != null) {
      LoadPoolTable.print(out, results.load().pools());
    }
    if (results.load() != null && results.load().energy() != null) {
      wrap(out, results.load().energy().sentence());
    }
    if (results.load() != null
        && results.load().replies() != null
        && results.load().replies().differ()) {
      wrap(out, results.load().replies().sentence());
    }
    if (results.load() != null && results.load().incidents() != null) {
      IncidentTable.print(out, results.load().incidents(), results.cost().currency());
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

  static String levels(SweepResults results, SweepResults.Point point) {
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
              "%s %-38s %s to %s%s%n",
              Paint.verdict(row.verdict(), 7),
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
        out.printf(
            Locale.ROOT,
            "%-38s %12s %12s %9s%n",
            fit(parameter.name(), 38),
            figure(parameter, parameter.value()),
            figure(parameter, parameter.stated()),
            Double.isNaN(parameter.ratio()) ? "" : Quantity.digits(parameter.ratio()));
      }
    }
    for (CalibrationResults.Checked run : results.calibration().checked()) {
      out.printf(
          "%n%s", fit(run.run() + (run.heldOut() ? ", held out" : ", fitted to") + ":", WIDTH));
      printPrediction(out, run.rows(), "");
    }
  }

  private static String figure(FittedService.Parameter parameter, double value) {
    if (parameter.isTime()) {
      return Quantity.seconds(value);
    }
    if (parameter.name().startsWith("engine.step.")) {
      return parameter.name().endsWith("Bandwidth")
          ? Quantity.digits(value / 1e9) + " GB/s"
          : Quantity.digits(value / 1e12) + " TFLOP/s";
    }
    return Quantity.digits(value);
  }

  static String fit(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width - 3) + "...";
  }

  static void wrap(PrintWriter out, String text) {
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
