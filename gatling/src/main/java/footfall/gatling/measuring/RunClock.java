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

  /** Sets the start; false if it is set. */
  public synchronized boolean start() {
    if (running) {
      return false;
    }
    zeroNanos = System.nanoTime() + LEAD_NANOS;
    zeroMillis = System.currentTimeMillis() + LEAD_NANOS / NANOS_PER_MILLI;
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
