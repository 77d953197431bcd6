package footfall.serving.jinja;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values as Python has them: {@code null} for {@code None}, {@link Boolean}, {@link Long}, {@link
 * Double}, {@link String}, {@link List}, {@link Tuple}, {@link Map}, and what templates make.
 */
final class Values {
  /** Several values that belong together. */
  record Tuple(List<Object> parts) {}

  private static final double LARGEST_PLAIN = 1e16;
  private static final double SMALLEST_PLAIN = 1e-4;

  private Values() {}

  /** The same as templates see it, all the way down. */
  static Object of(Object given) {
    if (given instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new LinkedHashMap<>();
      map.forEach((key, value) -> copy.put(of(key), of(value)));
      return copy;
    }
    if (given instanceof Iterable<?> list) {
      List<Object> copy = new ArrayList<>();
      list.forEach(element -> copy.add(of(element)));
      return copy;
    }
    if (given instanceof Float number) {
      return number.doubleValue();
    }
    if (given instanceof BigDecimal number) {
      return number.doubleValue();
    }
    if (given instanceof Number number
        && !(given instanceof Double)
        && !(given instanceof BigInteger)) {
      return number.longValue();
    }
    return given;
  }

  static boolean isTrue(Object value) {
    if (value instanceof Boolean flag) {
      return flag;
    }
    if (value instanceof Number number) {
      return number.doubleValue() != 0;
    }
    if (value instanceof String text) {
      return !text.isEmpty();
    }
    if (value instanceof Markup markup) {
      return !markup.text().isEmpty();
    }
    if (value instanceof Map<?, ?> map) {
      return !map.isEmpty();
    }
    if (value instanceof List<?> list) {
      return !list.isEmpty();
    }
    if (value instanceof Tuple tuple) {
      return !tuple.parts().isEmpty();
    }
    return value != null && !(value instanceof Undefined);
  }

  /** As {@code str()} writes it. */
  static String str(Object value) {
    if (value instanceof String text) {
      return text;
    }
    if (value instanceof Markup markup) {
      return markup.text();
    }
    return value instanceof Undefined ? "" : repr(value);
  }

  /** As {@code repr()} writes it. */
  static String repr(Object value) {
    StringBuilder text = new StringBuilder();
    write(value, text, 0);
    return text.toString();
  }

