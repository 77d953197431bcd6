package footfall.reports.statistics;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Student's t interval for a mean: {@code centre +- t(n-1, (1+confidence)/2) x s / sqrt(n)} over n
 * independent samples.
 */
public final class StudentT {
  private StudentT() {}

  /**
   * An interval around an estimate, as wide as the scatter of the samples demands.
   *
   * @param centre the estimate from all samples together, which for a percentile or a quotient is
   *     not the mean of the samples
   * @param samples one value of each replication or batch; those that are NaN are left out
   * @param confidence between 0 and 1
   */
  public static Interval interval(double centre, double[] samples, double confidence) {
    double[] values = Arrays.stream(samples).filter(Double::isFinite).toArray();
    int n = values.length;
    if (n < 2 || !Double.isFinite(centre)) {
      return Interval.NONE;
    }
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    double standardError = Math.sqrt(squares / (n - 1) / n);
    double t = TDistribution.of(n - 1).inverseCumulativeProbability((1 + confidence) / 2);
    return new Interval(centre - t * standardError, centre + t * standardError);
  }
}
