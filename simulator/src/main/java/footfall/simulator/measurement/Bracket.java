package footfall.simulator.measurement;

/**
 * The loads between which a limit lies, as factors: the largest that held, and the smallest that
 * was too much. One that was too much by less than its interval is put on a second time before it
 * is believed.
 */
final class Bracket {
  private static final double STEP = 1.25;
  private static final double CLOSE = 1.05;
  private static final double HALF_A_STEP = 1.049;
  private static final double ROUNDING = 1.001;

  private final double predicted;
  private double low = Double.NaN;
  private double high = Double.NaN;

  /** Whether {@code high} may have failed by chance. */
  private boolean isDoubted;

  /** What one passes on to from a load that held. */
  private double stepUp = STEP;

  /**
   * Nothing was tried yet.
   *
   * @param predicted where the limit may lie; NaN where nobody knows
   */
  Bracket(double predicted) {
    this.predicted = predicted;
    if (!Double.isNaN(predicted)) {
      stepUp = HALF_A_STEP * HALF_A_STEP;
    }
  }

  /** The load to try next; NaN where the limit is found. */
  double next() {
    if (Double.isNaN(low) && Double.isNaN(high)) {
      return Double.isNaN(predicted) ? 1 : predicted / HALF_A_STEP;
    }
    if (Double.isNaN(low)) {
      return high / STEP;
    }
    if (Double.isNaN(high)) {
      return low * stepUp;
    }
    if (high / low > CLOSE * ROUNDING) {
      return Math.sqrt(low * high);
    }
    return isDoubted ? high : Double.NaN;
  }

  /** A load held. */
  void held(double factor) {
    boolean wasTooMuch = factor == high;
    stepUp = wasTooMuch ? CLOSE : Double.isNaN(low) && stepUp < STEP ? stepUp : STEP;
    low = factor;
    high = wasTooMuch ? Double.NaN : high;
  }

  /**
   * A load was too much.
   *
   * @param clearly whether by more than chance
   */
  void tooMuch(double factor, boolean clearly) {
    isDoubted = !clearly && factor != high;
    high = factor;
  }

  /** The largest load that held; NaN if none did. */
  double low() {
    return low;
  }

  /** The smallest that was too much; NaN if none was. */
  double high() {
    return high;
  }
}
