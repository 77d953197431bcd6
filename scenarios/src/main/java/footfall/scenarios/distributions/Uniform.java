package footfall.scenarios.distributions;

import org.apache.commons.rng.UniformRandomProvider;

/** Any value from min to max, all as likely. */
public record Uniform(double min, double max) implements Distribution {
  @Override
  public double sample(UniformRandomProvider random) {
    return min + (max - min) * random.nextDouble();
  }

  @Override
  public double mean() {
    return (min + max) / 2;
  }

  @Override
  public double squaredCv() {
    double mean = mean();
    return mean == 0 ? 0 : (max - min) * (max - min) / (12 * mean * mean);
  }
}
