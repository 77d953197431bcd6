package footfall.scenarios.pools;

import java.util.Locale;

/**
 * A limit on what a vendor grants one account in a minute or a day.
 *
 * @param amount above zero
 */
public record Quota(Unit unit, Period period, double amount) {

  /** What is counted. */
  public enum Unit {
    REQUESTS("requests"),
    TOKENS("tokens"),
    INPUT_TOKENS("input tokens"),
    OUTPUT_TOKENS("output tokens");

    private final String words;

    Unit(String words) {
      this.words = words;
    }

    /** The plural that people read. */
    public String words() {
      return words;
    }

    /** What some requests with these tokens in all count as. */
    public double of(double requests, double input, double output) {
      return switch (this) {
        case REQUESTS -> requests;
        case TOKENS -> input + output;
        case INPUT_TOKENS -> input;
        case OUTPUT_TOKENS -> output;
      };
    }
  }

  /** Over which it is counted. */
  public enum Period {
    MINUTE(60),
    /** From the start of the run, and anew every 24 hours. */
    DAY(86_400);

    private final int seconds;

    Period(int seconds) {
      this.seconds = seconds;
    }

    /** How long it is. */
    public int seconds() {
      return seconds;
    }
  }

  /** Units a second. */
  public double perSecond() {
    return amount / period.seconds();
  }

  /** The key under {@code api}. */
  public String key() {
    String per = period == Period.MINUTE ? "PerMinute" : "PerDay";
    return switch (unit) {
      case REQUESTS -> "requests" + per;
      case TOKENS -> "tokens" + per;
      case INPUT_TOKENS -> "inputTokens" + per;
      case OUTPUT_TOKENS -> "outputTokens" + per;
    };
  }

  /** "30,000 input tokens a minute", for people. */
  public String words() {
    return String.format(
        Locale.ROOT,
        "%,.0f %s a %s",
        amount,
        unit.words(),
        period == Period.MINUTE ? "minute" : "day");
  }

  Quota times(double factor) {
    return new Quota(unit, period, amount * factor);
  }
}
