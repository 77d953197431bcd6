package footfall.queueing.statistics;

import org.jspecify.annotations.Nullable;

/**
 * A histogram of durations with three significant digits in microseconds, and their exact sums. The
 * sums of two of them add up. Not thread-safe.
 */
public final class Durations {
  private final LogLinearCounts micros = new LogLinearCounts();

  /** Null until asked for. */
  private @Nullable CumulativeCounts cumulative;

  private long count;
  private double sumNanos;
  private double sumSquares;
  private long minNanos = Long.MAX_VALUE;
  private long maxNanos;

  /** A merged copy of several, ready to be asked for percentiles. */
  public static Durations merged(Iterable<Durations> parts) {
    Durations merged = new Durations();
    for (Durations part : parts) {
      merged.add(part);
    }
    return merged;
  }

  /** Records one duration. */
  public void record(long nanos) {
    record(nanos, 1);
  }

  /** Records the same duration several times. */
  public void record(long nanos, long times) {
    micros.record((nanos + 500) / 1_000, times);
    count += times;
    double value = nanos;
    sumNanos += value * times;
    sumSquares += value * value * times;
    minNanos = Math.min(minNanos, nanos);
    maxNanos = Math.max(maxNanos, nanos);
  }

  /** Adds all that the other holds. */
  public void add(Durations other) {
    micros.add(other.micros);
    count += other.count;
    sumNanos += other.sumNanos;
    sumSquares += other.sumSquares;
    minNanos = Math.min(minNanos, other.minNanos);
    maxNanos = Math.max(maxNanos, other.maxNanos);
  }

  /** Takes less room from now on; more can still be recorded. */
  public void pack() {
    micros.pack();
    cumulative = null;
  }

  /** How many were recorded. */
  public long count() {
    return count;
  }

  /** The exact mean in seconds; NaN where none was recorded. */
  public double meanSeconds() {
    return count == 0 ? Double.NaN : sumNanos / count / 1e9;
  }

  /** The standard deviation in seconds; NaN where none was recorded. */
  public double stdevSeconds() {
    if (count == 0) {
      return Double.NaN;
    }
    double mean = sumNanos / count;
    return Math.sqrt(Math.max(0, sumSquares / count - mean * mean)) / 1e9;
  }

  /** The exact least value in seconds; NaN where none was recorded. */
  public double minSeconds() {
    return count == 0 ? Double.NaN : minNanos / 1e9;
  }

  /** The exact greatest value in seconds; NaN where none was recorded. */
  public double maxSeconds() {
    return count == 0 ? Double.NaN : maxNanos / 1e9;
  }

  /** The value that the given percentage does not exceed, in seconds, to three digits. */
  public double percentileSeconds(double percent) {
    if (count == 0) {
      return Double.NaN;
    }
    return Math.min(maxSeconds(), Math.max(minSeconds(), micros.percentile(percent) / 1e6));
  }

  /** The counts added up from the least value on, as they are now. */
  public CumulativeCounts cumulative() {
    if (cumulative == null || cumulative.total() != count) {
      cumulative = CumulativeCounts.of(micros);
    }
    return cumulative;
  }
}
