package footfall.reports.recording;

import java.util.Arrays;

/**
 * How confident one could be in answers after which another pool may have been asked: how many fell
 * into each hundredth.
 */
public record Confidences(long[] counts) {
  private static final int BINS = 100;

  /** None. */
  public static final Confidences NONE = new Confidences(new long[BINS]);

  /** Counts that nobody has added to yet, for one thread to add to. */
  public static Confidences empty() {
    return new Confidences(new long[BINS]);
  }

  /** Counts one. */
  public void add(double confidence) {
    counts[(int) Math.max(0, Math.min(BINS - 1, Math.floor(confidence * BINS)))]++;
  }

  /** As they are now. */
  public Confidences snapshot() {
    return new Confidences(counts.clone());
  }

  /** Both together. */
  public Confidences plus(Confidences other) {
    long[] sum = new long[BINS];
    Arrays.setAll(sum, bin -> counts[bin] + other.counts[bin]);
    return new Confidences(sum);
  }

  /** The middle of a hundredth. */
  public static double middle(int bin) {
    return (bin + 0.5) / BINS;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Confidences that && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts);
  }
}
