package footfall.actors.resilience;

import footfall.actors.protocol.Request;

/** A request at a vendor, with its attempts so far. Not thread-safe. */
public abstract class VendorCall {
  private final Request request;
  private final long startedNanos;
  private int attempts;
  private long attemptNanos;
  private long pauseNanos;

  /** A call without an attempt yet, of a request that its worker began at {@code startedNanos}. */
  protected VendorCall(Request request, long startedNanos) {
    this.request = request;
    this.startedNanos = startedNanos;
  }

  /** The request that is asked. */
  public final Request request() {
    return request;
  }

  /** When the worker began with it. */
  public final long startedNanos() {
    return startedNanos;
  }

  /** Attempts begun so far. */
  public final int attempts() {
    return attempts;
  }

  final long attemptNanos() {
    return attemptNanos;
  }

  final void begin(long nowNanos) {
    attempts++;
    attemptNanos = nowNanos;
  }

  final long pauseNanos() {
    return pauseNanos;
  }

  final void pauseFor(long nanos) {
    pauseNanos = nanos;
  }
}
