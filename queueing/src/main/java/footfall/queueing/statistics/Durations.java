package footfall.queueing.statistics;

import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.jspecify.annotations.Nullable;

/**
 * A histogram of durations with three significant digits in microseconds, and their exact sums. The
 * sums of two of them add up. Not thread-safe.
 */
public final class Durations {
  private static final int SIGNIFICANT_DIGITS = 3;
  private static final Histogram NONE = new Histogram(SIGNIFICANT_DIGITS);

  /** Null until something is recorded, and where it is packed. */
  private @Nullable Histogram micros;

  /** Every value that was recorded and how often, in turn; null where it is not packed. */
  private long @Nullable [] packed;

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
    histogram().recordValueWithCount((nanos + 500) / 1_000, times);
    count += times;
    double value = nanos;
    sumNanos += value * times;
    sumSquares += value * value * times;
    minNanos = Math.min(minNanos, nanos);
    maxNanos = Math.max(maxNanos, nanos);
  }

  /** Adds all that the other holds. */
  public void add(Durations other) {
    if (other.packed != null) {
      record(histogram(), other.packed);
    } else if (other.micros != null) {
      histogram().add(other.micros);
    }
    count += other.count;
    sumNanos += other.sumNanos;
    sumSquares += other.sumSquares;
    minNanos = Math.min(minNanos, other.minNanos);
    maxNanos = Math.max(maxNanos, other.maxNanos);
  }

  private Histogram histogram() {
    if (micros == null) {
      micros = packed == null ? new Histogram(SIGNIFICANT_DIGITS) : unpacked(packed);
      packed = null;
    }
    return micros;
  }

  private Histogram read() {
    return micros != null ? micros : packed == null ? NONE : unpacked(packed);
  }

  private static Histogram unpacked(long[] values) {
    Histogram histogram = new Histogram(SIGNIFICANT_DIGITS);
    record(histogram, values);
    return histogram;
  }

  private static void record(Histogram histogram, long[] values) {
    for (int i = 0; i < values.length; i += 2) {
      histogram.recordValueWithCount(values[i], values[i + 1]);
    }
  }

  /** Takes less room from now on; more can still be recorded. */
  public void pack() {
    if (micros != null) {
      LongStream.Builder values = LongStream.builder();
      for (HistogramIterationValue value : micros.recordedValues()) {
        values.add(value.getValueIteratedTo()).add(value.getCountAtValueIteratedTo());
      }
      packed = values.build().toArray();
      micros = null;
      cumulative = null;
    }
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
    Histogram read = read();
    long value = read.getValueAtPercentile(percent);
    double middle = (read.lowestEquivalentValue(value) + read.highestEquivalentValue(value)) / 2.0;
    return Math.min(maxSeconds(), Math.max(minSeconds(), middle / 1e6));
  }

  /** The counts added up from the least value on, as they are now. */
  public CumulativeCounts cumulative() {
    if (cumulative == null || cumulative.total() != count) {
      cumulative = CumulativeCounts.of(read());
    }
    return cumulative;
  }
}
