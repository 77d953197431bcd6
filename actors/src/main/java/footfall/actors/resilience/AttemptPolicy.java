package footfall.actors.resilience;

import footfall.reports.recording.Attempt;
import footfall.reports.recording.Failure;
import footfall.scenarios.pools.VendorApi;
import footfall.scenarios.randomness.Purpose;
import footfall.scenarios.randomness.RandomStream;
import footfall.scenarios.randomness.Streams;
import java.util.Optional;

/**
 * When the client of a vendor's account sends an attempt, and when it sends the next: the retries
 * and the circuit breaker that the scenario states under {@code api}. The simulated account and the
 * real client both go by it, so that a prediction holds for what is measured. Not thread-safe.
 */
public final class AttemptPolicy {
  /** The pause of a call that is not tried again. */
  public static final long GIVE_UP = Long.MAX_VALUE;

  private final VendorApi.Retries retries;
  private final Optional<CircuitBreaker> circuit;
  private final RandomStream random = new RandomStream();

  /** A policy for one account, with its circuit closed. */
  public AttemptPolicy(VendorApi api) {
    this.retries = api.retries();
    this.circuit = api.circuit().map(CircuitBreaker::new);
  }

  /** Begins the next attempt, unless the circuit is open. */
  public boolean tryBegin(VendorCall call, long nowNanos) {
    if (circuit.isPresent() && !circuit.get().tryAcquire(call.request(), nowNanos)) {
      return false;
    }
    call.begin(nowNanos);
    return true;
  }

  /** Tells the circuit how the attempt ended; that one was throttled says nothing of its health. */
  public void record(VendorCall call, Attempt attempt, long nowNanos) {
    if (circuit.isEmpty()) {
      return;
    }
    switch (attempt) {
      case SUCCEEDED -> circuit.get().recordSuccess(call.request(), call.attemptNanos(), nowNanos);
      case THROTTLED -> circuit.get().release(call.request());
      case FAILED, TIMED_OUT ->
          circuit.get().recordFailure(call.request(), call.attemptNanos(), nowNanos);
    }
  }

  /** Ends an attempt without a health signal, because its request was cancelled. */
  public void release(VendorCall call) {
    circuit.ifPresent(breaker -> breaker.release(call.request()));
  }

  /**
   * Nanoseconds from the end of a failed attempt to the next; {@link #GIVE_UP} where there is none.
   *
   * @param retryAfterNanos pause that the vendor asks for; zero where it asks for none
   * @param begun whether some of the reply has been streamed to the shopper
   */
  public long pauseNanos(VendorCall call, long retryAfterNanos, boolean begun) {
    if (begun
        || call.attempts() > retries.max()
        || retryAfterNanos > retries.longestRetryAfterNanos()) {
      return GIVE_UP;
    }
    random.at(at(call, Purpose.BACKOFF));
    call.pauseFor(Backoff.nanos(retries, call.attempts() - 1, call.pauseNanos(), random));
    return retryAfterNanos + call.pauseNanos();
  }

  /** Why a call failed whose last attempt ended like this. */
  public static Failure reason(Attempt last) {
    return switch (last) {
      case THROTTLED -> Failure.THROTTLED;
      case TIMED_OUT -> Failure.TIMED_OUT;
      default -> Failure.VENDOR_ERROR;
    };
  }

  /**
   * Key of the draws of the attempt that is under way; those of the first are the ones that any
   * other worker would make.
   */
  public static long at(VendorCall call, Purpose purpose) {
    long first = call.request().serviceKey(purpose);
    return call.attempts() <= 1 ? first : Streams.entity(first, call.attempts());
  }
}
