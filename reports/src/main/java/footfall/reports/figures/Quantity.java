package footfall.reports.figures;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Map;

/** Figures as people read them: three significant digits and a unit that fits. */
public final class Quantity {
  private static final Map<String, String> SIGNS =
      Map.of("USD", "$", "EUR", "€", "GBP", "£", "INR", "₹");

  private static final MathContext THREE_DIGITS = new MathContext(3);

  private Quantity() {}

  /**
   * A figure in the unit of a metric of the results.
   *
   * @param currency ISO 4217 code, for the metrics that are money
   */
  public static String of(String metric, double value, String currency) {
    if (Double.isNaN(value)) {
      return "n/a";
    }
    return switch (metric) {
      case "request_latency",
          "time_to_first_token",
          "time_to_first_visible_token",
          "inter_token_latency",
          "time_per_output_token",
          "queue_wait",
          "turn_latency",
          "conversation_duration" ->
          seconds(value);
      case "request_throughput" -> digits(value) + "/s";
      case "abandonment_rate",
          "rejection_rate",
          "completion_rate",
          "conversion_rate",
          "failure_rate",
          "throttle_rate",
          "utilization" ->
          percent(value);
      case "share", "goodput" -> percent(value);
      case "energy_per_thousand_conversations" -> digits(value / 3.6e6) + " kWh";
      case "energy_per_request" -> digits(value) + " J";
      case "carbon_per_thousand_conversations" -> digits(value) + " g";
      default -> metric.startsWith("cost_") ? money(value, currency) : decimals(value);
    };
  }

  /** A duration. */
  public static String seconds(double seconds) {
    if (Double.isNaN(seconds)) {
      return "n/a";
    }
    double size = Math.abs(seconds);
    if (size >= 7_200) {
      return digits(seconds / 3_600) + " h";
    }
    if (size == 3_600) {
      return "1 h";
    }
    if (size >= 600) {
      return digits(seconds / 60) + " min";
    }
    if (size >= 1 || size == 0) {
      return digits(seconds) + " s";
    }
    return size >= 1e-3 ? digits(seconds * 1e3) + " ms" : digits(seconds * 1e6) + " us";
  }

  /** A time since the start of a run: {@code 20:24 h} from an hour on. */
  public static String timeOfRun(double seconds) {
    if (seconds < 3_600) {
      return digits(seconds / 60) + " min";
    }
    long minutes = Math.round(seconds / 60);
    return String.format(Locale.ROOT, "%d:%02d h", minutes / 60, minutes % 60);
  }

  /** An amount of money. */
  public static String money(double amount, String currency) {
    String sign = SIGNS.getOrDefault(currency, currency + " ");
    if (Double.isNaN(amount)) {
      return "n/a";
    }
    if (amount == 0) {
      return sign + "0";
    }
    return Math.abs(amount) >= 100
        ? sign + String.format(Locale.ROOT, "%,.0f", amount)
        : sign + digits(amount);
  }

  /** A whole number of things. */
  public static String count(double count) {
    return Double.isInfinite(count)
        ? "infinitely many"
        : Double.isNaN(count) ? "n/a" : String.format(Locale.ROOT, "%,.0f", count);
  }

  /** A part of one. */
  public static String percent(double part) {
    return Double.isNaN(part) ? "n/a" : digits(100 * part) + " %";
  }

  /** Three significant digits, without an exponent where that can be read. */
  public static String digits(double value) {
    if (Double.isNaN(value)) {
      return "n/a";
    }
    double size = Math.abs(value);
    if (size == 0) {
      return "0";
    }
    if (size >= 1e15 || size < 1e-6) {
      return String.format(Locale.ROOT, "%.2e", value);
    }
    double rounded = BigDecimal.valueOf(size).round(THREE_DIGITS).doubleValue(); // 99.99 is 100.
    int places = Math.max(0, 2 - (int) Math.floor(Math.log10(rounded)));
    return String.format(Locale.ROOT, "%,." + places + "f", value);
  }

  /** A measure from 0 to 1, to four decimals. */
  public static String decimals(double value) {
    return Double.isNaN(value) ? "n/a" : String.format(Locale.ROOT, "%.4f", value);
  }
}
