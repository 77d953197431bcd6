package footfall.reports.analysis.evaluation;

import footfall.reports.results.EvaluationFigures.Estimate;
import org.hipparchus.stat.correlation.SpearmansCorrelation;

/** How alike two marks order the same conversations. Stateless. */
final class RankCorrelation {
  private static final int FEWEST = 4;
  private static final double Z = 1.959964;

  /** Of Fisher's transform of Spearman's correlation (Fieller, Hartley and Pearson, 1957). */
  private static final double VARIANCE = 1.06;

  private RankCorrelation() {}

  /**
   * Spearman's, with its 95 % interval by Fisher's transform.
   *
   * @return NaN where there are fewer than four pairs, or all of one mark are alike
   */
  static Estimate of(double[] one, double[] other) {
    double correlation =
        one.length < FEWEST ? Double.NaN : new SpearmansCorrelation().correlation(one, other);
    double half = Z * Math.sqrt(VARIANCE / (one.length - 3));
    double at = atanh(correlation);
    return new Estimate(
        correlation,
        Double.NaN,
        new double[] {
          Math.abs(correlation) == 1 ? correlation : Math.tanh(at - half),
          Math.abs(correlation) == 1 ? correlation : Math.tanh(at + half)
        },
        one.length);
  }

  private static double atanh(double value) {
    return 0.5 * Math.log((1 + value) / (1 - value));
  }
}
