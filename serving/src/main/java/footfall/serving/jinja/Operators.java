package footfall.serving.jinja;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the signs between values mean. */
final class Operators {
  private static final int LARGEST_EXPONENT = 1_000;
  private static final int MOST_BITS = 10_000;

  private Operators() {}

  /**
   * The value of {@code a operator b}.
   *
   * @throws TemplateException if such values do not go together so
   */
  static Object apply(Rendering rendering, String operator, Object a, Object b) {
    if (operator.equals("+")
        && isText(a)
        && isText(b)
        && !(a instanceof String && b instanceof String)) {
      return new Markup(rendering.made(Markup.of(a).text() + Markup.of(b).text()));
    }
    return applyPlain(rendering, operator, Markup.plain(a), Markup.plain(b));
  }

  private static boolean isText(Object value) {
    return value instanceof String || value instanceof Markup;
  }

  private static Object applyPlain(Rendering rendering, String operator, Object a, Object b) {
    if (Values.isNumber(a) && Values.isNumber(b)) {
      return calculate(operator, a, b);
    }
    if (operator.equals("+")) {
      if (a instanceof String some && b instanceof String others) {
        rendering.make((long) some.length() + others.length());
        return some.concat(others);
      }
      if (a instanceof List<?> some && b instanceof List<?> others) {
        return joined(rendering, some, others);
      }
      if (a instanceof Values.Tuple some && b instanceof Values.Tuple others) {
        return new Values.Tuple(joined(rendering, some.parts(), others.parts()));
      }
    }
    if (operator.equals("*") && isWhole(b)) {
      return repeated(rendering, a, Values.integer(b));
    }
    if (operator.equals("*") && isWhole(a)) {
      return repeated(rendering, b, Values.integer(a));
    }
    if (operator.equals("%") && a instanceof String form) {
      List<Object> values = b instanceof Values.Tuple tuple ? tuple.parts() : one(b);
      return rendering.made(PythonFormat.percent(form, values, b));
    }
    throw mismatch(operator, a, b);
  }

  private static boolean isWhole(Object value) {
    return value instanceof Long || value instanceof Boolean;
  }

  private static List<Object> one(Object value) {
    List<Object> list = new ArrayList<>();
    list.add(value);
    return list;
  }

  private static TemplateException mismatch(String operator, Object a, Object b) {
    return Values.wrong(
        a instanceof Undefined ? a : b,
        "unsupported operand types for "
            + operator
            + ": '"
            + Values.typeName(a)
            + "' and '"
            + Values.typeName(b)
            + "'");
  }

