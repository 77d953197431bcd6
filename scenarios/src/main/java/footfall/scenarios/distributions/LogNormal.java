package footfall.scenarios.distributions;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * Log-normal, given by the mean and standard deviation of the value itself: {@code sigma^2 = ln(1 +
 * sd^2/mean^2)}, {@code mu = ln(mean) - sigma^2/2}.
 */
public record LogNormal(double mean, double sd) implements Distribution {
  @Override
  public double sample(UniformRandomProvider random) {
    double sigmaSquared = Math.log1p(squaredCv());
    double normal = ZigguratSampler.NormalizedGaussian.of(random).sample();
    return mean * Math.exp(Math.sqrt(sigmaSquared) * normal - sigmaSquared / 2);
  }

  @Override
  public double squaredCv() {
    return sd * sd / (mean * mean);
  }
}
