package footfall.reports.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.stat.regression.OLSMultipleLinearRegression;

/**
 * Weighted least squares without a constant, that leaves out what lies farther from the line than
 * six times the median distance, and fits again. Intervals are by Student's t.
 */
final class LeastSquares {
  private static final double FARTHEST = 6;
  private static final int ROUNDS = 3;
  private static final double CONFIDENCE = 0.95;

  private final List<double[]> x = new ArrayList<>();
  private final List<Double> y = new ArrayList<>();
  private final List<Double> weights = new ArrayList<>();

  /** What came out: the factors, and half the width of the 95 % interval of each. */
  record Solution(double[] factors, double[] margins) {
    Solution dividedBy(double divisor) {
      return new Solution(
          Arrays.stream(factors).map(f -> f / divisor).toArray(),
          Arrays.stream(margins).map(m -> m / divisor).toArray());
    }
  }

  void add(double[] factorsOf, double value, double weight) {
    x.add(factorsOf);
    y.add(value);
    weights.add(Math.sqrt(weight));
  }

  int size() {
    return y.size();
  }

  /** The factors that fit best; there must be more samples than factors. */
  Solution solve() {
    boolean[] kept = new boolean[size()];
    Arrays.fill(kept, true);
    Solution solution = solve(kept);
    for (int round = 1; round < ROUNDS; round++) {
      double[] distances = new double[size()];
      for (int i = 0; i < size(); i++) {
        distances[i] = Math.abs(y.get(i) - dot(x.get(i), solution.factors()));
      }
      double[] sorted = distances.clone();
      Arrays.sort(sorted);
      double farthest = FARTHEST * sorted[sorted.length / 2];
      for (int i = 0; i < size(); i++) {
        kept[i] = distances[i] <= farthest;
      }
      try {
        solution = solve(kept);
      } catch (MathRuntimeException e) {
        return solution; // Too little is left to tell the factors apart.
      }
    }
    return solution;
  }

  private Solution solve(boolean[] kept) {
    int n = 0;
    for (boolean one : kept) {
      n += one ? 1 : 0;
    }
    double[][] rows = new double[n][];
    double[] values = new double[n];
    int row = 0;
    for (int i = 0; i < kept.length; i++) {
      if (kept[i]) {
        double weight = weights.get(i);
        rows[row] = Arrays.stream(x.get(i)).map(v -> v * weight).toArray();
        values[row++] = y.get(i) * weight;
      }
    }
    OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
    regression.setNoIntercept(true);
    regression.newSampleData(values, rows);
    double[] factors = regression.estimateRegressionParameters();
    double t =
        TDistribution.of(Math.max(1, n - factors.length))
            .inverseCumulativeProbability((1 + CONFIDENCE) / 2);
    double[] margins =
        Arrays.stream(regression.estimateRegressionParametersStandardErrors())
            .map(error -> t * error)
            .toArray();
    return new Solution(factors, margins);
  }

  private static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }
}
