package footfall.actors.live.djl;

import footfall.actors.live.speech.Sampling;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Chooses the next token of one reply from logits. Not thread-safe.
 *
 * <p>Nucleus sampling: Holtzman et al., "The curious case of neural text degeneration", 2020.
 * Repetition penalty: Keskar et al., "CTRL", 2019.
 */
final class Sampler {
  private final Sampling sampling;
  private final SplittableRandom random;

  /** Tokens that were there; null where nobody asks. */
  private final BitSet met;

  Sampler(Sampling sampling, int[] prompt) {
    this.sampling = sampling;
    this.random = new SplittableRandom(sampling.seed());
    this.met = sampling.repetitionPenalty() == 1 ? null : new BitSet();
    if (met != null) {
      Arrays.stream(prompt).forEach(met::set);
    }
  }

  /**
   * The next token.
   *
   * @param logits of which those from {@code offset} on count, and are overwritten
   * @param banned tokens that are not to be chosen
   */
  int next(float[] logits, int offset, int vocabulary, int[] banned) {
    for (int token : banned) {
      logits[offset + token] = Float.NEGATIVE_INFINITY;
    }
    if (met != null) {
      double penalty = sampling.repetitionPenalty();
      met.stream()
          .forEach(
              token -> {
                float logit = logits[offset + token];
                logits[offset + token] = (float) (logit > 0 ? logit / penalty : logit * penalty);
              });
    }
    int token =
        sampling.temperature() == 0
            ? likeliest(logits, offset, vocabulary)
            : drawn(logits, offset, vocabulary);
    if (met != null) {
      met.set(token);
    }
    return token;
  }

  private static int likeliest(float[] logits, int offset, int vocabulary) {
    int best = 0;
    for (int token = 1; token < vocabulary; token++) {
      if (logits[offset + token] > logits[offset + best]) {
        best = token;
      }
    }
    return best;
  }

  private int drawn(float[] logits, int offset, int vocabulary) {
    float most = logits[offset + likeliest(logits, offset, vocabulary)];
    double[] weights = new double[vocabulary];
    double sum = 0;
    for (int token = 0; token < vocabulary; token++) {
      weights[token] = Math.exp((logits[offset + token] - most) / sampling.temperature());
      sum += weights[token];
    }
    boolean all = sampling.topP() >= 1 && sampling.topK() == 0;
    int[] candidates = all ? null : byWeight(weights);
    int count = all ? vocabulary : nucleus(weights, candidates, sum);
    double mass = 0;
    for (int i = 0; i < count; i++) {
      mass += weights[all ? i : candidates[i]];
    }
    double left = random.nextDouble() * mass;
    for (int i = 0; i < count; i++) {
      int token = all ? i : candidates[i];
      left -= weights[token];
      if (left < 0) {
        return token;
      }
    }
    return all ? likeliest(logits, offset, vocabulary) : candidates[0];
  }

  private static int[] byWeight(double[] weights) {
    return IntStream.range(0, weights.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer token) -> -weights[token]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private int nucleus(double[] weights, int[] candidates, double sum) {
    int most =
        sampling.topK() == 0 ? candidates.length : Math.min(sampling.topK(), candidates.length);
    double covered = 0;
    int count = 0;
    while (count < most && covered < sampling.topP() * sum) {
      covered += weights[candidates[count++]];
    }
    return Math.max(1, count);
  }
}
