package footfall.scenarios.arrivals;

/**
 * How regular or bursty arrivals are, told from their instants one after the other. Not
 * thread-safe.
 */
public final class ArrivalStatistics {
  /** The lengths of the windows in which arrivals are counted. */
  public static final long[] WINDOW_NANOS = {1_000_000_000L, 10_000_000_000L, 60_000_000_000L};

  private long count;
  private long firstNanos;
  private long lastNanos;
  private double squaredGaps;
  private final long[] window = new long[WINDOW_NANOS.length];
  private final long[] inWindow = new long[WINDOW_NANOS.length];
  private final double[] squaredCounts = new double[WINDOW_NANOS.length];

  /** Adds an arrival, which must not be before the one added last. */
  public void add(long nanos) {
    if (count == 0) {
      firstNanos = nanos;
    } else {
      double gap = nanos - lastNanos;
      squaredGaps += gap * gap;
    }
    for (int i = 0; i < WINDOW_NANOS.length; i++) {
      long at = (nanos - firstNanos) / WINDOW_NANOS[i];
      if (at > window[i]) {
        squaredCounts[i] += (double) inWindow[i] * inWindow[i];
        inWindow[i] = 0;
        window[i] = at;
      }
      inWindow[i]++;
    }
    lastNanos = nanos;
    count++;
  }

  /** How many arrived. */
  public long count() {
    return count;
  }

  /** Arrivals per second between the first and the last; NaN for fewer than two. */
  public double ratePerSecond() {
    return count < 2 ? Double.NaN : (count - 1) / ((lastNanos - firstNanos) / 1e9);
  }

  /** Coefficient of variation of the gaps; NaN for fewer than two arrivals. */
  public double coefficientOfVariation() {
    double mean = (double) (lastNanos - firstNanos) / (count - 1);
    double square = squaredGaps / (count - 1);
    return count < 2 ? Double.NaN : Math.sqrt(Math.max(0, square / (mean * mean) - 1));
  }

  /**
   * Index of dispersion of the counts in full windows of this length, sample variance over mean: 1
   * for Poisson arrivals, more for bursts. NaN for fewer than ten windows.
   *
   * @param index into {@link #WINDOW_NANOS}
   */
  public double dispersion(int index) {
    long windows = window[index];
    if (windows < 10) {
      return Double.NaN;
    }
    double mean = (double) (count - inWindow[index]) / windows;
    return (squaredCounts[index] - windows * mean * mean) / (windows - 1) / mean;
  }
}
