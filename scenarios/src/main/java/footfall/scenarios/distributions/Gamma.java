package footfall.scenarios.distributions;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;

/** Gamma with the given mean and shape; an Erlang where the shape is a whole number. */
public record Gamma(double mean, double shape) implements Distribution {
  /** Gamma by mean and standard deviation: {@code shape = mean^2/sd^2}. */
  public static Gamma ofSd(double mean, double sd) {
    return new Gamma(mean, mean * mean / (sd * sd));
  }

  @Override
  public double sample(UniformRandomProvider random) {
    return AhrensDieterMarsagliaTsangGammaSampler.of(random, shape, mean / shape).sample();
  }

  @Override
  public double squaredCv() {
    return 1 / shape;
  }
}
