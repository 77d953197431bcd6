package footfall.scenarios.distributions;

import org.apache.commons.numbers.gamma.RegularizedBeta;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Beta on 0 to 1 by mean and standard deviation, with {@code a + b = m(1-m)/s^2 - 1} and {@code a =
 * m(a + b)}. Values are drawn by inversion from one uniform, so that a higher uniform is a better
 * value; each of 1,024 equally likely classes is stood for by its own mean, which keeps the mean
 * exact: {@code E[X; X <= x] = m I_x(a+1, b)}.
 */
public final class Beta implements Distribution {
  private static final int CLASSES = 1024;

  /** Of the distribution function, between which it is taken as straight. */
  private static final int STEPS = 4096;

  private final double mean;
  private final double sd;
  private final double[] values = new double[CLASSES];

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
    double both = mean * (1 - mean) / (sd * sd) - 1;
    double a = mean * both;
    double b = both - a;
    double below = 0;
    int step = 0;
    double before = 0;
    double after = 0;
    for (int i = 0; i < CLASSES; i++) {
      double wanted = (i + 1.0) / CLASSES;
      while (after < wanted && step < STEPS) {
        step++;
        before = after;
        after = RegularizedBeta.value((double) step / STEPS, a, b);
      }
      double part = after > before ? Math.min(1, (wanted - before) / (after - before)) : 1;
      double x = i == CLASSES - 1 ? 1 : (step - 1 + part) / STEPS;
      double upTo = mean * RegularizedBeta.value(x, a + 1, b);
      values[i] = Math.min(1, (upTo - below) * CLASSES);
      below = upTo;
    }
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
