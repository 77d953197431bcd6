package footfall.scenarios.claims;

import com.ezylang.evalex.BaseException;
import com.ezylang.evalex.Expression;
import java.math.BigDecimal;
import java.util.Map;

/** Works out formulas over facts in decimal arithmetic, to 68 digits. Thread-safe. */
public final class Arithmetic {
  private final Map<String, Object> facts;

  /**
   * Arithmetic over these facts.
   *
   * @param facts a number by its name, or a map of numbers, which go by {@code group.name}
   */
  public Arithmetic(Map<String, Object> facts) {
    this.facts = facts;
  }

  /**
   * The value of a formula, with the operators and functions of EvalEx.
   *
   * @throws IllegalArgumentException with what is wrong with the formula
   */
  public BigDecimal evaluate(String formula) {
    try {
      return new Expression(formula).withValues(facts).evaluate().getNumberValue();
    } catch (BaseException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("cannot be worked out", e);
    }
  }
}
