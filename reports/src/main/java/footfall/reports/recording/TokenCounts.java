package footfall.reports.recording;

import footfall.queueing.statistics.LogLinearCounts;

/** A histogram of token counts with three significant digits, and their exact sum. */
public final class TokenCounts {
  private final LogLinearCounts counts = new LogLinearCounts();
  private double sum;

  void record(int tokens) {
    counts.record(tokens, 1);
    sum += tokens;
  }

  void add(TokenCounts other) {
    counts.add(other.counts);
    sum += other.sum;
  }

  /** How many requests were counted. */
  public long count() {
    return counts.total();
  }

  /** The exact mean; NaN where nothing was counted. */
  public double mean() {
    return sum / count();
  }

  /** The number of tokens that the given percentage does not exceed, to three digits; or NaN. */
  public double percentile(double percent) {
    return counts.percentile(percent);
  }
}
