package footfall.queueing.statistics;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.inference.TTest;

/**
 * The mean of differences, each of the same subject under two conditions, judged by the paired
 * t-test (Student 1908).
 *
 * @param n subjects who were seen under both
 * @param mean difference; NaN without subjects
 * @param stdev of the differences
 * @param interval of the mean at 95 %
 * @param pValue that there is none, two-sided; where all differ alike that of the sign test, and 1
 *     where none differs
 */
public record PairedDifference(int n, double mean, double stdev, Interval interval, double pValue) {
  private static final double CONFIDENCE = 0.95;
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  /**
   * The first less the other.
   *
   * @param ones by subject; NaN where it was not seen
   */
  public static PairedDifference of(double[] ones, double[] others) {
    double[] differences =
        IntStream.range(0, ones.length)
            .mapToDouble(i -> ones[i] - others[i])
            .filter(Double::isFinite)
            .toArray();
    int n = differences.length;
    double mean = Arrays.stream(differences).average().orElse(Double.NaN);
    double squares = Arrays.stream(differences).map(d -> (d - mean) * (d - mean)).sum();
    double stdev = n < 2 ? Double.NaN : Math.sqrt(squares / (n - 1));
    double pValue = n < 2 ? 1 : pValue(differences, mean, stdev);
    return new PairedDifference(
        n, mean, stdev, StudentT.interval(mean, differences, CONFIDENCE), pValue);
  }

  private static double pValue(double[] differences, double mean, double stdev) {
    if (stdev == 0) {
      return mean == 0 ? 1 : Math.min(1, 2 * Math.pow(0.5, differences.length));
    }
    return TTest.withDefaults().test(differences).getPValue();
  }

  /**
   * The least difference that so many subjects show with that power: {@code (z(1-alpha/2) +
   * z(power)) s / sqrt(n)}.
   */
  public double detectable(double significance, double power) {
    return z(significance, power) * stdev / Math.sqrt(n);
  }

  /** Subjects that show this difference with that power; infinite where there is none. */
  public double needed(double significance, double power) {
    double z = z(significance, power) * stdev / mean;
    return mean == 0 ? Double.POSITIVE_INFINITY : Math.ceil(z * z);
  }

  private static double z(double significance, double power) {
    return NORMAL.inverseCumulativeProbability(1 - significance / 2)
        + NORMAL.inverseCumulativeProbability(power);
  }

  /**
   * P-values of a family of tests, adjusted so that finding any of those that are not there has the
   * probability asked for (Holm, "A simple sequentially rejective multiple test procedure", 1979).
   */
  public static double[] holm(double[] pValues) {
    Integer[] order =
        IntStream.range(0, pValues.length)
            .boxed()
            .sorted((a, b) -> Double.compare(pValues[a], pValues[b]))
            .toArray(Integer[]::new);
    double[] adjusted = new double[pValues.length];
    double least = 0;
    for (int i = 0; i < order.length; i++) {
      least = Math.max(least, Math.min(1, (order.length - i) * pValues[order[i]]));
      adjusted[order[i]] = least;
    }
    return adjusted;
  }
}
