package footfall.actors.workers;

/** A daily quota, full at the start of each day. The first day begins with the run. */
final class DailyAllowance implements Allowance {
  private static final long DAY_NANOS = 86_400_000_000_000L;

  private final double perDay;
  private double left;
  private long day;

  DailyAllowance(double perDay) {
    this.perDay = perDay;
    this.left = perDay;
  }

  @Override
  public long waitNanos(double units, long nowNanos) {
    if (nowNanos / DAY_NANOS > day) {
      day = nowNanos / DAY_NANOS;
      left = perDay;
    }
    if (units > perDay) {
      return NEVER;
    }
    return units <= left ? 0 : (day + 1) * DAY_NANOS - nowNanos;
  }

  @Override
  public void take(double units) {
    left -= units;
  }

  @Override
  public void giveBack(double units, long takenNanos, long nowNanos) {
    if (takenNanos / DAY_NANOS == day) {
      left += units;
    }
  }
}
