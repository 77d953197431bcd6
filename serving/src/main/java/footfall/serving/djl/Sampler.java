package footfall.serving.djl;

import footfall.serving.exchange.Sampling;
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
  /** Beside the likeliest token, such ones are never drawn. */
  private static final double NEGLIGIBLE = 1e-9;

  private final Sampling sampling;
  private final SplittableRandom random;

  /** Tokens that were there; null for any. */
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
      if (token < vocabulary) {
        logits[offset + token] = Float.NEGATIVE_INFINITY;
      }
    }
    if (met != null) {
      double penalty = sampling.repetitionPenalty();
      met.stream()
          .filter(token -> token < vocabulary)
          .forEach(
              token -> {
                float logit = logits[offset + token];
                logits[offset + token] = (float) (logit > 0 ? logit / penalty : logit * penalty);
              });
    }
    return choose(logits, offset, vocabulary);
  }

  /** Logarithm of the sum of all weights: by so much a logit is above the token's logprob. */
  static double logMass(float[] logits, int offset, int vocabulary) {
    float most = logits[offset + likeliest(logits, offset, vocabulary)];
    double sum = 0;
    for (int token = 0; token < vocabulary; token++) {
      sum += Math.exp(logits[offset + token] - most);
    }
    return most + Math.log(sum);
  }

  /** Another token than the last one, from logits that {@link #next} has had. */
  int another(float[] logits, int offset, int vocabulary, int refused) {
    logits[offset + refused] = Float.NEGATIVE_INFINITY;
    return choose(logits, offset, vocabulary);
  }

  private int choose(float[] logits, int offset, int vocabulary) {
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
    int[] candidates = new int[vocabulary];
    double[] weights = new double[vocabulary];
    int count = 0;
    for (int token = 0; token < vocabulary; token++) {
      double weight = Math.exp((logits[offset + token] - most) / sampling.temperature());
      weights[token] = weight;
      if (weight > NEGLIGIBLE) {
        candidates[count++] = token;
      }
    }
    if (sampling.topP() < 1 || sampling.topK() > 0) {
      candidates = byWeight(candidates, count, weights);
      count = sampling.topK() > 0 ? Math.min(sampling.topK(), count) : count;
      count = nucleus(candidates, count, weights);
    }
    double mass = 0;
    for (int i = 0; i < count; i++) {
      mass += weights[candidates[i]];
    }
    double left = random.nextDouble() * mass;
    for (int i = 0; i < count; i++) {
      left -= weights[candidates[i]];
      if (left < 0) {
        return candidates[i];
      }
    }
    return candidates[0];
  }

  private static int[] byWeight(int[] candidates, int count, double[] weights) {
    return IntStream.range(0, count)
        .map(i -> candidates[i])
        .boxed()
        .sorted(Comparator.comparingDouble((Integer token) -> -weights[token]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** The fewest of the candidates that have the wanted part of their probability. */
  private int nucleus(int[] candidates, int count, double[] weights) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += weights[candidates[i]];
    }
    double covered = 0;
    int needed = 0;
    while (needed < count && covered < sampling.topP() * sum) {
      covered += weights[candidates[needed++]];
    }
    return Math.max(1, needed);
  }
}
