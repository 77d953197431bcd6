package footfall.scenarios;

import footfall.scenarios.figures.FigureName;
import java.util.Optional;

/**
 * A service level objective: {@code figure op threshold}, in seconds, currency units or plain
 * ratios as the metric says.
 *
 * @param stated the threshold as it is written
 */
public record Slo(FigureName figure, Op op, double threshold, String stated) {
  /** What is measured. */
  public String metric() {
    return figure.metric();
  }

  /** Which statistic of it. */
  public String stat() {
    return figure.stat();
  }

  /** Of which pool; empty for all. */
  public Optional<String> pool() {
    return figure.pool();
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
