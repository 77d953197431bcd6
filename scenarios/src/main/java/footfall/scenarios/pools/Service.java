package footfall.scenarios.pools;

import footfall.scenarios.distributions.Constant;
import footfall.scenarios.distributions.Distribution;
import footfall.scenarios.distributions.Scaled;
import footfall.scenarios.randomness.RandomStream;
import java.util.Optional;

/**
 * How long a worker takes for a request: {@code time + input tokens x perInputToken + output tokens
 * x perOutputToken}. Where output tokens take time the reply streams, and its first token comes
 * after one of them; otherwise the reply comes whole.
 *
 * @param time seconds
 * @param secondsPerInputToken prefill
 * @param secondsPerOutputToken decode (TPOT) of one request, drawn once for each; not used where
 *     the worker batches
 * @param batching how requests that run together slow each other; empty where they do not
 */
public record Service(
    Distribution time,
    double secondsPerInputToken,
    Distribution secondsPerOutputToken,
    Optional<Batching> batching) {

  /** Requests that run together do not notice each other. */
  public static Service unbatched(Distribution time) {
    return new Service(time, 0, new Constant(0), Optional.empty());
  }

  /** The same, taking so many times as long. */
  public Service scaled(double factor) {
    return new Service(
        Scaled.of(time, factor),
        secondsPerInputToken * factor,
        Scaled.of(secondsPerOutputToken, factor),
        batching.map(b -> b.scaled(factor)));
  }

  /** Whether the duration is a distribution alone, whatever the tokens. */
  public boolean ignoresTokens() {
    return secondsPerInputToken == 0 && !streams();
  }

  /** Whether tokens come one by one. */
  public boolean streams() {
    return batching.isPresent() || secondsPerOutputToken.mean() > 0;
  }

  /** Nanoseconds before the first output token is begun, of a request that runs alone. */
  public long prefillNanos(int inputTokens, RandomStream random) {
    return time.sampleNanos(random) + capped(inputTokens * secondsPerInputToken);
  }

  /** Nanoseconds that the output tokens take; only where the worker does not batch. */
  public long decodeNanos(int outputTokens, RandomStream random) {
    return capped(outputTokens * secondsPerOutputToken.sample(random));
  }

  /** Expected seconds for a request with these mean token counts that runs alone. */
  public double meanSeconds(double inputTokens, double outputTokens) {
    double perOutputToken =
        batching.map(b -> b.tpot().at(1)).orElseGet(secondsPerOutputToken::mean);
    return time.mean() + inputTokens * secondsPerInputToken + outputTokens * perOutputToken;
  }

  private static long capped(double seconds) {
    return Math.min(Distribution.MAX_NANOS, Math.round(seconds * 1e9));
  }
}
