package footfall.scenarios.engine;

import java.util.Optional;

/**
 * What of a model's architecture decides how long it computes.
 *
 * @param parameters that a token activates, without input embedding and output head
 * @param headParameters of the output head: vocabulary x hidden size; computed for each sequence
 *     that samples a token
 * @param weightBytes read in a step that touches all weights, the output head included
 * @param kvBytesPerToken of the KV cache, over all layers
 * @param kvBytesPerSequence that each sequence keeps whatever its length: windows of attention,
 *     states of linear attention
 * @param layers that attend
 * @param attentionWidth heads x dimension of a head, which is not always the hidden size
 * @param experts empty for a dense model
 */
public record ModelShape(
    double parameters,
    double headParameters,
    double weightBytes,
    double kvBytesPerToken,
    double kvBytesPerSequence,
    int layers,
    int attentionWidth,
    Optional<Experts> experts) {

  /**
   * A mixture of experts.
   *
   * @param count experts of a layer
   * @param perToken experts that one token activates
   * @param weightBytes of all experts, part of the model's
   */
  public record Experts(int count, int perToken, double weightBytes) {
    /**
     * Bytes of the experts that so many tokens touch on average, where each token draws its experts
     * evenly: {@code E (1 - (1 - k/E)^T)} of E.
     */
    double bytesTouched(double tokens) {
      return weightBytes * (1 - Math.pow(1 - (double) perToken / count, tokens));
    }
  }

  /** Bytes of the weights that a step of so many tokens reads. */
  public double weightBytesRead(double tokens) {
    return experts
        .map(e -> weightBytes - e.weightBytes() + e.bytesTouched(tokens))
        .orElse(weightBytes);
  }
}
