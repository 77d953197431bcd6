package footfall.actors.routing;

import footfall.actors.protocol.Request;
import footfall.scenarios.routing.Circuit;

/**
 * Whether requests are sent to a pool that may be broken: closed, open, or half-open with one probe
 * on its way. What was sent before the circuit opened says nothing afterwards. Not thread-safe.
 */
final class CircuitBreaker {
  private enum State {
    CLOSED,
    OPEN,
    PROBING
  }

  private final Circuit circuit;
  private State state = State.CLOSED;
  private int failuresInRow;
  private long openUntilNanos;
  private long closedSinceNanos;
  private long probeShopper;
  private long probeDraw;
  private long openings;

  CircuitBreaker(Circuit circuit) {
    this.circuit = circuit;
  }

  /** Whether the request may be sent now; if the circuit was open until now, as its probe. */
  boolean admits(Request request, long nowNanos) {
    if (state == State.OPEN && nowNanos >= openUntilNanos) {
      state = State.PROBING;
      probeShopper = request.shopperKey();
      probeDraw = request.drawIndex();
      return true;
    }
    return state == State.CLOSED;
  }

  /** The pool has answered the request. */
  void succeeded(Request request, long nowNanos) {
    if (isProbe(request)) {
      state = State.CLOSED;
      closedSinceNanos = nowNanos;
    }
    if (tells(request)) {
      failuresInRow = 0;
    }
  }

  /** The pool has failed the request. */
  void failed(Request request, long nowNanos) {
    if (isProbe(request) || (tells(request) && ++failuresInRow >= circuit.failures())) {
      state = State.OPEN;
      openUntilNanos = nowNanos + circuit.openNanos();
      failuresInRow = 0;
      openings++;
    }
  }

  /** Whether it was sent since the circuit was closed last. */
  private boolean tells(Request request) {
    return state == State.CLOSED && request.submittedNanos() >= closedSinceNanos;
  }

  /** The request has ended and says nothing of the pool; if it was the probe, the next one is. */
  void toldNothing(Request request) {
    if (isProbe(request)) {
      state = State.OPEN;
    }
  }

  /** How often it has opened. */
  long openings() {
    return openings;
  }

  private boolean isProbe(Request request) {
    return state == State.PROBING
        && probeShopper == request.shopperKey()
        && probeDraw == request.drawIndex();
  }
}
