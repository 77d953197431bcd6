package footfall.scenarios.distributions;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.numbers.gamma.RegularizedBeta;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Beta on 0 to 1 by mean and standard deviation, with {@code a + b = m(1-m)/s^2 - 1} and {@code a =
 * m(a + b)}. Values are drawn by inversion from one uniform, so that a higher uniform is a better
 * value; each of 1,024 equally likely classes is stood for by its own mean, {@code E[X; X <= x] = m
 * I_x(a+1, b)} of its ends, so that the mean of all is exact and the deviation nearly so.
 */
public final class Beta implements Distribution {
  private static final int CLASSES = 1024;
  private static final int MAX_STEPS = 200;
  private static final double TOLERANCE = 1e-8;

  /** Tables are dear to make, and many pools and replications ask for the same. */
  private static final int MAX_TABLES = 256;

  private static final Map<Beta, double[]> TABLES = new ConcurrentHashMap<>();

  private final double mean;
  private final double sd;
  private final double[] values;

  /**
   * A beta distribution.
   *
   * @param mean above 0 and below 1
   * @param sd above 0 and below {@code sqrt(mean(1-mean))}
   */
  public Beta(double mean, double sd) {
    if (!(mean > 0 && mean < 1 && sd > 0 && sd * sd < mean * (1 - mean))) {
      throw new IllegalArgumentException("no beta has mean " + mean + " and sd " + sd);
    }
    this.mean = mean;
    this.sd = sd;
    if (TABLES.size() > MAX_TABLES) {
      TABLES.clear();
    }
    this.values = TABLES.computeIfAbsent(this, beta -> table(mean, sd));
  }

  private static double[] table(double mean, double sd) {
    double both = mean * (1 - mean) / (sd * sd) - 1;
    double a = mean * both;
    double b = both - a;
    double[] values = new double[CLASSES];
    double x = 0;
    double below = 0;
    double belowMean = 0;
    double sum = 0;
    for (int i = 0; i < CLASSES; i++) {
      double end = i == CLASSES - 1 ? 1 : quantile((i + 1.0) / CLASSES, a, b, x, below);
      double upTo = RegularizedBeta.value(end, a, b);
      double upToMean = mean * RegularizedBeta.value(end, a + 1, b);
      // Near 1 quantiles may be closer to each other than numbers are.
      values[i] =
          upTo > below ? Math.max(x, Math.min(end, (upToMean - belowMean) / (upTo - below))) : end;
      sum += values[i];
      x = end;
      below = upTo;
      belowMean = upToMean;
    }
    correct(values, mean, sum / CLASSES);
    return values;
  }

  /** Moves all values a little towards an end, so that their mean is the one that is wanted. */
  private static void correct(double[] values, double mean, double found) {
    for (int i = 0; i < CLASSES; i++) {
      values[i] =
          found > mean ? values[i] * mean / found : 1 - (1 - values[i]) * (1 - mean) / (1 - found);
    }
  }

  /**
   * Where the distribution function reaches a probability, to a hundred-thousandth of a class: by
   * false position with halving (Illinois), from a place below it on.
   */
  private static double quantile(double probability, double a, double b, double low, double atLow) {
    double left = low;
    double right = 1;
    double belowLeft = probability - atLow;
    double aboveRight = 1 - probability;
    double x = right;
    for (int i = 0; i < MAX_STEPS && right - left > Math.ulp(right); i++) {
      x = left + (right - left) * belowLeft / (belowLeft + aboveRight);
      double above = RegularizedBeta.value(x, a, b) - probability;
      if (Math.abs(above) < TOLERANCE) {
        return x;
      }
      if (above > 0) {
        right = x;
        aboveRight = above;
        belowLeft /= 2;
      } else {
        left = x;
        belowLeft = -above;
        aboveRight /= 2;
      }
    }
    return right;
  }

  @Override
  public double sample(UniformRandomProvider random) {
    return values[(int) (random.nextDouble() * CLASSES)];
  }

  @Override
  public double mean() {
    return mean;
  }

  @Override
  public double squaredCv() {
    return sd * sd / (mean * mean);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Beta beta && beta.mean == mean && beta.sd == sd;
  }

  @Override
  public int hashCode() {
    return Double.hashCode(mean) * 31 + Double.hashCode(sd);
  }

  @Override
  public String toString() {
    return "Beta[mean=" + mean + ", sd=" + sd + "]";
  }
}
