package footfall.gatling.measuring;

/**
 * Nanoseconds since the start of the run, which lies a little ahead of the moment in which it is
 * set, so that nobody is late from the beginning. Thread-safe.
 */
public final class RunClock {
  private static final long LEAD_NANOS = 1_000_000_000L;
  private static final long NANOS_PER_MILLI = 1_000_000L;

  private volatile long zeroNanos;
  private volatile long zeroMillis;
  private volatile boolean running;

  /** Sets the start a little ahead; false if it is set. */
  public boolean start() {
    return start(System.currentTimeMillis() + LEAD_NANOS / NANOS_PER_MILLI);
  }

  /**
   * Sets the start; false if it is set.
   *
   * @param epochMillis the start, in milliseconds of the epoch
   */
  public synchronized boolean start(long epochMillis) {
    if (running) {
      return false;
    }
    long aheadMillis = epochMillis - System.currentTimeMillis();
    zeroNanos = System.nanoTime() + aheadMillis * NANOS_PER_MILLI;
    zeroMillis = epochMillis;
    running = true;
    return true;
  }

  /** Whether the start is set. */
  public boolean isRunning() {
    return running;
  }

  /** Nanoseconds since the start; negative before it. */
  public long nowNanos() {
    return running ? System.nanoTime() - zeroNanos : -LEAD_NANOS;
  }

  /** The instant in milliseconds of the epoch. */
  public long epochMillis(long nanos) {
    return zeroMillis + nanos / NANOS_PER_MILLI;
  }
}
