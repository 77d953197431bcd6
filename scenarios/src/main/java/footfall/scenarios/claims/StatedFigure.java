package footfall.scenarios.claims;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A figure as somebody wrote it: {@code $1,030}, {@code 1.67min}, {@code 95%}, {@code ~0.795}.
 *
 * @param text as written
 * @param value in seconds, per second, parts of one, watts, bytes, currency units or as it is
 * @param rounding half of the last digit that is written; all of it where the figure is stated as
 *     being about so much
 */
public record StatedFigure(String text, BigDecimal value, BigDecimal rounding) {
  private static final Pattern FORM =
      Pattern.compile(
          "(~?)[$€£₹]?(-?[0-9][0-9,]*(?:\\.[0-9]+)?(?:e-?[0-9]{1,2})?)" + "(%|x|/?[a-zA-Z]+)?");

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
    if (!matcher.matches() || (matcher.group(3) != null && !UNITS.containsKey(matcher.group(3)))) {
      throw new IllegalArgumentException(text + " is no figure");
    }
    BigDecimal number = new BigDecimal(matcher.group(2).replace(",", ""));
    BigDecimal unit = matcher.group(3) == null ? BigDecimal.ONE : UNITS.get(matcher.group(3));
    BigDecimal lastDigit = BigDecimal.ONE.scaleByPowerOfTen(-number.scale()).multiply(unit);
    boolean about = !matcher.group(1).isEmpty();
    return new StatedFigure(
        text, number.multiply(unit), about ? lastDigit : lastDigit.multiply(new BigDecimal("0.5")));
  }

  private static BigDecimal inverse(int seconds) {
    return BigDecimal.ONE.divide(new BigDecimal(seconds), java.math.MathContext.DECIMAL128);
  }
}
