package footfall.queueing.statistics;

import java.util.Arrays;

/**
 * A histogram of durations in classes that grow by the same ratio, as it is kept beside a run. A
 * value stands in the geometric middle of its class. Immutable.
 */
public final class BucketCounts {
  private final double[] seconds;
  private final long[] upTo;

  private BucketCounts(double[] seconds, long[] upTo) {
    this.seconds = seconds;
    this.upTo = upTo;
  }

  /**
   * The histogram that the pairs spell.
   *
   * @param pairs a class, less the class before, and its count in turn
   * @param ratio of the upper to the lower end of a class; class {@code i} begins at {@code
   *     ratio^i} microseconds
   */
  public static BucketCounts of(int[] pairs, double ratio) {
    double[] seconds = new double[pairs.length / 2];
    long[] upTo = new long[pairs.length / 2];
    int bucket = 0;
    long total = 0;
    for (int i = 0; i < seconds.length; i++) {
      bucket += pairs[2 * i];
      total += pairs[2 * i + 1];
      seconds[i] = Math.pow(ratio, bucket + 0.5) / 1e6;
      upTo[i] = total;
    }
    return new BucketCounts(seconds, upTo);
  }

  /** How many there are. */
  public long total() {
    return upTo.length == 0 ? 0 : upTo[upTo.length - 1];
  }

  /** The values of its classes, ascending. */
  public double[] seconds() {
    return seconds.clone();
  }

  /** For each of them, which part of all is not above it. */
  public double[] parts() {
    double total = total();
    return Arrays.stream(upTo).mapToDouble(count -> count / total).toArray();
  }

  /** The value that this part does not exceed, in seconds; NaN of none. */
  public double quantile(double part) {
    for (int i = 0; i < upTo.length; i++) {
      if (upTo[i] >= part * total() - 1e-9) {
        return seconds[i];
      }
    }
    return Double.NaN;
  }
}
