package footfall.reports.statistics;

/** A confidence interval; both ends are NaN where there are too few samples for one. */
public record Interval(double low, double high) {
  /** No interval can be given. */
  public static final Interval NONE = new Interval(Double.NaN, Double.NaN);

  /** Whether there is an interval at all. */
  public boolean exists() {
    return !Double.isNaN(low);
  }

  /** Whether the value lies in the interval, ends included. */
  public boolean covers(double value) {
    return low <= value && value <= high;
  }

  /** Half the width. */
  public double halfWidth() {
    return (high - low) / 2;
  }
}