  private static void write(Object value, StringBuilder text, int depth) {
    if (depth > PythonJson.DEEPEST) {
      throw new TemplateException("a value is nested more than " + PythonJson.DEEPEST + " deep");
    }
    if (value == null) {
      text.append("None");
    } else if (value instanceof Boolean flag) {
      text.append(flag ? "True" : "False");
    } else if (value instanceof Double number) {
      text.append(written(number));
    } else if (value instanceof String string) {
      text.append(PythonStrings.quoted(string));
    } else if (value instanceof Map<?, ?> map) {
      text.append('{');
      String between = "";
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        text.append(between);
        write(entry.getKey(), text, depth + 1);
        text.append(": ");
        write(entry.getValue(), text, depth + 1);
        between = ", ";
      }
      text.append('}');
    } else if (value instanceof List<?> list) {
      text.append('[');
      writeAll(list, text, depth);
      text.append(']');
    } else if (value instanceof Tuple tuple) {
      text.append('(');
      writeAll(tuple.parts(), text, depth);
      text.append(tuple.parts().size() == 1 ? ",)" : ")");
    } else if (value instanceof Undefined) {
      text.append("Undefined");
    } else if (value instanceof Number) {
      text.append(value);
    } else {
      text.append('<').append(typeName(value)).append('>');
    }
  }

  private static void writeAll(List<?> parts, StringBuilder text, int depth) {
    String between = "";
    for (Object part : parts) {
      text.append(between);
      write(part, text, depth + 1);
      between = ", ";
    }
  }

  /** A number with a point, as Python writes it. */
  static String written(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    BigDecimal shortest = new BigDecimal(NumberOutput.toString(value, true));
    double size = Math.abs(value);
    if (value == 0) {
      return 1 / value < 0 ? "-0.0" : "0.0";
    }
    if (size >= LARGEST_PLAIN || size < SMALLEST_PLAIN) {
      BigDecimal digits = shortest.stripTrailingZeros();
      int exponent = digits.precision() - digits.scale() - 1;
      String mantissa = digits.movePointLeft(exponent).toPlainString();
      return mantissa + "e" + (exponent < 0 ? "-" : "+") + "%02d".formatted(Math.abs(exponent));
    }
    String plain = shortest.stripTrailingZeros().toPlainString();
    return plain.contains(".") ? plain : plain + ".0";
  }

  /** The key that a map has for a value which is equal to it, such as 1 for true. */
  static Object key(Map<Object, Object> map, Object value) {
    if (!isNumber(value)) {
      return value;
    }
    for (Object key : map.keySet()) {
      if (areEqual(key, value)) {
        return key;
      }
    }
    return value;
  }

  /** What is told of a value's kind. */
  static String typeName(Object value) {
    if (value == null) {
      return "NoneType";
    }
    if (value instanceof Boolean) {
      return "bool";
    }
    if (value instanceof Double) {
      return "float";
    }
    if (value instanceof Number) {
      return "int";
    }
    if (value instanceof String) {
      return "str";
    }
    if (value instanceof Map) {
      return "dict";
    }
    if (value instanceof List) {
      return "list";
    }
    return value.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
  }

  /**
   * A whole number.
   *
   * @throws TemplateException if it is none
   */
  static long integer(Object value) {
    if (value instanceof Boolean flag) {
      return flag ? 1 : 0;
    }
    if (value instanceof Long number) {
      return number;
    }
    throw wrong(value, "a whole number is needed, and this is of type " + typeName(value));
  }

  /** What is wrong with a value; of one that does not exist it is that. */
  static TemplateException wrong(Object value, String otherwise) {
    return value instanceof Undefined undefined
        ? undefined.used()
        : new TemplateException(otherwise);
  }

  static boolean areEqual(Object a, Object b) {
    if (isNumber(a) && isNumber(b)) {
      return a instanceof Double || b instanceof Double
          ? number(a) == number(b)
          : whole(a).equals(whole(b));
    }
    if (a instanceof List<?> some && b instanceof List<?> others) {
      return areEqual(some, others);
    }
    if (a instanceof Tuple some && b instanceof Tuple others) {
      return areEqual(some.parts(), others.parts());
    }
    if (a instanceof Map<?, ?> some && b instanceof Map<?, ?> others) {
      return some.size() == others.size()
          && some.entrySet().stream()
              .allMatch(
                  e ->
                      others.containsKey(e.getKey())
                          && areEqual(e.getValue(), others.get(e.getKey())));
    }
    return a == null ? b == null : a.equals(b);
  }

  private static boolean areEqual(List<?> some, List<?> others) {
    if (some.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < some.size(); i++) {
      if (!areEqual(some.get(i), others.get(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Negative, zero or positive, as the first comes before, with or after the second.
   *
   * @throws TemplateException if they have no order
   */
  static int compare(Object a, Object b) {
    if (isNumber(a) && isNumber(b)) {
      return a instanceof Double || b instanceof Double
          ? Double.compare(number(a), number(b))
          : whole(a).compareTo(whole(b));
    }
    if (a instanceof String some && b instanceof String others) {
      return PythonStrings.compare(some, others);
    }
    if (a instanceof List<?> some && b instanceof List<?> others) {
      return compare(some, others);
    }
    if (a instanceof Tuple some && b instanceof Tuple others) {
      return compare(some.parts(), others.parts());
    }
    throw wrong(
        a instanceof Undefined ? a : b,
        "values of type " + typeName(a) + " and " + typeName(b) + " cannot be compared");
  }

  private static int compare(List<?> some, List<?> others) {
    for (int i = 0; i < Math.min(some.size(), others.size()); i++) {
      if (!areEqual(some.get(i), others.get(i))) {
        return compare(some.get(i), others.get(i));
      }
    }
    return Integer.compare(some.size(), others.size());
  }

  static boolean isNumber(Object value) {
    return value instanceof Number || value instanceof Boolean;
  }

  static double number(Object value) {
    return value instanceof Boolean flag ? (flag ? 1 : 0) : ((Number) value).doubleValue();
  }

  static BigInteger whole(Object value) {
    return value instanceof BigInteger big ? big : BigInteger.valueOf(integer(value));
  }

  /**
   * What there is in a value, one after the other.
   *
   * @throws TemplateException if there is nothing in such values
   */
  static List<Object> elements(Object value) {
    if (value instanceof List<?> list) {
      return new ArrayList<>(list);
    }
    if (value instanceof Tuple tuple) {
      return tuple.parts();
    }
    if (value instanceof Map<?, ?> map) {
      return new ArrayList<>(map.keySet());
    }
    if (value instanceof String text) {
      return new ArrayList<>(PythonStrings.characters(text));
    }
    if (value instanceof Undefined) {
      return List.of();
    }
    if (value instanceof Generator generator) {
      return generator.take();
    }
    throw new TemplateException("'" + typeName(value) + "' object is not iterable");
  }

  /**
   * How much there is in a value.
   *
   * @throws TemplateException if such values have no length
   */
  static int length(Object value) {
    if (value instanceof String text) {
      return text.codePointCount(0, text.length());
    }
    if (value instanceof List<?> list) {
      return list.size();
    }
    if (value instanceof Map<?, ?> map) {
      return map.size();
    }
    if (value instanceof Tuple tuple) {
      return tuple.parts().size();
    }
    if (value instanceof Undefined) {
      return 0;
    }
    throw new TemplateException("object of type '" + typeName(value) + "' has no len()");
  }

  /**
   * Whether something is in a value.
   *
   * @throws TemplateException if there is nothing in such values
   */
  static boolean contains(Object value, Object part) {
    if (value instanceof String text) {
      if (part instanceof String piece) {
        return text.contains(piece);
      }
      throw wrong(part, "'in <string>' requires string as left operand, not " + typeName(part));
    }
    if (value instanceof Map<?, ?> map) {
      if (part instanceof Map || part instanceof List) {
        throw new TemplateException("unhashable type: '" + typeName(part) + "'");
      }
      return map.containsKey(part);
    }
    for (Object element : elements(value)) {
      if (areEqual(element, part)) {
        return true;
      }
    }
    return false;
  }
}
