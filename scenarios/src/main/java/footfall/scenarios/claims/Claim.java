package footfall.scenarios.claims;

import footfall.scenarios.figures.FigureName;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A claimed figure, and how it is found.
 *
 * @param op how what is found is to stand to what is stated
 * @param formula arithmetic over the facts; empty where none is known
 * @param figure of the run; empty where the run does not show it
 * @param tolerance part of what is stated by which it may be off; empty for its own rounding
 * @param byConstruction why it could not have come out otherwise; empty where it could
 * @param again what another run of the same comparison gave; empty where there was none
 * @param source who states it
 * @param note what is to be known of it
 */
public record Claim(
    String claim,
    StatedFigure stated,
    Op op,
    Optional<String> formula,
    Optional<FigureName> figure,
    OptionalDouble tolerance,
    Optional<String> byConstruction,
    Optional<Again> again,
    String source,
    String note) {

  /**
   * Another run of the same comparison.
   *
   * @param formula arithmetic over the facts
   * @param samples that each run is of
   */
  public record Again(String formula, int samples) {}

  /** How two figures stand to each other. */
  public enum Op {
    EQUAL("="),
    AT_MOST("<="),
    AT_LEAST(">="),
    BELOW("<"),
    ABOVE(">");

    private final String sign;

    Op(String sign) {
      this.sign = sign;
    }

    /** As written in a scenario. */
    public String sign() {
      return sign;
    }

    /** The one with this sign. */
    public static Op of(String sign) {
      for (Op op : values()) {
        if (op.sign.equals(sign)) {
          return op;
        }
      }
      throw new IllegalArgumentException(sign);
    }
  }

  /** How far a figure may be from what is stated and still be equal to it. */
  public double leeway() {
    return tolerance.isPresent()
        ? tolerance.getAsDouble() * Math.abs(stated.value().doubleValue())
        : stated.rounding().doubleValue();
  }
}
