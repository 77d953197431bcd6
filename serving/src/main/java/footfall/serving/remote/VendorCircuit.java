package footfall.serving.remote;

/**
 * Leaves a vendor alone that has failed so often in a row, and then tries it with one call. Not
 * thread-safe.
 *
 * @param <C> calls
 */
final class VendorCircuit<C> {
  private static final int FAILURES_UNTIL_OPEN = 5;
  private static final long OPEN_NANOS = 15_000_000_000L;

  private int failuresInRow;

  /** Calls are refused until then; zero where the vendor is thought to be there. */
  private long openUntilNanos;

  /** The one call that tries whether the vendor is there again; null where none does. */
  private C probe;

  /** Whether the call may be made now; if the circuit was open until now, as its probe. */
  boolean admits(C call, long nowNanos) {
    if (nowNanos < openUntilNanos || (probe != null && probe != call)) {
      return false;
    }
    if (openUntilNanos > 0) {
      probe = call;
    }
    return true;
  }

  /** The vendor has answered something that makes sense. */
  void isThere() {
    failuresInRow = 0;
    openUntilNanos = 0;
    probe = null;
  }

  /** The vendor has failed the call. */
  void failed(C call, long nowNanos) {
    if (++failuresInRow >= FAILURES_UNTIL_OPEN || call == probe) {
      openUntilNanos = nowNanos + OPEN_NANOS;
      failuresInRow = 0;
      probe = null;
    }
  }

  /** The call has ended, however; if it was the probe, the next one is. */
  void forget(C call) {
    probe = probe == call ? null : probe;
  }
}
