package footfall.scenarios.distributions;

import org.apache.commons.rng.UniformRandomProvider;

/**
 * A distribution of non-negative values: seconds for times, a plain number for counts. Immutable
 * and free of state, so any thread may sample it with a stream of its own.
 */
public sealed interface Distribution
    permits Constant, Exponential, LogNormal, Gamma, HyperExponential, Uniform, Empirical, Clamped {

  /** One value, drawn from the stream. */
  double sample(UniformRandomProvider random);

  /** The expected value. */
  double mean();

  /** Variance over squared mean; zero where the mean is zero. */
  double squaredCv();

  /** E[X^2]. */
  default double secondMoment() {
    return mean() * mean() * (1 + squaredCv());
  }

  /** One value in whole nanoseconds, taking the distribution's unit as seconds. */
  default long sampleNanos(UniformRandomProvider random) {
    return Math.round(sample(random) * 1e9);
  }
}
