package footfall.simulator.measurement;

/**
 * The loads between which a limit lies, as factors: the largest that held, and the smallest that
 * was too much. The first two lie on both sides of what is predicted; where both tell the same,
 * steps get longer until one does not. One that was too much by less than its interval is put on a
 * second time before it is believed.
 */
final class Bracket {
  private static final double CLOSE = 1.05;
  private static final double FAR = 1.25;
  private static final double HALF = 1.049;
  private static final double ROUNDING = 1.001;

  private final double predicted;
  private double low = Double.NaN;
  private double high = Double.NaN;

  /** Whether {@code high} may have failed by chance. */
  private boolean isDoubted;

  /** How far one goes from the last load; longer each time. */
  private double step;

  /**
   * Nothing was tried yet.
   *
   * @param predicted limit; NaN if there is no prediction
   */
  Bracket(double predicted) {
    this.predicted = predicted;
    this.step = Double.isNaN(predicted) ? FAR : HALF * HALF;
  }

  /** The load to try next; NaN where the limit is found. */
  double next() {
    if (Double.isNaN(low) && Double.isNaN(high)) {
      return Double.isNaN(predicted) ? 1 : predicted / HALF;
    }
    if (Double.isNaN(low)) {
      return high / step;
    }
    if (Double.isNaN(high)) {
      return low * step;
    }
    if (high / low > CLOSE * ROUNDING) {
      return Math.sqrt(low * high);
    }
    return isDoubted ? high : Double.NaN;
  }

  /** A load held. */
  void held(double factor) {
    boolean wasTooMuch = factor == high;
    if (wasTooMuch) {
      step = CLOSE;
    } else if (!Double.isNaN(low)) {
      step *= step;
    }
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
    if (!Double.isNaN(high)) {
      step *= step;
    }
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
