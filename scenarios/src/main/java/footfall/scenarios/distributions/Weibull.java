package footfall.scenarios.distributions;

import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Weibull with the given mean and shape k: {@code F(x) = 1 - exp(-(x/scale)^k)}, {@code scale =
 * mean/Gamma(1 + 1/k)}. A shape below 1 has a heavier tail than exponential.
 */
public record Weibull(double mean, double shape) implements Distribution {
  private static final double MIN_SHAPE = 0.05;
  private static final double MAX_SHAPE = 500;

  /** The greatest coefficient of variation that the least shape has. */
  public static final double MAX_CV = 1e5;

  /**
   * Weibull by mean and standard deviation. The shape is found by bisection: the coefficient of
   * variation falls as it grows.
   */
  public static Weibull ofSd(double mean, double sd) {
    double squaredCv = sd * sd / (mean * mean);
    double low = MIN_SHAPE;
    double high = MAX_SHAPE;
    for (int i = 0; i < 100; i++) {
      double middle = Math.sqrt(low * high);
      if (squaredCv(middle) > squaredCv) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return new Weibull(mean, Math.sqrt(low * high));
  }

  @Override
  public double sample(UniformRandomProvider random) {
    double scale = mean / Math.exp(LogGamma.value(1 + 1 / shape));
    return scale * Math.pow(new Exponential(1).sample(random), 1 / shape);
  }

  @Override
  public double squaredCv() {
    return squaredCv(shape);
  }

  /** {@code Gamma(1 + 2/k)/Gamma(1 + 1/k)^2 - 1}. */
  private static double squaredCv(double shape) {
    return Math.expm1(LogGamma.value(1 + 2 / shape) - 2 * LogGamma.value(1 + 1 / shape));
  }
}
