package footfall.actors.resilience;

import footfall.actors.protocol.Request;
import footfall.scenarios.pools.Circuit;

/**
 * Whether requests are sent to a pool or a vendor that may be broken: closed, open, or half-open
 * with one probe on its way. What was sent before the circuit closed says nothing afterwards. Not
 * thread-safe.
 */
public final class CircuitBreaker {
  private enum State {
    CLOSED,
    OPEN,
    HALF_OPEN
  }

  private final Circuit circuit;
  private State state = State.CLOSED;
  private int failuresInRow;
  private long openUntilNanos;
  private long closedSinceNanos;
  private long probeShopper;
  private long probeDraw;
  private long openings;

  /** A closed circuit. */
  public CircuitBreaker(Circuit circuit) {
    this.circuit = circuit;
  }

  /** Whether the request may be sent now; the first after the circuit was open is its probe. */
  public boolean tryAcquire(Request request, long nowNanos) {
    if (state == State.OPEN && nowNanos >= openUntilNanos) {
      state = State.HALF_OPEN;
      probeShopper = request.shopperKey();
      probeDraw = request.drawIndex();
      return true;
    }
    return state == State.CLOSED;
  }

  /** The request was answered. */
  public void recordSuccess(Request request, long sentNanos, long nowNanos) {
    if (isProbe(request)) {
      state = State.CLOSED;
      closedSinceNanos = nowNanos;
    }
    if (counts(sentNanos)) {
      failuresInRow = 0;
    }
  }

  /** The request failed. */
  public void recordFailure(Request request, long sentNanos, long nowNanos) {
    if (isProbe(request) || (counts(sentNanos) && ++failuresInRow >= circuit.failures())) {
      state = State.OPEN;
      openUntilNanos = nowNanos + circuit.openNanos();
      failuresInRow = 0;
      openings++;
    }
  }

  /** Ends a request without a sign of health; frees the place of the probe. */
  public void release(Request request) {
    if (isProbe(request)) {
      state = State.OPEN;
    }
  }

  /** How often it has opened. */
  public long openings() {
    return openings;
  }

  private boolean counts(long sentNanos) {
    return state == State.CLOSED && sentNanos >= closedSinceNanos;
  }

  private boolean isProbe(Request request) {
    return state == State.HALF_OPEN
        && probeShopper == request.shopperKey()
        && probeDraw == request.drawIndex();
  }
}
