package footfall.actors.workers;

/**
 * A quota of so many units a minute: a bucket that holds a minute's worth, is full at the start and
 * fills at the rate of the quota. So in any stretch of w seconds at most {@code rate (60 + w)/60}
 * are granted. Not thread-safe.
 */
final class TokenBucket implements Allowance {
  private static final double MINUTE_NANOS = 60e9;

  private final double perMinute;
  private double level;
  private long lastNanos;

  TokenBucket(double perMinute) {
    this.perMinute = perMinute;
    this.level = perMinute;
  }

  @Override
  public long waitNanos(double units, long nowNanos) {
    level = Math.min(perMinute, level + (nowNanos - lastNanos) / MINUTE_NANOS * perMinute);
    lastNanos = nowNanos;
    if (units > perMinute) {
      return NEVER;
    }
    return units <= level ? 0 : (long) Math.ceil((units - level) / perMinute * MINUTE_NANOS);
  }

  @Override
  public void take(double units) {
    level -= units;
  }

  @Override
  public void giveBack(double units, long takenNanos, long nowNanos) {
    level += units; // What exceeds a minute's worth is cut off before the next is taken.
  }
}
