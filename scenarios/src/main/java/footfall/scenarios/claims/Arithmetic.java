package footfall.scenarios.claims;

import com.ezylang.evalex.BaseException;
import com.ezylang.evalex.EvaluationException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.config.ExpressionConfiguration;
import com.ezylang.evalex.config.MapBasedFunctionDictionary;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.functions.FunctionParameter;
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
import com.ezylang.evalex.operators.InfixOperator;
import com.ezylang.evalex.operators.OperatorIfc;
import com.ezylang.evalex.operators.arithmetic.InfixPowerOfOperator;
import com.ezylang.evalex.parser.Token;
import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Works out formulas over facts in decimal arithmetic, to 68 digits. Thread-safe. */
public final class Arithmetic {
  private static final ExpressionConfiguration CONFIGURATION =
      ExpressionConfiguration.builder()
          .functionDictionary(functions())
          .implicitMultiplicationAllowed(false)
          .build()
          .withAdditionalOperators(Map.entry("^", new BoundedPower()));

  /** Larger and smaller numbers are taken for mistakes. */
  private static final int MOST_DIGITS = 30;

  private static final int MOST_DIGITS_ON_THE_WAY = 1_000;
  private static final Pattern EXPONENT = Pattern.compile("[0-9.][eE][+-]?([0-9]+)");

  /** A power whose result can be written down. */
  @InfixOperator(precedence = OperatorIfc.OPERATOR_PRECEDENCE_POWER, leftAssociative = false)
  private static final class BoundedPower extends InfixPowerOfOperator {
    @Override
    public EvaluationValue evaluate(Expression expression, Token token, EvaluationValue... operands)
        throws EvaluationException {
      BigDecimal base = operands[0].getNumberValue();
      BigDecimal exponent = operands[1].getNumberValue();
      if (base != null && exponent != null) {
        double digits = Math.abs((double) base.precision() - base.scale()) + 1;
        if (digits * Math.abs(exponent.doubleValue()) > MOST_DIGITS_ON_THE_WAY) {
          throw new EvaluationException(token, "the power has too many digits");
        }
      }
      return super.evaluate(expression, token, operands);
    }
  }

  /** Rounds to a number of digits that there can be. */
  @FunctionParameter(name = "value")
  @FunctionParameter(name = "scale")
  private static final class BoundedRound extends RoundFunction {
    @Override
    public EvaluationValue evaluate(
        Expression expression, Token token, EvaluationValue... parameters) {
      if (parameters[1].getNumberValue().abs().intValue() > MOST_DIGITS_ON_THE_WAY) {
        throw new IllegalArgumentException("rounds to too many digits");
      }
      return super.evaluate(expression, token, parameters);
    }
  }

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
    Matcher exponent = EXPONENT.matcher(formula);
    while (exponent.find()) {
      if (exponent.group(1).length() > 3 || Integer.parseInt(exponent.group(1)) > MOST_DIGITS) {
        throw new IllegalArgumentException("a number has too many digits");
      }
    }
    EvaluationValue value;
    try {
      value = new Expression(formula, CONFIGURATION).withValues(facts).evaluate();
    } catch (BaseException | IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("cannot be worked out", e);
    }
    if (!value.isNumberValue()) {
      throw new IllegalArgumentException("is not a number");
    }
    BigDecimal number = value.getNumberValue();
    if (number.signum() != 0 && Math.abs(number.precision() - number.scale()) > MOST_DIGITS) {
      throw new IllegalArgumentException("the result has too many digits");
    }
    return number;
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
    functions.addFunction("ROUND", new BoundedRound());
    functions.addFunction("SQRT", new SqrtFunction());
    functions.addFunction("SUM", new SumFunction());
    return functions;
  }
}
