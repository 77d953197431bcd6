package footfall.reports.analysis.evaluation;

import footfall.queueing.statistics.PairedDifference;
import footfall.reports.analysis.evaluation.EvaluationAnalysis.Seen;
import footfall.reports.evaluation.QualityScores;
import footfall.reports.results.EvaluationFigures;
import footfall.reports.results.EvaluationFigures.Comparison;
import footfall.reports.results.EvaluationFigures.Model;
import footfall.reports.results.EvaluationFigures.Quantised;
import footfall.reports.results.Results.Better;
import footfall.scenarios.pools.Backend;
import java.util.ArrayList;
import java.util.List;

/**
 * Lays the models of an evaluation side by side: shopper i is the same with every one, so
 * differences are paired. Stateless.
 */
final class ModelComparisons {
  private ModelComparisons() {}

  /** Every pair of models, measure by measure. */
  public static List<Comparison> of(
      double significance, List<Model> models, List<List<QualityScores>> marks) {
    List<Comparison> comparisons = new ArrayList<>();
    for (String measure : QualityScores.MEASURES) {
      List<PairedDifference> differences = new ArrayList<>();
      List<int[]> pairs = new ArrayList<>();
      for (int one = 1; one < models.size(); one++) {
        for (int other = 0; other < one; other++) {
          PairedDifference difference =
              PairedDifference.of(
                  EvaluationAnalysis.values(marks.get(one), measure),
                  EvaluationAnalysis.values(marks.get(other), measure));
          if (difference.n() > 0) {
            differences.add(difference);
            pairs.add(new int[] {one, other});
          }
        }
      }
      double[] adjusted =
          PairedDifference.holm(
              differences.stream().mapToDouble(PairedDifference::pValue).toArray());
      for (int i = 0; i < pairs.size(); i++) {
        comparisons.add(
            comparison(
                significance,
                measure,
                models.get(pairs.get(i)[0]).pool(),
                models.get(pairs.get(i)[1]).pool(),
                differences.get(i),
                adjusted[i],
                pairs.size()));
      }
    }
    return comparisons;
  }

  /** What could be seen is stated for a test that has its share of the error (Bonferroni). */
  private static Comparison comparison(
      double significance,
      String measure,
      String model,
      String against,
      PairedDifference difference,
      double adjusted,
      int pairs) {
    boolean tells = adjusted < significance;
    return new Comparison(
        measure,
        model,
        against,
        difference.n(),
        difference.mean(),
        new double[] {difference.interval().low(), difference.interval().high()},
        difference.pValue(),
        adjusted,
        !tells ? Better.UNDECIDED : difference.mean() > 0 ? Better.BETTER : Better.WORSE,
        difference.detectable(significance / pairs, EvaluationFigures.POWER),
        difference.needed(significance / pairs, EvaluationFigures.POWER));
  }

  /** Local models that were examined in two precisions. */
  static List<Quantised> quantised(
      List<Seen> seen, List<Model> models, List<Comparison> comparisons) {
    List<Quantised> quantised = new ArrayList<>();
    for (Comparison comparison : comparisons) {
      if (!comparison.measure().equals("satisfaction")) {
        continue;
      }
      int one = indexOf(models, comparison.model());
      int other = indexOf(models, comparison.against());
      if (seen.get(one).pool().backend() instanceof Backend.Local first
          && seen.get(other).pool().backend() instanceof Backend.Local second
          && first.model().equals(second.model())
          && bits(first) != bits(second)) {
        boolean asNamed = bits(first) < bits(second);
        Model lower = models.get(asNamed ? one : other);
        Model higher = models.get(asNamed ? other : one);
        quantised.add(
            new Quantised(
                lower.pool(),
                higher.pool(),
                asNamed ? comparison : comparison.reversed(),
                lower.weightsBytes() / higher.weightsBytes(),
                lower.alone().requestLatency().p50() / higher.alone().requestLatency().p50()));
      }
    }
    return quantised;
  }

  private static int indexOf(List<Model> models, String pool) {
    return models.stream().map(Model::pool).toList().indexOf(pool);
  }

  /** A graph that is named for nothing is in full precision. */
  private static int bits(Backend.Local local) {
    return Integer.parseInt(local.precision().orElse("fp32").replaceAll("[a-z]", ""));
  }
}
