package footfall.queueing.statistics;

import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** Two shares of successes, told apart. */
public final class TwoProportions {
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
  private static final double CONFIDENCE = 0.95;

  private TwoProportions() {}

  /**
   * Trials in each of two equal groups that tell two shares apart: {@code n = (z(1-alpha/2) +
   * z(power))^2 (p(1-p) + q(1-q)) / (p-q)^2}, rounded up; infinite where there is no difference.
   *
   * <p>Source: Fleiss, Levin and Paik, "Statistical Methods for Rates and Proportions", 2003,
   * without continuity correction.
   *
   * @param significance alpha, two-sided
   * @param power 1 - beta
   */
  public static double trialsNeeded(double p, double q, double significance, double power) {
    double z =
        NORMAL.inverseCumulativeProbability(1 - significance / 2)
            + NORMAL.inverseCumulativeProbability(power);
    double difference = p - q;
    if (difference == 0) {
      return Double.POSITIVE_INFINITY;
    }
    return Math.ceil(z * z * (p * (1 - p) + q * (1 - q)) / (difference * difference));
  }

  /** Two-sided p-value of the pooled z-test that both shares are the same; 1 without trials. */
  public static double pValue(long successes, long trials, long others, long otherTrials) {
    double pooled = (double) (successes + others) / (trials + otherTrials);
    double error = Math.sqrt(pooled * (1 - pooled) * (1.0 / trials + 1.0 / otherTrials));
    if (!(error > 0)) {
      return 1;
    }
    double difference = (double) successes / trials - (double) others / otherTrials;
    return 2 * NORMAL.survivalProbability(Math.abs(difference) / error);
  }

  /**
   * 95 % interval of the first share less the other by the scores of both (Newcombe, "Interval
   * estimation for the difference between independent proportions", 1998, method 10).
   */
  public static Interval difference(long successes, long trials, long others, long otherTrials) {
    if (trials == 0 || otherTrials == 0) {
      return Interval.NONE;
    }
    double p = (double) successes / trials;
    double q = (double) others / otherTrials;
    Interval ofP = wilson(successes, trials);
    Interval ofQ = wilson(others, otherTrials);
    return new Interval(
        p - q - Math.hypot(p - ofP.low(), ofQ.high() - q),
        p - q + Math.hypot(ofP.high() - p, q - ofQ.low()));
  }

  /**
   * The exact interval of one share (Clopper and Pearson 1934): it has a width even where nothing,
   * or everything, was a success.
   */
  public static Interval exact(long successes, long trials, double confidence) {
    double tail = (1 - confidence) / 2;
    double low =
        successes == 0
            ? 0
            : BetaDistribution.of(successes, trials - successes + 1.0)
                .inverseCumulativeProbability(tail);
    double high =
        successes == trials
            ? 1
            : BetaDistribution.of(successes + 1.0, trials - successes)
                .inverseSurvivalProbability(tail);
    return new Interval(low, high);
  }

  /** 95 % score interval of one share (Wilson 1927). */
  public static Interval wilson(long successes, long trials) {
    double z = NORMAL.inverseCumulativeProbability((1 + CONFIDENCE) / 2);
    double p = (double) successes / trials;
    double centre = (p + z * z / (2 * trials)) / (1 + z * z / trials);
    double half =
        z
            * Math.sqrt(p * (1 - p) / trials + z * z / (4.0 * trials * trials))
            / (1 + z * z / trials);
    return new Interval(Math.max(0, centre - half), Math.min(1, centre + half));
  }
}
