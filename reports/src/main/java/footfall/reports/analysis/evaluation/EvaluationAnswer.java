package footfall.reports.analysis.evaluation;

import footfall.reports.figures.Quantity;
import footfall.reports.results.EvaluationFigures;
import footfall.reports.results.EvaluationFigures.Comparison;
import footfall.reports.results.EvaluationFigures.Estimate;
import footfall.reports.results.EvaluationFigures.Model;
import footfall.reports.results.Results.Better;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Says in one sentence which model is best, and which cannot be told from it. */
final class EvaluationAnswer {
  private static final String MEASURE = "satisfaction";

  private EvaluationAnswer() {}

  static String sentence(EvaluationFigures figures) {
    Model best =
        figures.models().stream()
            .max(Comparator.comparingDouble(model -> model.of(MEASURE)))
            .orElseThrow();
    Estimate estimate = best.measures().get(MEASURE);
    List<String> worse = new ArrayList<>();
    List<String> alike = new ArrayList<>();
    List<String> same = new ArrayList<>();
    double detectable = 0;
    for (Comparison comparison : figures.comparisons()) {
      boolean concerns =
          comparison.measure().equals(MEASURE)
              && (comparison.model().equals(best.pool())
                  || comparison.against().equals(best.pool()));
      if (concerns) {
        boolean first = comparison.model().equals(best.pool());
        String other = first ? comparison.against() : comparison.model();
        if (comparison.verdict() == Better.UNDECIDED) {
          boolean isSame = comparison.detectable() == 0 && comparison.difference() == 0;
          (isSame ? same : alike).add(other);
          detectable = Math.max(detectable, comparison.detectable());
        } else {
          worse.add(
              String.format(Locale.ROOT, "%s by %.3f", other, Math.abs(comparison.difference())));
        }
      }
    }
    String how =
        figures.models().size() == 1
            ? " was examined"
            : worse.isEmpty() ? " cannot be told from all others" : " did best";
    StringBuilder answer =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%s%s: satisfaction %.3f%s, tool selection %s",
                best.pool(),
                how,
                estimate.value(),
                Double.isNaN(estimate.ci95()[0])
                    ? ""
                    : String.format(
                        Locale.ROOT, " (%.3f to %.3f)", estimate.ci95()[0], estimate.ci95()[1]),
                Quantity.percent(best.of("tool_selection"))));
    if (!worse.isEmpty()) {
      answer.append("; better than ").append(String.join(", ", worse));
    }
    if (!same.isEmpty()) {
      answer
          .append("; the same as ")
          .append(String.join(", ", same))
          .append(" in every conversation");
    }
    if (!alike.isEmpty()) {
      answer.append("; undecided against ").append(String.join(", ", alike));
      answer.append(
          Double.isNaN(detectable)
              ? ", as one conversation tells nothing apart"
              : String.format(
                  Locale.ROOT,
                  ": %,d conversations would show a difference of %.4f four times in five",
                  figures.conversations(),
                  detectable));
    }
    return answer.append('.').toString();
  }
}
