package footfall.scenarios.distributions;

import org.apache.commons.rng.UniformRandomProvider;

/**
 * A distribution of non-negative values: seconds for times, a plain number for counts. Immutable
 * and free of state, so any thread may sample it with a stream of its own.
 */
public sealed interface Distribution
    permits Constant,
        Exponential,
        LogNormal,
        Gamma,
        Weibull,
        Pareto,
        HyperExponential,
        Uniform,
        Empirical,
        Clamped,
        Scaled,
        Beta,
        Bernoulli {

  /** 30,000 days. */
  long MAX_NANOS = 30_000L * 86_400 * 1_000_000_000;

  /** More tokens or turns than anything has. */
  int MAX_COUNT = 1_000_000_000;

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

  /**
   * One value in whole nanoseconds, taking the distribution's unit as seconds; values above 30,000
   * days are moved down to that, so that sums of a few do not overflow.
   */
  default long sampleNanos(UniformRandomProvider random) {
    return Math.min(MAX_NANOS, Math.round(sample(random) * 1e9));
  }

  /** One value as a whole number, at most a thousand million. */
  default int sampleCount(UniformRandomProvider random) {
    return (int) Math.min(MAX_COUNT, Math.round(sample(random)));
  }
}
