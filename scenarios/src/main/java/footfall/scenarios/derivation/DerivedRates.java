package footfall.scenarios.derivation;

import footfall.scenarios.derivation.DataSheet.Family;
import footfall.scenarios.engine.DeviceRates;

/**
 * Rates of a model on a device that nobody has measured: data sheet times efficiencies. The
 * efficiencies were fitted to 359 published measurements of TPOT on A10G, H100, H200 and B300
 * (docs/accuracy.md has them, and the errors on models and devices left out of the fit).
 */
public final class DerivedRates {
  /** One standard deviation of the logarithm of a step's time around what is derived. */
  public static final double UNCERTAINTY = 0.2;

  private static final double KV_EFFICIENCY = 0.9;
  private static final double ATTENTION_EFFICIENCY = 0.4;
  private static final double LINK_EFFICIENCY = 0.7;

  /** Seconds of a step, whatever its batch. */
  private static final double BASE = 0.26e-3;

  private static final double PER_LAYER = 42e-6;

  /** Routing of tokens to experts, for each layer. */
  private static final double PER_EXPERT_LAYER = 44e-6;

  /** Latency of the two all-reduces of a layer. */
  private static final double PER_ALL_REDUCE_LAYER = 14e-6;

  private static final double PER_SEQUENCE = 42e-6;

  /** Products of experts are small and uneven. */
  private static final double EXPERT_COMPUTE = 0.3;

  private DerivedRates() {}

  /**
   * Rates of all devices of one worker together.
   *
   * @param layers of the model
   * @param hidden size
   * @param hasExperts whether it is a mixture
   * @param precision of the weights
   */
  public static DeviceRates of(
      DataSheet device, int layers, int hidden, boolean hasExperts, Precision precision) {
    int count = device.count();
    double exchanged = 2.0 * layers * hidden * 2 * 2 * (count - 1) / count;
    return new DeviceRates(
        BASE
            + PER_LAYER * layers
            + (hasExperts ? PER_EXPERT_LAYER * layers : 0)
            + (count > 1 ? PER_ALL_REDUCE_LAYER * layers : 0),
        PER_SEQUENCE,
        device.denseFlops()
            * count
            * computeEfficiency(device.family(), precision)
            * (hasExperts ? EXPERT_COMPUTE : 1),
        device.bytesPerSecond() * count * bandwidthEfficiency(device.family()),
        device.bytesPerSecond() * count * KV_EFFICIENCY,
        device.halfFlops() * count * ATTENTION_EFFICIENCY,
        count > 1 ? exchanged / (device.linkBytesPerSecond() * LINK_EFFICIENCY) : 0);
  }

  private static double bandwidthEfficiency(Family family) {
    return switch (family) {
      case TURING, AMPERE -> 0.76;
      case ADA -> 0.82;
      case HOPPER -> 0.88;
      case BLACKWELL -> 0.9;
      case CDNA -> 0.7;
      case CPU, EDGE -> 0.6;
      case TPU, OTHER -> 0.7;
    };
  }

  private static double computeEfficiency(Family family, Precision precision) {
    if (family == Family.CPU || family == Family.EDGE) {
      return 0.5;
    }
    if (family == Family.CDNA) {
      return 0.45;
    }
    return switch (precision.compute()) {
      case BF16 -> 0.7;
      case FP8, INT8 -> 0.5;
      case FP4 -> 0.5;
    };
  }
}
