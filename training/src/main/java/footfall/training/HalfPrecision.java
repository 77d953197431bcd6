package footfall.training;

/** IEEE 754 numbers of 16 bits. */
final class HalfPrecision {
  private static final int SMALLEST_NORMAL_EXPONENT = -14;
  private static final int LARGEST_EXPONENT = 15;

  private HalfPrecision() {}

  /**
   * The nearest number of half precision; too large ones become infinite, and those below the
   * normal ones lose digits.
   */
  static short of(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    float size = Math.abs(value);
    if (size == 0) {
      return (short) sign;
    }
    int exponent = Math.max(SMALLEST_NORMAL_EXPONENT, Math.getExponent(size));
    if (exponent > LARGEST_EXPONENT) {
      return (short) (sign | 0x7c00);
    }
    long steps = Math.round(size / Math.scalb(1.0, exponent - 10));
    boolean normal = steps >= 1024;
    long encoded = normal ? ((long) (exponent + 15) << 10) + steps - 1024 : steps;
    return (short) (sign | (int) encoded);
  }
}
