package footfall.simulator.imports;

/** Parts of a whole as a scenario states them. */
final class Shares {
  private static final double DIGITS = 1e4;

  private Shares() {}

  /** What parts are of their sum, to four digits; they sum to one. */
  static double[] of(double[] parts) {
    double sum = 0;
    for (double part : parts) {
      sum += part;
    }
    long left = Math.round(DIGITS);
    double[] shares = new double[parts.length];
    for (int i = 0; i < parts.length; i++) {
      long share =
          i == parts.length - 1 ? left : Math.min(left, Math.round(parts[i] / sum * DIGITS));
      shares[i] = share / DIGITS;
      left -= share;
    }
    return shares;
  }
}
