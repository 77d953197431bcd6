package footfall.scenarios;

import footfall.scenarios.figures.FigureName;
import java.util.Optional;

/**
 * A service level objective: {@code metric stat op threshold}, in seconds, currency units or plain
 * ratios as the metric says.
 */
public record Slo(
    String metric, String stat, Op op, double threshold, String stated, Optional<String> pool) {
  /** The figure that it is about. */
  public FigureName figure() {
    return new FigureName(metric, stat, pool);
  }

  /** The direction in which the objective holds. */
  public enum Op {
    AT_MOST("<="),
    AT_LEAST(">=");

    private final String sign;

    Op(String sign) {
      this.sign = sign;
    }

    /** As written in a scenario. */
    public String sign() {
      return sign;
    }
  }
}
