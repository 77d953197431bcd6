package footfall.reports.analysis.comparison;

import footfall.reports.analysis.comparison.Comparisons.ComparedRun;
import footfall.reports.figures.Quantity;
import footfall.reports.results.ComparisonResults.Beside;
import footfall.reports.results.ComparisonResults.Row;
import footfall.reports.results.Results.Better;
import footfall.scenarios.figures.FigureName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a comparison comes to, in plain words. */
public final class ComparisonAnswer {
  private ComparisonAnswer() {}

  /**
   * One sentence for each run beside the first, after one for each that is not valid.
   *
   * @param compared the baseline and the others
   * @param beside the others beside the baseline
   */
  public static String sentence(List<ComparedRun> compared, List<Beside> beside, String currency) {
    List<String> sentences = new ArrayList<>();
    for (ComparedRun run : compared) {
      if (!run.valid()) {
        sentences.add("Not valid: a check of " + run.name() + " fails.");
      }
    }
    for (ComparedRun run : compared) {
      if (!run.scenario().equals(compared.get(0).scenario())) {
        sentences.add(compared.get(0).common(run));
      }
    }
    for (Beside run : beside) {
      List<String> parts = new ArrayList<>();
      for (Row row : run.figures()) {
        if (row.regression()) {
          parts.add(regression(row, currency));
        }
      }
      parts.add(
          String.format(
              Locale.ROOT,
              "%d figures are better, %d worse and %d undecided",
              count(run, Better.BETTER),
              count(run, Better.WORSE),
              count(run, Better.UNDECIDED)));
      sentences.add(
          run.run() + " beside " + compared.get(0).name() + ": " + String.join("; ", parts) + ".");
    }
    return String.join(" ", sentences);
  }

  private static String regression(Row row, String currency) {
    String metric = FigureName.parse(row.figure()).orElseThrow().metric();
    return row.figure()
        + " regresses from "
        + Quantity.of(metric, row.baseline(), currency)
        + " to "
        + Quantity.of(metric, row.run(), currency);
  }

  private static long count(Beside run, Better verdict) {
    return run.figures().stream().filter(row -> row.verdict() == verdict).count();
  }
}
