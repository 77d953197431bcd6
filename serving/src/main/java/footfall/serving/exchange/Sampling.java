package footfall.serving.exchange;

import java.util.List;

/**
 * How tokens are chosen and when the reply ends.
 *
 * @param maxTokens {@link Integer#MAX_VALUE} for as many as the context has room for
 * @param minTokens before which the reply does not end by itself
 * @param temperature 0 for always the likeliest token
 * @param topP part of the probability that is drawn from, from 0 exclusive to 1
 * @param topK tokens that are drawn from; 0 for all
 * @param repetitionPenalty by which logits of tokens that were there are divided; 1 for none
 * @param stops texts that end the reply and are no part of it
 * @param ignoreEnd whether the model may not end the reply by itself
 */
public record Sampling(
    int maxTokens,
    int minTokens,
    double temperature,
    double topP,
    int topK,
    double repetitionPenalty,
    long seed,
    List<String> stops,
    boolean ignoreEnd) {
  /** The likeliest tokens until the model ends. */
  public static final Sampling GREEDY =
      new Sampling(Integer.MAX_VALUE, 0, 0, 1, 0, 1, 0, List.of(), false);

  /** Copies the list. */
  public Sampling {
    stops = List.copyOf(stops);
  }

  /** So many of the likeliest tokens, whatever they are. */
  public static Sampling exactly(int tokens) {
    return new Sampling(tokens, tokens, 0, 1, 0, 1, 0, List.of(), true);
  }
}
