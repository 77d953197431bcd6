package footfall.reports.recording;

import org.HdrHistogram.Histogram;

/** A histogram of token counts with three significant digits, and their exact sum. */
public final class TokenCounts {
  private static final int SIGNIFICANT_DIGITS = 3;

  private final Histogram histogram = new Histogram(SIGNIFICANT_DIGITS);
  private double sum;

  void record(int tokens) {
    histogram.recordValue(tokens);
    sum += tokens;
  }

  void add(TokenCounts other) {
    histogram.add(other.histogram);
    sum += other.sum;
  }

  /** How many requests were counted. */
  public long count() {
    return histogram.getTotalCount();
  }

  /** The exact mean; NaN where nothing was counted. */
  public double mean() {
    return sum / count();
  }

  /** The number of tokens that the given percentage does not exceed, to three digits; or NaN. */
  public double percentile(double percent) {
    if (count() == 0) {
      return Double.NaN;
    }
    long value = histogram.getValueAtPercentile(percent);
    return (histogram.lowestEquivalentValue(value) + histogram.highestEquivalentValue(value)) / 2.0;
  }
}
