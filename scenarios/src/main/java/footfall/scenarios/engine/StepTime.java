package footfall.scenarios.engine;

import java.util.Optional;

/**
 * How long one forward pass takes:
 *
 * <pre>
 * overhead + (perSequence + kvBytesPerSequence / Bkv) x sequences + communication x tokens
 *   + ( ((2 P tokens + 2 head sampled) / F)^4 + (W / B)^4 )^(1/4)
 *   + contexts x kvBytes / Bkv
 *   + 4 layers width (sum of n (context before + n / 2)) / Fa
 * </pre>
 *
 * where the second line is a smooth maximum of computing and of reading the weights, and contexts
 * count after the step. Immutable.
 */
public final class StepTime {
  private static final int EXPERT_TABLE = 4096;

  private final double fixedNanos;
  private final double draftNanos;
  private final double perSequenceNanos;
  private final double perTokenNanos;
  private final double computePerTokenNanos;
  private final double headPerSampledNanos;
  private final double weightNanos;
  private final double kvPerTokenNanos;
  private final double attentionPerPairNanos;
  private final int tokensPerDecode;
  private final double tokensGained;

  /** Nanoseconds to read the weights by tokens; empty for a dense model. */
  private final double[] weightNanosByTokens;

  private StepTime(ModelShape shape, DeviceRates rates, Optional<Speculation> speculation) {
    fixedNanos = rates.overheadSeconds() * 1e9;
    draftNanos = speculation.map(Speculation::draftSeconds).orElse(0.0) * 1e9;
    perSequenceNanos =
        rates.secondsPerSequence() * 1e9
            + 1e9 * shape.kvBytesPerSequence() / rates.kvBytesPerSecond();
    perTokenNanos = rates.communicationSecondsPerToken() * 1e9;
    computePerTokenNanos = 2e9 * shape.parameters() / rates.flops();
    headPerSampledNanos = 2e9 * shape.headParameters() / rates.flops();
    weightNanos = 1e9 * shape.weightBytes() / rates.bytesPerSecond();
    kvPerTokenNanos = 1e9 * shape.kvBytesPerToken() / rates.kvBytesPerSecond();
    attentionPerPairNanos = 4e9 * shape.layers() * shape.attentionWidth() / rates.attentionFlops();
    tokensPerDecode = speculation.map(s -> s.draftTokens() + 1).orElse(1);
    tokensGained = speculation.map(s -> 1 + s.acceptedTokens()).orElse(1.0);
    weightNanosByTokens = new double[shape.experts().isPresent() ? EXPERT_TABLE : 0];
    for (int tokens = 0; tokens < weightNanosByTokens.length; tokens++) {
      weightNanosByTokens[tokens] = 1e9 * shape.weightBytesRead(tokens) / rates.bytesPerSecond();
    }
  }

  /** The time of the steps of a model on a device. */
  public static StepTime of(
      ModelShape shape, DeviceRates rates, Optional<Speculation> speculation) {
    return new StepTime(shape, rates, speculation);
  }

  /** Tokens that a sequence counts for in a step in which it decodes. */
  public int tokensPerDecode() {
    return tokensPerDecode;
  }

  /** Tokens that a sequence is on by after a step in which it decodes, on average. */
  public double tokensGained() {
    return tokensGained;
  }

  /**
   * Nanoseconds of a step without what depends on contexts.
   *
   * @param sequences in the step
   * @param tokens that are computed
   * @param sampled sequences that sample a token
   * @param decoding sequences that decode
   */
  public double batchNanos(int sequences, double tokens, int sampled, int decoding) {
    double compute = computePerTokenNanos * tokens + headPerSampledNanos * sampled;
    return fixedNanos
        + (decoding > 0 ? draftNanos : 0)
        + perSequenceNanos * sequences
        + perTokenNanos * tokens
        + smoothMaximum(compute, weightNanos(tokens));
  }

  /**
   * Nanoseconds of a step that depend on contexts.
   *
   * @param contexts tokens of all sequences after the step
   * @param pairs sum of {@code n (context before + n / 2)} over the sequences
   */
  public double contextNanos(double contexts, double pairs) {
    return kvPerTokenNanos * contexts + attentionPerPairNanos * pairs;
  }

  private double weightNanos(double tokens) {
    return weightNanosByTokens.length == 0
        ? weightNanos
        : weightNanosByTokens[(int) Math.min(tokens, weightNanosByTokens.length - 1)];
  }

  private static double smoothMaximum(double a, double b) {
    return Math.sqrt(Math.sqrt(a * a * a * a + b * b * b * b));
  }
}
