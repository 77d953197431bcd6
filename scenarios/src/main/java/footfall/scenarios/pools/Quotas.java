package footfall.scenarios.pools;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a vendor grants one account, and how it counts.
 *
 * @param limits of which each holds; empty for none
 * @param countsCached whether cached input tokens count towards quotas of tokens
 * @param reserved output tokens that a call takes when it begins; what was not written goes back
 *     when it ends. Empty: what the reply has
 * @param concurrent calls that the vendor serves at the same time; empty for any number
 * @param tellsWhen whether a refusal says when to try again
 */
public record Quotas(
    List<Quota> limits,
    boolean countsCached,
    OptionalInt reserved,
    OptionalInt concurrent,
    boolean tellsWhen) {
  /** As much as one likes. */
  public static final Quotas NONE =
      new Quotas(List.of(), true, OptionalInt.empty(), OptionalInt.empty(), true);

  /** Copies the list. */
  public Quotas {
    limits = List.copyOf(limits);
  }

  /** Input tokens that count towards quotas. */
  public double counted(double input, double cached) {
    return countsCached ? input : input - cached;
  }

  /**
   * The limit that binds first for requests of this mean size; empty where there is none.
   *
   * @param input tokens of one request that count
   * @param output tokens of one request
   */
  public Optional<Quota> tightest(double input, double output) {
    return limits.stream().min(Comparator.comparingDouble(of -> perSecond(of, input, output)));
  }

  /** Requests of this mean size that all limits together grant in a second. */
  public double requestsPerSecond(double input, double output) {
    return limits.stream()
        .mapToDouble(of -> perSecond(of, input, output))
        .min()
        .orElse(Double.POSITIVE_INFINITY);
  }

  private static double perSecond(Quota quota, double input, double output) {
    return quota.perSecond() / quota.unit().of(1, input, output);
  }

  /** The same with all limits multiplied by a factor. */
  public Quotas times(double factor) {
    return new Quotas(
        limits.stream().map(limit -> limit.times(factor)).toList(),
        countsCached,
        reserved,
        concurrent,
        tellsWhen);
  }
}
