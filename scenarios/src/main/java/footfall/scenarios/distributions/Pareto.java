package footfall.scenarios.distributions;

import org.apache.commons.rng.UniformRandomProvider;

/**
 * Pareto with the given mean and shape a above 1: {@code F(x) = 1 - (scale/x)^a} from the scale on,
 * {@code scale = mean (a - 1)/a}. Its variance is infinite up to a shape of 2.
 */
public record Pareto(double mean, double shape) implements Distribution {
  @Override
  public double sample(UniformRandomProvider random) {
    double scale = mean * (shape - 1) / shape;
    return scale * Math.pow(1 - random.nextDouble(), -1 / shape);
  }

  /** {@code 1/(a (a - 2))}. */
  @Override
  public double squaredCv() {
    return shape > 2 ? 1 / (shape * (shape - 2)) : Double.POSITIVE_INFINITY;
  }
}
