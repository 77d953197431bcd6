package footfall.scenarios.pools;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a vendor's API allows one account, and how its client behaves. The account is the pool's one
 * worker.
 *
 * @param errorRate part of the attempts that the vendor answers with an error
 * @param errorNanos after which an error, or an answer during an outage, comes
 * @param timeoutNanos after which the client gives an attempt up; empty for never
 * @param circuit when the client stops calling for a while; empty where it never does
 * @param outages when every attempt fails
 * @param monthlyBudget currency units that may be spent in a month; empty for no end
 * @param spentBefore of the budget when the run begins
 */
public record VendorApi(
    Quotas quotas,
    double errorRate,
    long errorNanos,
    OptionalLong timeoutNanos,
    Retries retries,
    Optional<Circuit> circuit,
    List<Window> outages,
    OptionalDouble monthlyBudget,
    double spentBefore) {

  /** Copies the list. */
  public VendorApi {
    outages = List.copyOf(outages);
  }

  /** Whether the vendor is out at this instant. */
  public boolean isOutAt(long nanos) {
    return outages.stream().anyMatch(outage -> outage.contains(nanos));
  }

  /** The same once the budget of the month is spent. */
  public VendorApi withoutBudget() {
    return copy(quotas, outages, OptionalDouble.of(0), 0);
  }

  /** The same with its quotas multiplied by a factor. */
  public VendorApi withQuotas(double factor) {
    return copy(quotas.times(factor), outages, monthlyBudget, spentBefore);
  }

  /** The same with other outages. */
  public VendorApi withOutages(List<Window> others) {
    return copy(quotas, others, monthlyBudget, spentBefore);
  }

  private VendorApi copy(
      Quotas otherQuotas, List<Window> otherOutages, OptionalDouble otherBudget, double spent) {
    return new VendorApi(
        otherQuotas,
        errorRate,
        errorNanos,
        timeoutNanos,
        retries,
        circuit,
        otherOutages,
        otherBudget,
        spent);
  }

  /** From one instant to another, the end excluded. */
  public record Window(long fromNanos, long toNanos) {
    boolean contains(long nanos) {
      return nanos >= fromNanos && nanos < toNanos;
    }
  }

  /**
   * How the client tries again: after the vendor's Retry-After where there is one, and then a pause
   * that grows. For the k-th retry from zero, with {@code d = min(cap, base 2^k)}: none, d; full,
   * uniform from 0 to d; decorrelated, {@code min(cap, uniform from base to 3 x the pause before)}.
   * An attempt whose reply has begun to stream is never repeated.
   *
   * <p>Source: Brooker, "Exponential backoff and jitter", AWS Architecture Blog, 2015.
   *
   * @param max attempts after the first
   * @param longestRetryAfterNanos a vendor that asks for a longer pause is not tried again
   */
  public record Retries(
      int max, long baseNanos, long capNanos, Jitter jitter, long longestRetryAfterNanos) {}

  /** How pauses between attempts are scattered. */
  public enum Jitter {
    NONE,
    FULL,
    DECORRELATED
  }
}
