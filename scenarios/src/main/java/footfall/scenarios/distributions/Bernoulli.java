package footfall.scenarios.distributions;

import org.apache.commons.rng.UniformRandomProvider;

/** One with the given probability, else zero: right or wrong. A higher uniform is the better. */
public record Bernoulli(double mean) implements Distribution {
  @Override
  public double sample(UniformRandomProvider random) {
    return random.nextDouble() >= 1 - mean ? 1 : 0;
  }

  @Override
  public double squaredCv() {
    return mean == 0 ? 0 : (1 - mean) / mean;
  }
}
