package footfall.reports.charts;

import com.fasterxml.jackson.annotation.JsonValue;
import footfall.reports.figures.Quantity;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** What the numbers of an axis are, and how they are written. */
public enum Unit {
  SECONDS(Quantity::seconds),
  /** Since the start of the run. */
  TIME_OF_RUN(Quantity::seconds),
  PART(Quantity::percent),
  PER_SECOND(value -> Quantity.digits(value) + "/s"),
  WATTS(value -> Quantity.digits(value) + " W"),
  NUMBER(Quantity::digits);

  private final DoubleFunction<String> text;

  Unit(DoubleFunction<String> text) {
    this.text = text;
  }

  /** The number with its unit. */
  public String write(double value) {
    return text.apply(value);
  }

  /** The name that the page's script knows it by. */
  @JsonValue
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
