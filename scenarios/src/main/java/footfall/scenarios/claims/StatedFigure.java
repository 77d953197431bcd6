package footfall.scenarios.claims;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A figure as written: {@code $1,030}, {@code 1.67min}, {@code 95%}, {@code ~0.795}.
 *
 * @param text as written
 * @param sign of its currency; empty where it is no money
 * @param unit as written; empty where there is none
 * @param factor what the unit is multiplied by to get the value
 * @param value in seconds, per second, parts of one, watts, bytes, currency units or as it is
 * @param rounding half of the last digit that is written; all of it where the figure is stated as
 *     being about so much
 */
public record StatedFigure(
    String text,
    String sign,
    String unit,
    BigDecimal factor,
    BigDecimal value,
    BigDecimal rounding) {
  private static final MathContext DIGITS = new MathContext(4);

  private static final Pattern FORM =
      Pattern.compile(
          "(~?)([$€£₹]?)(-?[0-9][0-9,]*(?:\\.[0-9]+)?(?:e-?[0-9]{1,2})?)" + "(%|x|/?[a-zA-Z]+)?");

  private static final Map<String, BigDecimal> UNITS =
      Map.ofEntries(
          Map.entry("ns", new BigDecimal("1e-9")),
          Map.entry("us", new BigDecimal("1e-6")),
          Map.entry("ms", new BigDecimal("1e-3")),
          Map.entry("s", BigDecimal.ONE),
          Map.entry("min", new BigDecimal(60)),
          Map.entry("h", new BigDecimal(3_600)),
          Map.entry("d", new BigDecimal(86_400)),
          Map.entry("/s", BigDecimal.ONE),
          Map.entry("/min", inverse(60)),
          Map.entry("/h", inverse(3_600)),
          Map.entry("/d", inverse(86_400)),
          Map.entry("%", new BigDecimal("0.01")),
          Map.entry("x", BigDecimal.ONE),
          Map.entry("W", BigDecimal.ONE),
          Map.entry("kW", new BigDecimal(1_000)),
          Map.entry("B", BigDecimal.ONE),
          Map.entry("kB", new BigDecimal("1e3")),
          Map.entry("MB", new BigDecimal("1e6")),
          Map.entry("GB", new BigDecimal("1e9")),
          Map.entry("TB", new BigDecimal("1e12")));

  /**
   * Reads a figure.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static StatedFigure parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches() || (matcher.group(4) != null && !UNITS.containsKey(matcher.group(4)))) {
      throw new IllegalArgumentException(text + " is no figure");
    }
    BigDecimal number = new BigDecimal(matcher.group(3).replace(",", ""));
    String unit = matcher.group(4) == null ? "" : matcher.group(4);
    BigDecimal factor = unit.isEmpty() ? BigDecimal.ONE : Objects.requireNonNull(UNITS.get(unit));
    BigDecimal lastDigit = BigDecimal.ONE.scaleByPowerOfTen(-number.scale()).multiply(factor);
    boolean about = !matcher.group(1).isEmpty();
    return new StatedFigure(
        text,
        matcher.group(2),
        unit,
        factor,
        number.multiply(factor),
        about ? lastDigit : lastDigit.multiply(new BigDecimal("0.5")));
  }

  /** Another value in the same unit: four significant digits, or whole from a thousand on. */
  public String inSameUnit(double other) {
    if (Double.isNaN(other)) {
      return "n/a";
    }
    double size = Math.abs(other) / factor.doubleValue();
    String digits =
        size >= 1_000
            ? String.format(Locale.ROOT, "%,.0f", size)
            : new BigDecimal(size).round(DIGITS).stripTrailingZeros().toPlainString();
    return (other < 0 ? "-" : "") + sign + digits + unit;
  }

  private static BigDecimal inverse(int seconds) {
    return BigDecimal.ONE.divide(new BigDecimal(seconds), MathContext.DECIMAL128);
  }
}
