package footfall.scenarios.claims;

import com.ezylang.evalex.BaseException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.config.ExpressionConfiguration;
import com.ezylang.evalex.config.MapBasedFunctionDictionary;
import com.ezylang.evalex.functions.basic.AbsFunction;
import com.ezylang.evalex.functions.basic.AverageFunction;
import com.ezylang.evalex.functions.basic.CeilingFunction;
import com.ezylang.evalex.functions.basic.FloorFunction;
import com.ezylang.evalex.functions.basic.IfFunction;
import com.ezylang.evalex.functions.basic.MaxFunction;
import com.ezylang.evalex.functions.basic.MinFunction;
import com.ezylang.evalex.functions.basic.RoundFunction;
import com.ezylang.evalex.functions.basic.SqrtFunction;
import com.ezylang.evalex.functions.basic.SumFunction;
import java.math.BigDecimal;
import java.util.Map;

/** Works out formulas over facts in decimal arithmetic, to 68 digits. Thread-safe. */
public final class Arithmetic {
  private static final ExpressionConfiguration CONFIGURATION =
      ExpressionConfiguration.builder().functionDictionary(functions()).build();

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
   * The value of a formula, with the operators of EvalEx and those of its functions that always
   * give the same.
   *
   * @throws IllegalArgumentException with what is wrong with the formula
   */
  public BigDecimal evaluate(String formula) {
    try {
      return new Expression(formula, CONFIGURATION).withValues(facts).evaluate().getNumberValue();
    } catch (BaseException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("cannot be worked out", e);
    }
  }

  private static MapBasedFunctionDictionary functions() {
    MapBasedFunctionDictionary functions = new MapBasedFunctionDictionary();
    functions.addFunction("ABS", new AbsFunction());
    functions.addFunction("AVERAGE", new AverageFunction());
    functions.addFunction("CEILING", new CeilingFunction());
    functions.addFunction("FLOOR", new FloorFunction());
    functions.addFunction("IF", new IfFunction());
    functions.addFunction("MAX", new MaxFunction());
    functions.addFunction("MIN", new MinFunction());
    functions.addFunction("ROUND", new RoundFunction());
    functions.addFunction("SQRT", new SqrtFunction());
    functions.addFunction("SUM", new SumFunction());
    return functions;
  }
}
