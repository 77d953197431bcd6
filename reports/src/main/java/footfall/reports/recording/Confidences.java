package footfall.reports.recording;

import java.util.Arrays;

/**
 * How confident one could be in answers after which another pool may have been asked: how many fell
 * into each thousandth, and how many were exactly 0 or 1, as rules and judges have it.
 *
 * @param counts of 0, of each thousandth between, and of 1
 * @param unknown answers of which nothing told it
 */
public record Confidences(long[] counts, long unknown) {
  private static final int BINS = 1_000;

  /** None. */
  public static final Confidences NONE = new Confidences(new long[BINS + 2], 0);

  /** Both together. */
  public Confidences plus(Confidences other) {
    long[] sum = new long[BINS + 2];
    Arrays.setAll(sum, bin -> counts[bin] + other.counts[bin]);
    return new Confidences(sum, unknown + other.unknown);
  }

  /** What stands for all that fell there. */
  public static double value(int bin) {
    return bin == 0 ? 0 : bin == BINS + 1 ? 1 : (bin - 0.5) / BINS;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Confidences that
        && Arrays.equals(counts, that.counts)
        && unknown == that.unknown;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts);
  }

  /** Counts; for one thread. */
  public static final class Counter {
    private final long[] counts = new long[BINS + 2];
    private long unknown;

    /** Counts one; not a number where nothing told it. */
    public void add(double confidence) {
      if (Double.isNaN(confidence)) {
        unknown++;
      } else if (confidence <= 0) {
        counts[0]++;
      } else if (confidence >= 1) {
        counts[BINS + 1]++;
      } else {
        counts[1 + (int) Math.min(BINS - 1, Math.floor(confidence * BINS))]++;
      }
    }

    /** As they are now. */
    public Confidences counted() {
      return new Confidences(counts.clone(), unknown);
    }
  }
}
