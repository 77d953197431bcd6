package footfall.reports.recording;

/**
 * How many turns wait and are served in a pool, and the integrals of both over time, kept by the
 * pool itself: one side of Little's law, while the times of the turns are the other. Integrals are
 * in turn-nanoseconds. Not thread-safe.
 */
public final class PoolLevels implements Cloneable {
  private long lastNanos;
  private long waiting;
  private long inService;
  private long maxWaiting;
  private long completions;
  private double waitingArea;
  private double inServiceArea;

  /** An empty pool from the given instant on. */
  public PoolLevels(long nowNanos) {
    lastNanos = nowNanos;
  }

  /** A turn came and went straight into service. */
  public void startedAtOnce(long nowNanos) {
    advance(nowNanos);
    inService++;
  }

  /** A turn came and waits. */
  public void queued(long nowNanos) {
    advance(nowNanos);
    waiting++;
    maxWaiting = Math.max(maxWaiting, waiting);
  }

  /** A served turn left and nobody took its slot. */
  public void left(long nowNanos) {
    advance(nowNanos);
    inService--;
    completions++;
  }

  /** A served turn left and one that waited took its slot. */
  public void leftAndStarted(long nowNanos) {
    advance(nowNanos);
    waiting--;
    completions++;
  }

  /** A waiting turn gave up. */
  public void abandoned(long nowNanos) {
    advance(nowNanos);
    waiting--;
  }

  /** The levels at this instant; the maximum queue starts afresh from here. */
  public PoolLevels snapshot(long nowNanos) {
    advance(nowNanos);
    PoolLevels copy = copy();
    maxWaiting = waiting;
    return copy;
  }

  /** The same levels with another maximum. */
  public PoolLevels withMaxWaiting(long max) {
    PoolLevels copy = copy();
    copy.maxWaiting = max;
    return copy;
  }

  /** Turns waiting now. */
  public long waiting() {
    return waiting;
  }

  /** Turns in service now. */
  public long inService() {
    return inService;
  }

  /** Turns waiting or in service now. */
  public long inSystem() {
    return waiting + inService;
  }

  /** Turns served since the start. */
  public long completions() {
    return completions;
  }

  /** The longest queue since the snapshot before. */
  public long maxWaiting() {
    return maxWaiting;
  }

  /** Integral of the turns waiting, in turn-nanoseconds. */
  public double waitingArea() {
    return waitingArea;
  }

  /** Integral of the turns in service, in turn-nanoseconds. */
  public double inServiceArea() {
    return inServiceArea;
  }

  /** When these levels were taken. */
  public long atNanos() {
    return lastNanos;
  }

  private void advance(long nowNanos) {
    double elapsed = nowNanos - lastNanos;
    waitingArea += waiting * elapsed;
    inServiceArea += inService * elapsed;
    lastNanos = nowNanos;
  }

  private PoolLevels copy() {
    try {
      return (PoolLevels) clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }
}
