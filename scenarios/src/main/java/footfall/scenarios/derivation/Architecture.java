package footfall.scenarios.derivation;

import java.util.Optional;

/**
 * A transformer as its {@code config.json} describes it. Norms and biases are left out: they are
 * below a thousandth of the parameters.
 *
 * @param layers all of them
 * @param fullLayers whose attention sees the whole context
 * @param windowLayers whose attention sees {@code window} tokens
 * @param window tokens; zero where there are no such layers
 * @param hidden size
 * @param attention shape of a layer that attends
 * @param denseParameters without experts, input embedding and output head
 * @param headParameters vocabulary x hidden size
 * @param isTied whether input embedding and output head are one matrix
 * @param experts empty for a dense model
 * @param stateElements of linear attention, kept for each sequence over all layers
 * @param maxContext tokens
 */
public record Architecture(
    int layers,
    int fullLayers,
    int windowLayers,
    int window,
    int hidden,
    Attention attention,
    double denseParameters,
    double headParameters,
    boolean isTied,
    Optional<Experts> experts,
    double stateElements,
    long maxContext) {
  /** A window shorter than this counts as always full, a longer one as no window. */
  private static final int SHORT_WINDOW = 1_536;

  /**
   * Attention of a layer.
   *
   * @param heads that query
   * @param kvHeads that the KV cache keeps; one where it keeps a latent vector (MLA)
   * @param width heads x dimension of a head, mean of keys and values
   * @param kvElements of one token in one layer, keys and values together
   */
  public record Attention(int heads, int kvHeads, int width, int kvElements) {}

  /**
   * A mixture of experts.
   *
   * @param count of a layer
   * @param perToken that one token activates
   * @param parameters of all experts in all layers
   */
  public record Experts(int count, int perToken, double parameters) {}

  /** Parameters of the whole model. */
  public double parameters() {
    return denseParameters
        + experts.map(Experts::parameters).orElse(0.0)
        + (isTied ? 1 : 2) * headParameters;
  }

  /** Parameters that a token activates, without input embedding and output head. */
  public double activeParameters() {
    return denseParameters
        + experts.map(e -> e.parameters() * e.perToken() / e.count()).orElse(0.0);
  }

  /** Layers whose share of the KV cache grows with the context. */
  public int growingLayers() {
    return fullLayers + (hasShortWindows() ? 0 : windowLayers);
  }

  /** A model of windows alone is taken as one without. */
  private boolean hasShortWindows() {
    return window < SHORT_WINDOW && fullLayers > 0;
  }

  /** Bytes of the KV cache for one token of context, at two bytes an element. */
  public double kvBytesPerToken() {
    return 2.0 * growingLayers() * attention.kvElements();
  }

  /** Bytes that each sequence keeps whatever its length, at two bytes an element. */
  public double kvBytesPerSequence() {
    double windows = hasShortWindows() ? 1.0 * windowLayers * window : 0;
    return 2 * (windows * attention.kvElements() + stateElements);
  }
}
