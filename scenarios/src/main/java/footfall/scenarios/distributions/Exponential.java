package footfall.scenarios.distributions;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/** Exponential with the given mean: memoryless, coefficient of variation 1. */
public record Exponential(double mean) implements Distribution {
  @Override
  public double sample(UniformRandomProvider random) {
    return mean * ZigguratSampler.Exponential.of(random).sample();
  }

  @Override
  public double squaredCv() {
    return 1;
  }
}
