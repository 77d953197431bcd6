package footfall.training;

/**
 * What a decoder looks like.
 *
 * @param kvHeads heads of keys and values, which divide the heads
 * @param headSize of each head, even
 * @param positions whether the graph is told positions, as optimum's exports are; else it has the
 *     layout of onnxruntime-genai's builder
 */
public record DecoderShape(
    String modelType,
    int vocabulary,
    int width,
    int layers,
    int heads,
    int kvHeads,
    int headSize,
    int mlpWidth,
    int context,
    Norm norm,
    Mlp mlp,
    boolean positions) {
  /** How activations are normalised. */
  public enum Norm {
    LAYER,
    RMS
  }

  /** What stands between two attentions. */
  public enum Mlp {
    RELU,
    /** Gated by SiLU, as in Llama and Phi. */
    SWIGLU,
    /** Gated by GELU, as in Gemma. */
    GEGLU
  }

  /** A plain decoder of which every head has keys of its own. */
  public static DecoderShape plain(int vocabulary, int width, int layers, int heads, int context) {
    return new DecoderShape(
        "footfall",
        vocabulary,
        width,
        layers,
        heads,
        heads,
        width / heads,
        4 * width,
        context,
        Norm.LAYER,
        Mlp.RELU,
        true);
  }

  /** Width of all heads side by side. */
  int headsWidth() {
    return heads * headSize;
  }

  int kvWidth() {
    return kvHeads * headSize;
  }
}
