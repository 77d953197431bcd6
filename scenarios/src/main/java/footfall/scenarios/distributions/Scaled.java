package footfall.scenarios.distributions;

import org.apache.commons.rng.UniformRandomProvider;

/** Another distribution with every value multiplied by a factor above zero. */
public record Scaled(Distribution inner, double factor) implements Distribution {
  @Override
  public double sample(UniformRandomProvider random) {
    return inner.sample(random) * factor;
  }

  @Override
  public double mean() {
    return inner.mean() * factor;
  }

  @Override
  public double squaredCv() {
    return inner.squaredCv();
  }
}
