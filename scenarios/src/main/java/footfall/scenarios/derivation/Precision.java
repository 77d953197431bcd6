package footfall.scenarios.derivation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How weights are stored and at what precision their products are computed. */
public enum Precision {
  BF16(2, Compute.BF16, false),
  FP16(2, Compute.BF16, false),
  FP8(1, Compute.FP8, false),
  INT8(1, Compute.INT8, false),
  /** Four bits and a scale for each group of 128; computed in 16 bits (AWQ, GPTQ). */
  INT4(.53, Compute.BF16, false),
  /** Four bits and an eight-bit scale for each 16. */
  NVFP4(.5625, Compute.FP4, false),
  /** Four bits and an eight-bit scale for each 32, of experts alone (gpt-oss). */
  MXFP4(.53125, Compute.BF16, true);

  /** Precision of the products. */
  public enum Compute {
    BF16,
    FP8,
    INT8,
    FP4;

    /** Its key in {@code device.peak}. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final double bytes;
  private final Compute compute;
  private final boolean ofExpertsOnly;

  Precision(double bytes, Compute compute, boolean ofExpertsOnly) {
    this.bytes = bytes;
    this.compute = compute;
    this.ofExpertsOnly = ofExpertsOnly;
  }

  /** The precision of this name; empty for another. */
  public static Optional<Precision> named(String name) {
    return Arrays.stream(values()).filter(p -> p.key().equals(name)).findFirst();
  }

  /** Its name in scenarios. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Precision of the products. */
  public Compute compute() {
    return compute;
  }

  /** Bytes of a model's experts. */
  public double expertBytes(Architecture model) {
    return bytes * model.experts().map(Architecture.Experts::parameters).orElse(0.0);
  }

  /** Bytes of a model's weights; embedding and head stay at two bytes. */
  public double weightBytes(Architecture model) {
    double dense = ofExpertsOnly ? 2 : bytes;
    return dense * model.denseParameters()
        + expertBytes(model)
        + 2 * (model.isTied() ? 1 : 2) * model.headParameters();
  }
}
