package footfall.queueing.statistics;

import java.util.Arrays;

/**
 * How many durations did not exceed which value: a histogram made ready for many questions.
 * Immutable.
 */
public final class CumulativeCounts {
  private final double[] micros;
  private final long[] counts;

  private CumulativeCounts(double[] micros, long[] counts) {
    this.micros = micros;
    this.counts = counts;
  }

  /** The counts of microseconds; a value stands in the middle of its class. */
  public static CumulativeCounts of(LogLinearCounts all) {
    int[] size = new int[1];
    all.forEach(
        (index, count) -> {
          size[0]++;
          return true;
        });
    double[] micros = new double[size[0]];
    long[] counts = new long[size[0]];
    int[] at = new int[1];
    long[] sum = new long[1];
    all.forEach(
        (index, count) -> {
          sum[0] += count;
          micros[at[0]] = LogLinearCounts.middle(index);
          counts[at[0]++] = sum[0];
          return true;
        });
    return new CumulativeCounts(micros, counts);
  }

  /** The same counts with {@code more} values added that exceed any limit. */
  public CumulativeCounts endless(long more) {
    if (more == 0) {
      return this;
    }
    double[] values = Arrays.copyOf(micros, micros.length + 1);
    long[] sums = Arrays.copyOf(counts, counts.length + 1);
    values[micros.length] = Double.POSITIVE_INFINITY;
    sums[counts.length] = total() + more;
    return new CumulativeCounts(values, sums);
  }

  /** How many different values there are. */
  public int values() {
    return micros.length;
  }

  /** The value of this rank, from zero, in microseconds. */
  public double micros(int rank) {
    return micros[rank];
  }

  /** How many there are in all. */
  public long total() {
    return counts.length == 0 ? 0 : counts[counts.length - 1];
  }

  /** The value that this part does not exceed, in microseconds. */
  public double quantile(double part) {
    long wanted = Math.max(1, (long) Math.ceil(part * total() - 1e-9));
    int low = 0;
    int high = micros.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (counts[middle] >= wanted) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return micros[low];
  }

  /** How many did not exceed the value. */
  public long upTo(double value) {
    int at = Arrays.binarySearch(micros, value);
    int last = at >= 0 ? at : -at - 2;
    return last < 0 ? 0 : counts[last];
  }
}