  private static List<Object> joined(Rendering rendering, List<?> some, List<?> others) {
    rendering.make((long) some.size() + others.size());
    List<Object> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  private static Object repeated(Rendering rendering, Object value, long times) {
    long count = Math.max(0, times);
    if (value instanceof String text) {
      rendering.make(bounded(text.length(), count));
      return text.repeat((int) (text.isEmpty() ? 0 : count));
    }
    if (value instanceof List<?> list) {
      return repeated(rendering, list, count);
    }
    if (value instanceof Values.Tuple tuple) {
      return new Values.Tuple(repeated(rendering, tuple.parts(), count));
    }
    throw mismatch("*", value, times);
  }

  private static List<Object> repeated(Rendering rendering, List<?> list, long count) {
    rendering.make(bounded(list.size(), count));
    List<Object> all = new ArrayList<>();
    for (long i = 0; i < (list.isEmpty() ? 0 : count); i++) {
      all.addAll(list);
    }
    return all;
  }

  private static long bounded(long size, long count) {
    return size == 0 ? 0 : Math.min(Integer.MAX_VALUE, count) * size;
  }

  private static Object calculate(String operator, Object a, Object b) {
    if (a instanceof Double || b instanceof Double || operator.equals("/")) {
      return calculate(operator, Values.number(a), Values.number(b));
    }
    BigInteger x = Values.whole(a);
    BigInteger y = Values.whole(b);
    boolean divides = operator.equals("//") || operator.equals("%");
    if (divides && y.signum() == 0) {
      throw new TemplateException("integer division or modulo by zero");
    }
    return switch (operator) {
      case "+" -> small(x.add(y));
      case "-" -> small(x.subtract(y));
      case "*" -> small(x.multiply(y));
      case "//" -> small(floor(x, y));
      case "%" -> small(x.subtract(floor(x, y).multiply(y)));
      case "**" -> power(x, y);
      default -> throw mismatch(operator, a, b);
    };
  }

  private static Object power(BigInteger x, BigInteger y) {
    if (y.signum() < 0) {
      return calculate("**", x.doubleValue(), y.doubleValue());
    }
    if (y.bitLength() > Integer.SIZE - 1 || y.intValue() > LARGEST_EXPONENT) {
      throw new TemplateException("a power above " + LARGEST_EXPONENT + " is too large");
    }
    return small(x.pow(y.intValue()));
  }

  private static BigInteger floor(BigInteger x, BigInteger y) {
    BigInteger[] parts = x.divideAndRemainder(y);
    boolean below = parts[1].signum() != 0 && parts[1].signum() != y.signum();
    return below ? parts[0].subtract(BigInteger.ONE) : parts[0];
  }

  private static Object small(BigInteger number) {
    if (number.bitLength() > MOST_BITS) {
      throw new TemplateException("a number is too large");
    }
    return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
  }

  private static double calculate(String operator, double x, double y) {
    if (y == 0 && (operator.equals("/") || operator.equals("//") || operator.equals("%"))) {
      throw new TemplateException("division by zero");
    }
    return switch (operator) {
      case "+" -> x + y;
      case "-" -> x - y;
      case "*" -> x * y;
      case "/" -> x / y;
      case "//" -> Math.floor(x / y);
      case "%" -> x - Math.floor(x / y) * y;
      case "**" -> Math.pow(x, y);
      default -> throw mismatch(operator, x, y);
    };
  }

  static Object negated(Object value) {
    if (value instanceof Double number) {
      return -number;
    }
    if (Values.isNumber(value)) {
      return small(Values.whole(value).negate());
    }
    throw Values.wrong(value, "bad operand type for unary -: '" + Values.typeName(value) + "'");
  }

  /** Whether {@code a operator b} holds. */
  static boolean compares(String operator, Object a, Object b) {
    return switch (operator) {
      case "==" -> Values.areEqual(a, b);
      case "!=" -> !Values.areEqual(a, b);
      case "<" -> Values.compare(a, b) < 0;
      case "<=" -> Values.compare(a, b) <= 0;
      case ">" -> Values.compare(a, b) > 0;
      case ">=" -> Values.compare(a, b) >= 0;
      case "in" -> Values.contains(b, a);
      case "not in" -> !Values.contains(b, a);
      default -> throw mismatch(operator, a, b);
    };
  }

  /** What is at a place of a value; undefined where nothing is. */
  static Object item(Object owner, Object place) {
    if (owner instanceof Undefined undefined) {
      throw undefined.used();
    }
    if (owner instanceof Map<?, ?> map && map.containsKey(place)) {
      return map.get(place);
    }
    if (place instanceof Long || place instanceof Boolean) {
      long index = Values.integer(place);
      boolean hasPlaces =
          owner instanceof List || owner instanceof Values.Tuple || owner instanceof String;
      int size = hasPlaces ? Values.length(owner) : 0;
      long at = index < 0 ? index + size : index;
      if (at < 0 || at >= size) {
        return Undefined.attribute(owner, place);
      }
      return owner instanceof String text
          ? PythonStrings.character(text, (int) at)
          : (owner instanceof List<?> list ? list : ((Values.Tuple) owner).parts()).get((int) at);
    }
    return place instanceof String name
        ? Methods.of(owner, name)
        : Undefined.attribute(owner, place);
  }

  /** An attribute of a value; undefined where it has none of that name. */
  static Object attribute(Object owner, String name) {
    if (owner instanceof Undefined undefined) {
      throw undefined.used();
    }
    Object method = Methods.of(owner, name);
    if (method instanceof Undefined && owner instanceof Map<?, ?> map && map.containsKey(name)) {
      return map.get(name);
    }
    return method;
  }

  /**
   * Part of a value.
   *
   * @param from null for its beginning
   * @param to null for its end
   * @param step null for one
   */
  static Object slice(Object owner, Object from, Object to, Object step) {
    if (!(owner instanceof List || owner instanceof Values.Tuple || owner instanceof String)) {
      throw Values.wrong(owner, "'" + Values.typeName(owner) + "' object cannot be sliced");
    }
    long by = step == null ? 1 : Values.integer(step);
    if (by == 0) {
      throw new TemplateException("slice step cannot be zero");
    }
    List<?> all = Values.elements(owner);
    int size = all.size();
    long first =
        place(from, size, by > 0 ? 0 : size - 1, by > 0 ? 0 : -1, by > 0 ? size : size - 1);
    long last = place(to, size, by > 0 ? size : -1, by > 0 ? 0 : -1, by > 0 ? size : size - 1);
    List<Object> part = new ArrayList<>();
    for (long i = first; by > 0 ? i < last : i > last; i += by) {
      part.add(all.get((int) i));
    }
    if (owner instanceof String) {
      StringBuilder text = new StringBuilder();
      part.forEach(text::append);
      return text.toString();
    }
    return owner instanceof List ? part : new Values.Tuple(part);
  }

  private static long place(Object given, int size, long otherwise, long least, long most) {
    if (given == null) {
      return otherwise;
    }
    long index = Values.integer(given);
    return Math.max(least, Math.min(most, index < 0 ? index + size : index));
  }
}
