package footfall.scenarios.distributions;

import org.apache.commons.rng.UniformRandomProvider;

/** Always the same value. */
public record Constant(double value) implements Distribution {
  @Override
  public double sample(UniformRandomProvider random) {
    return value;
  }

  @Override
  public double mean() {
    return value;
  }

  @Override
  public double squaredCv() {
    return 0;
  }
}
