package footfall.queueing.statistics;

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

  /** The least interval that holds both; this one where there is no other. */
  public Interval hull(Interval other) {
    return other.exists()
        ? new Interval(Math.min(low, other.low), Math.max(high, other.high))
        : this;
  }

  /** The part of it between two values that bound all there can be. */
  public Interval within(double least, double most) {
    return new Interval(
        Math.min(most, Math.max(least, low)), Math.min(most, Math.max(least, high)));
  }

  /** The part of it that is not negative: a time or a count cannot be less than nothing. */
  public Interval atLeastZero() {
    return new Interval(Math.max(0, low), Math.max(0, high));
  }
}
