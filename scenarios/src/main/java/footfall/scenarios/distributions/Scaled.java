package footfall.scenarios.distributions;

import org.apache.commons.rng.UniformRandomProvider;

/** Another distribution with every value multiplied by a factor above zero. */
public record Scaled(Distribution inner, double factor) implements Distribution {

  /** The same distribution in its own form, where that has one for it. */
  public static Distribution of(Distribution distribution, double factor) {
    if (distribution instanceof Constant constant) {
      return new Constant(constant.value() * factor);
    }
    return distribution instanceof Empirical empirical
        ? empirical.scaled(factor)
        : new Scaled(distribution, factor);
  }

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
