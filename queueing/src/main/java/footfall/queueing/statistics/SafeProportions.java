package footfall.queueing.statistics;

import java.util.ArrayDeque;
import java.util.Deque;
import org.hipparchus.special.Beta;

/**
 * Tells two streams of successes and failures apart while they come in, whenever one looks: the
 * e-process of Turner, Ly and Grünwald ("Generic E-variables for exact sequential k-sample tests
 * that allow for optional stopping", J. Stat. Plan. Inference 230, 2024) for two Bernoulli streams
 * in blocks of one observation of each. Each block multiplies the e-value by
 *
 * <p>{@code p_a(y_a) p_b(y_b) / (p_0(y_a) p_0(y_b))},
 *
 * <p>where {@code a} and {@code b} are the rates estimated from the blocks before it and {@code 0}
 * is their mean. If both rates are the same within each block its expectation never exceeds one, so
 * the probability that it ever reaches {@code 1/alpha} is at most alpha (Ville), however often and
 * whenever anybody looks.
 *
 * <p>An observation waits for one of the other stream; no more than {@value #MOST_AHEAD} wait, the
 * oldest is let go. So rates may drift together, if slowly against that many observations. Not
 * thread-safe.
 */
public final class SafeProportions {
  /** Of the beta prior of the estimates, as the authors found it best. */
  private static final double PRIOR = 0.18;

  private static final int MOST_AHEAD = 16;

  private final long[] blockSuccesses = new long[2];

  /** Observations of one stream that the other has no partners for yet, first come first. */
  private final Deque<Boolean> ahead = new ArrayDeque<>();

  private int aheadStream;
  private long blocks;
  private double logValue;
  private double mostLogValue;

  /**
   * Another observation.
   *
   * @param stream 0 or 1
   */
  public void add(int stream, boolean success) {
    if (!ahead.isEmpty() && aheadStream != stream) {
      boolean other = ahead.poll();
      block(stream == 0 ? success : other, stream == 0 ? other : success);
    } else {
      aheadStream = stream;
      ahead.add(success);
      if (ahead.size() > MOST_AHEAD) {
        ahead.poll();
      }
    }
  }

  private void block(boolean first, boolean second) {
    double a = estimate(0);
    double b = estimate(1);
    double both = (a + b) / 2;
    logValue +=
        Math.log(of(a, first) * of(b, second)) - Math.log(of(both, first) * of(both, second));
    mostLogValue = Math.max(mostLogValue, logValue);
    blocks++;
    blockSuccesses[0] += first ? 1 : 0;
    blockSuccesses[1] += second ? 1 : 0;
  }

  private double estimate(int stream) {
    return (blockSuccesses[stream] + PRIOR) / (blocks + 2 * PRIOR);
  }

  private static double of(double rate, boolean success) {
    return success ? rate : 1 - rate;
  }

  /** Successes of the second stream less those of the first, of what was judged. */
  public long lead() {
    return blockSuccesses[1] - blockSuccesses[0];
  }

  /** The evidence now that the rates differ; one is none. */
  public double eValue() {
    return Math.exp(logValue);
  }

  /** The p-value that holds whenever one looks: one over the greatest evidence so far. */
  public double anytimePValue() {
    return Math.exp(-mostLogValue);
  }

  /**
   * The interval of one rate that holds at all times together (a confidence sequence), by the
   * mixture of all rates (Robbins, "Statistical methods related to the law of the iterated
   * logarithm", 1970): the rates p for which {@code B(s+1, f+1) / (p^s (1-p)^f)} is below one over
   * the error.
   *
   * @param confidence between 0 and 1
   */
  public static Interval anytime(long successes, long trials, double confidence) {
    if (trials == 0) {
      return new Interval(0, 1);
    }
    double rate = (double) successes / trials;
    return new Interval(
        successes == 0 ? 0 : edge(successes, trials, confidence, rate, 0),
        successes == trials ? 1 : edge(successes, trials, confidence, rate, 1));
  }

  /** By bisection from the rate, which is inside, towards an end. */
  private static double edge(
      long successes, long trials, double confidence, double rate, double end) {
    double inside = rate;
    double outside = end;
    for (int i = 0; i < 60; i++) {
      double middle = (inside + outside) / 2;
      if (isInside(successes, trials, confidence, middle)) {
        inside = middle;
      } else {
        outside = middle;
      }
    }
    return (inside + outside) / 2;
  }

  private static boolean isInside(long successes, long trials, double confidence, double rate) {
    long failures = trials - successes;
    double mixture = Beta.logBeta(successes + 1.0, failures + 1.0);
    double likelihood =
        (successes == 0 ? 0 : successes * Math.log(rate))
            + (failures == 0 ? 0 : failures * Math.log(1 - rate));
    return mixture - likelihood < -Math.log(1 - confidence);
  }
}
