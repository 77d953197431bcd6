package footfall.scenarios.reading.yaml;

import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers with units, as they stand in scenarios: {@code 45s}, {@code 100000/h}, {@code $0.0002}.
 */
public final class Quantities {
  private static final Pattern WITH_UNIT = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([a-zA-Z]+)");
  private static final Pattern RATE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)/([a-z]+)");
  private static final Pattern MONEY = Pattern.compile("([$€£₹])([0-9]+(?:\\.[0-9]+)?)");
  private static final Map<String, Double> SECONDS =
      Map.of(
          "ns", 1e-9, "us", 1e-6, "ms", 1e-3, "s", 1.0, "min", 60.0, "h", 3_600.0, "d", 86_400.0);
  private static final Map<String, String> CURRENCIES =
      Map.of("$", "USD", "€", "EUR", "£", "GBP", "₹", "INR");

  private static final Map<String, Double> BYTES =
      Map.of("B", 1.0, "kB", 1e3, "MB", 1e6, "GB", 1e9, "TB", 1e12);

  private static final Pattern FLOPS = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([GTP])FLOP/s");
  private static final Map<String, Double> PREFIXES = Map.of("G", 1e9, "T", 1e12, "P", 1e15);

  private Quantities() {}

  /** Seconds in a duration. */
  public static double seconds(String duration) {
    Matcher matcher = match(WITH_UNIT, duration, "a duration such as 45s");
    return Double.parseDouble(matcher.group(1)) * unit(matcher.group(2), duration);
  }

  /** Whole nanoseconds in a duration. */
  public static long nanos(String duration) {
    return Math.round(seconds(duration) * 1e9);
  }

  /** Events per second in a rate. */
  public static double perSecond(String rate) {
    Matcher matcher = match(RATE, rate, "a rate such as 100/h");
    return Double.parseDouble(matcher.group(1)) / unit(matcher.group(2), rate);
  }

  /** The amount without its sign. */
  public static double amount(String money) {
    return Double.parseDouble(match(MONEY, money, "an amount such as $0.50").group(2));
  }

  /** ISO 4217 code of the sign. */
  public static String currency(String money) {
    return Objects.requireNonNull(
        CURRENCIES.get(match(MONEY, money, "an amount such as $0.50").group(1)));
  }

  /** Watts in a power. */
  public static double watts(String power) {
    Matcher matcher = match(WITH_UNIT, power, "a power such as 70W");
    return Double.parseDouble(matcher.group(1)) * (matcher.group(2).equals("kW") ? 1_000 : 1);
  }

  /** Bytes in an amount of memory. */
  public static double bytes(String memory) {
    Matcher matcher = match(WITH_UNIT, memory, "an amount of memory such as 24GB");
    return Double.parseDouble(matcher.group(1))
        * Objects.requireNonNull(BYTES.get(matcher.group(2)));
  }

  /** Bytes per second in a bandwidth. */
  public static double bytesPerSecond(String bandwidth) {
    if (!bandwidth.endsWith("/s")) {
      throw new IllegalArgumentException(bandwidth + ": must be a bandwidth such as 900GB/s");
    }
    return bytes(bandwidth.substring(0, bandwidth.length() - 2));
  }

  /** Floating-point operations per second in a rate of computing. */
  public static double flops(String rate) {
    Matcher matcher = match(FLOPS, rate, "a rate of computing such as 150TFLOP/s");
    return Double.parseDouble(matcher.group(1))
        * Objects.requireNonNull(PREFIXES.get(matcher.group(2)));
  }

  private static double unit(String unit, String text) {
    Double seconds = SECONDS.get(unit);
    if (seconds == null) {
      throw new IllegalArgumentException(text + ": " + unit + " is no unit of time");
    }
    return seconds;
  }

  private static Matcher match(Pattern pattern, String text, String what) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text + ": must be " + what);
    }
    return matcher;
  }
}
