package footfall.queueing.statistics;

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
    double standardError = Math.sqrt(squaredError(values));
    double t = TDistribution.of(n - 1).inverseCumulativeProbability((1 + confidence) / 2);
    return new Interval(centre - t * standardError, centre + t * standardError);
  }

  /**
   * An interval around the difference of two independent means (Welch 1947), with the degrees of
   * freedom of Satterthwaite.
   */
  public static Interval difference(
      double centre, double[] before, double[] after, double confidence) {
    double[] x = Arrays.stream(before).filter(Double::isFinite).toArray();
    double[] y = Arrays.stream(after).filter(Double::isFinite).toArray();
    if (x.length < 2 || y.length < 2 || !Double.isFinite(centre)) {
      return Interval.NONE;
    }
    double ofX = squaredError(x);
    double ofY = squaredError(y);
    double both = ofX + ofY;
    if (both == 0) {
      return new Interval(centre, centre);
    }
    double freedom = both * both / (ofX * ofX / (x.length - 1) + ofY * ofY / (y.length - 1));
    double t = TDistribution.of(freedom).inverseCumulativeProbability((1 + confidence) / 2);
    return new Interval(centre - t * Math.sqrt(both), centre + t * Math.sqrt(both));
  }

  private static double squaredError(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return squares / (values.length - 1) / values.length;
  }
}
