package footfall.serving.jinja;

import footfall.serving.jinja.Values.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code is} can ask of a value, by name. */
final class Tests {
  /** Whether something holds of a value. */
  interface Test {
    boolean holds(Rendering rendering, Object value, Arguments arguments);
  }

  private static final Map<String, Test> TESTS = new HashMap<>();

  static {
    TESTS.put("boolean", (r, v, a) -> v instanceof Boolean);
    TESTS.put("callable", (r, v, a) -> v instanceof Callable || v instanceof Undefined);
    TESTS.put("defined", (r, v, a) -> !(v instanceof Undefined));
    TESTS.put("undefined", (r, v, a) -> v instanceof Undefined);
    TESTS.put("divisibleby", (r, v, a) -> remainder(r, v, a.get(0, "num")) == 0);
    TESTS.put("even", (r, v, a) -> remainder(r, v, 2L) == 0);
    TESTS.put("odd", (r, v, a) -> remainder(r, v, 2L) == 1);
    TESTS.put("false", (r, v, a) -> Boolean.FALSE.equals(v));
    TESTS.put("true", (r, v, a) -> Boolean.TRUE.equals(v));
    TESTS.put("filter", (r, v, a) -> exists(() -> Filters.named(Values.str(v))));
    TESTS.put("test", (r, v, a) -> exists(() -> named(Values.str(v))));
    TESTS.put("float", (r, v, a) -> v instanceof Double);
    TESTS.put("integer", (r, v, a) -> v instanceof Number && !(v instanceof Double));
    TESTS.put("number", (r, v, a) -> Values.isNumber(v));
    TESTS.put("iterable", (r, v, a) -> isIterable(v));
    TESTS.put(
        "sequence",
        (r, v, a) -> isIterable(v) && !(v instanceof Undefined || v instanceof Generator));
    TESTS.put("mapping", (r, v, a) -> v instanceof Map);
    TESTS.put("string", (r, v, a) -> v instanceof String);
    TESTS.put("none", (r, v, a) -> v == null);
    TESTS.put("lower", (r, v, a) -> isCase(Values.str(v), false));
    TESTS.put("upper", (r, v, a) -> isCase(Values.str(v), true));
    TESTS.put("sameas", (r, v, a) -> isSame(v, a.get(0, "other")));
    TESTS.put("escaped", (r, v, a) -> false);
    TESTS.put("in", (r, v, a) -> Values.contains(a.get(0, "seq"), v));
    add("==", "eq", "equalto");
    add("!=", "ne");
    add("<", "lt", "lessthan");
    add("<=", "le");
    add(">", "gt", "greaterthan");
    add(">=", "ge");
  }

  private Tests() {}

  private static void add(String operator, String... names) {
    Test test = (r, v, a) -> Operators.compares(operator, v, a.get(0, "other"));
    TESTS.put(operator, test);
    for (String name : names) {
      TESTS.put(name, test);
    }
  }

  /**
   * The test of that name.
   *
   * @throws TemplateException if there is none
   */
  static Test named(String name) {
    Test test = TESTS.get(name);
    if (test == null) {
      throw new TemplateException("No test named '" + name + "'");
    }
    return test;
  }

  private static double remainder(Rendering rendering, Object value, Object of) {
    return Values.number(Operators.apply(rendering, "%", value, of));
  }

  private static boolean exists(Runnable lookUp) {
    try {
      lookUp.run();
      return true;
    } catch (TemplateException e) {
      return false;
    }
  }

  private static boolean isIterable(Object value) {
    return value instanceof String
        || value instanceof List
        || value instanceof Tuple
        || value instanceof Map
        || value instanceof Generator
        || value instanceof Undefined;
  }

  private static boolean isSame(Object value, Object other) {
    boolean isConstant =
        value == null
            || value instanceof Boolean
            || value instanceof Long
            || value instanceof String;
    return isConstant ? value == null ? other == null : value.equals(other) : value == other;
  }

  private static boolean isCase(String text, boolean upper) {
    boolean cased = !text.toLowerCase(Locale.ROOT).equals(text.toUpperCase(Locale.ROOT));
    return cased
        && text.equals(upper ? text.toUpperCase(Locale.ROOT) : text.toLowerCase(Locale.ROOT));
  }
}
