package footfall.scenarios;

import footfall.scenarios.distributions.Distribution;
import footfall.scenarios.randomness.RandomStream;

/**
 * How long a worker takes for a turn: {@code time + input tokens x perInputToken + output tokens x
 * perOutputToken}. Where output tokens take time the reply streams, and its first token comes after
 * one of them; otherwise the reply comes whole.
 *
 * @param time seconds
 * @param secondsPerInputToken prefill
 * @param secondsPerOutputToken decode (TPOT)
 */
public record Service(
    Distribution time, double secondsPerInputToken, double secondsPerOutputToken) {

  /** Whether the duration is a distribution alone, whatever the tokens. */
  public boolean ignoresTokens() {
    return secondsPerInputToken == 0 && secondsPerOutputToken == 0;
  }

  /** Whether tokens come one by one. */
  public boolean streams() {
    return secondsPerOutputToken > 0;
  }

  /** Nanoseconds before the first output token is begun. */
  public long prefillNanos(int inputTokens, RandomStream random) {
    return time.sampleNanos(random) + capped(inputTokens * secondsPerInputToken);
  }

  /** Nanoseconds that the output tokens take. */
  public long decodeNanos(int outputTokens) {
    return capped(outputTokens * secondsPerOutputToken);
  }

  /** Expected seconds for a turn with these mean token counts. */
  public double meanSeconds(double inputTokens, double outputTokens) {
    return time.mean() + inputTokens * secondsPerInputToken + outputTokens * secondsPerOutputToken;
  }

  private static long capped(double seconds) {
    return Math.min(Distribution.MAX_NANOS, Math.round(seconds * 1e9));
  }
}
