package footfall.scenarios.pools;

/**
 * Joules that a vendor's devices take for a token, as somebody assumes: vendors do not tell.
 *
 * @param source who assumes it
 */
public record TokenEnergy(double inputJoules, double outputJoules, String source) {
  private static final double FLOP_PER_PARAMETER = 2;
  private static final double PEAK_FLOP_PER_SECOND = 989e12;
  private static final double WATTS = 1_050;
  private static final double DECODING = 0.1;
  private static final double READING = 0.4;

  /**
   * Of a model that computes each token with so many parameters: two operations for each, on a GPU
   * of 989 TFLOP/s (H100, dense, 16 bit) of which a tenth is used, and which draws 70 % of 1,500 W
   * with its part of the server.
   *
   * <p>Source: Epoch AI, "How much energy does ChatGPT use?", February 2025. That prompts, which
   * are read in parallel, use four tenths is assumed.
   */
  public static TokenEnergy ofParameters(double active, String source) {
    double joules = FLOP_PER_PARAMETER * active / PEAK_FLOP_PER_SECOND * WATTS;
    return new TokenEnergy(joules / READING, joules / DECODING, source);
  }

  /** Joules for this many input and output tokens. */
  public double joules(double input, double output) {
    return inputJoules * input + outputJoules * output;
  }
}
