package footfall.actors.engine;

import footfall.scenarios.engine.StepTime;
import java.util.List;

/**
 * Consecutive steps of one batch, taken as one event. While every sequence only decodes, each step
 * takes longer than the one before by a constant, because each context grows by as much; the length
 * of the jump is then an arithmetic series. Any other step is a jump of one. Not thread-safe.
 */
final class Jump {
  private static final double ROUNDING = 1e-9;

  private final StepTime time;
  private boolean isOn;
  private double startNanos;
  private long steps;
  private double firstStepNanos;
  private double growthNanos;
  private boolean decodesOnly;
  private int sequences;
  private double tokens;
  private double promptTokens;

  Jump(StepTime time) {
    this.time = time;
  }

  /**
   * Starts with the batch that the sequences' {@code step} states. If the batch stays the same, the
   * jump lasts until the first sequence finishes.
   *
   * @param mayRepeat false if the next step can differ although all sequences decode
   */
  void start(double nowNanos, List<? extends Sequence<?>> running, boolean mayRepeat) {
    isOn = true;
    startNanos = nowNanos;
    sequences = 0;
    tokens = 0;
    promptTokens = 0;
    decodesOnly = mayRepeat;
    int sampled = 0;
    int decoding = 0;
    double contexts = 0;
    double pairs = 0;
    double leastLeft = Double.POSITIVE_INFINITY;
    for (int i = 0; i < running.size(); i++) {
      Sequence<?> sequence = running.get(i);
      double n = sequence.step;
      if (n <= 0) {
        continue;
      }
      sequences++;
      tokens += n;
      contexts += sequence.computed + n;
      pairs += n * (sequence.computed + n / 2);
      if (sequence.decodes()) {
        decoding++;
        sampled++;
        decodesOnly &= n == time.tokensPerDecode();
        leastLeft = Math.min(leastLeft, sequence.output - sequence.generated);
      } else {
        promptTokens += n;
        sampled += sequence.isReadAfter(n) ? 1 : 0;
        decodesOnly = false;
      }
    }
    firstStepNanos =
        time.batchNanos(sequences, tokens, sampled, decoding) + time.contextNanos(contexts, pairs);
    double gained = time.tokensGained();
    growthNanos = decodesOnly ? time.contextNanos(sequences * gained, tokens * gained) : 0;
    steps = decodesOnly ? Math.max(1, (long) Math.ceil(leastLeft / gained - ROUNDING)) : 1;
  }

  /** Ends after at most this many steps. */
  void limitTo(long most) {
    steps = Math.min(steps, most);
  }

  /** Ends with the step in progress at this time. */
  void endAfter(double nowNanos) {
    if (!isOn || steps == 1) {
      return;
    }
    double elapsed = nowNanos - startNanos;
    double a = growthNanos / 2;
    double b = firstStepNanos - a;
    double guess = a == 0 ? elapsed / b : (Math.sqrt(b * b + 4 * a * elapsed) - b) / (2 * a);
    long count = Math.max(1, Math.min(steps, (long) Math.ceil(guess)));
    while (count > 1 && nanosOf(count - 1) >= elapsed) {
      count--;
    }
    while (count < steps && nanosOf(count) < elapsed) {
      count++;
    }
    steps = count;
  }

  void stop() {
    isOn = false;
  }

  boolean isOn() {
    return isOn;
  }

  /** Whether its end is the end of the step in progress. */
  boolean isOneStep() {
    return steps == 1;
  }

  /** Whether every sequence of the batch decodes. */
  boolean decodesOnly() {
    return decodesOnly;
  }

  long steps() {
    return steps;
  }

  /** Sequences in the batch. */
  int sequences() {
    return sequences;
  }

  /** Tokens that one step computes; zero when no step is in progress. */
  double tokens() {
    return isOn ? tokens : 0;
  }

  /** Share of the batch's tokens that belong to prompts. */
  double promptShare() {
    return tokens > 0 ? promptTokens / tokens : 0;
  }

  double startNanos() {
    return startNanos;
  }

  double endNanos() {
    return startNanos + nanosOf(steps);
  }

  /** End of the first step. */
  double firstEndNanos() {
    return startNanos + firstStepNanos;
  }

  /** Nanoseconds since the start; zero when no step is in progress. */
  double elapsedNanos(double nowNanos) {
    return isOn ? Math.max(0, nowNanos - startNanos) : 0;
  }

  /** Mean length of its steps; zero when no step is in progress. */
  double meanStepNanos() {
    return isOn ? nanosOf(steps) / steps : 0;
  }

  /** Nanoseconds of the first {@code count} steps. */
  private double nanosOf(long count) {
    double n = count;
    return n * firstStepNanos + growthNanos * n * (n - 1) / 2;
  }
}
