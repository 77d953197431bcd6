package footfall.serving.jinja;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes values as Python's {@code json.dumps} does. Stateless. */
final class PythonJson {
  /** Deeper values are refused; no message and no tool has half as much. */
  static final int DEEPEST = 200;

  private final boolean ascii;
  private final String indent;
  private final String comma;
  private final String colon;
  private final boolean sorts;
  private final StringBuilder text = new StringBuilder();

  private PythonJson(boolean ascii, String indent, String comma, String colon, boolean sorts) {
    this.ascii = ascii;
    this.indent = indent;
    this.comma = comma;
    this.colon = colon;
    this.sorts = sorts;
  }

  /**
   * The value as JSON.
   *
   * @param indent of each level; null for all on one line
   */
  static String dumps(
      Object value, boolean ascii, String indent, String comma, String colon, boolean sorts) {
    PythonJson json = new PythonJson(ascii, indent, comma, colon, sorts);
    json.write(value, 0);
    return json.text.toString();
  }

  private void write(Object value, int depth) {
    if (depth > DEEPEST) {
      throw new TemplateException("a value is nested more than " + DEEPEST + " deep");
    }
    if (value == null) {
      text.append("null");
    } else if (value instanceof String string) {
      quote(string);
    } else if (value instanceof Boolean || value instanceof Long) {
      text.append(value);
    } else if (value instanceof Double number) {
      text.append(number(number));
    } else if (value instanceof Map<?, ?> map) {
      write(map, depth);
    } else if (value instanceof List<?> list) {
      write(list, depth);
    } else if (value instanceof Values.Tuple tuple) {
      write(tuple.parts(), depth);
    } else if (value instanceof Number) {
      text.append(value);
    } else {
      throw new TemplateException(
          "Object of type " + Values.typeName(value) + " is not JSON serializable");
    }
  }

  private static String number(double number) {
    if (Double.isNaN(number)) {
      return "NaN";
    }
    return Double.isInfinite(number)
        ? number > 0 ? "Infinity" : "-Infinity"
        : Values.written(number);
  }

  private void write(List<?> list, int depth) {
    if (list.isEmpty()) {
      text.append("[]");
      return;
    }
    text.append('[');
    String between = "";
    for (Object element : list) {
      text.append(between);
      newLine(depth + 1);
      write(element, depth + 1);
      between = comma;
    }
    newLine(depth);
    text.append(']');
  }

  private void write(Map<?, ?> map, int depth) {
    if (map.isEmpty()) {
      text.append("{}");
      return;
    }
    Map<?, ?> inOrder = map;
    if (sorts) {
      Map<Object, Object> sorted = new TreeMap<>(Values::compare);
      sorted.putAll(map);
      inOrder = sorted;
    }
    text.append('{');
    String between = "";
    for (Map.Entry<?, ?> entry : inOrder.entrySet()) {
      text.append(between);
      newLine(depth + 1);
      quote(key(entry.getKey()));
      text.append(colon);
      write(entry.getValue(), depth + 1);
      between = comma;
    }
    newLine(depth);
    text.append('}');
  }

  private static String key(Object key) {
    if (key instanceof String text) {
      return text;
    }
    if (key == null || key instanceof Boolean) {
      return String.valueOf(key);
    }
    if (key instanceof Number) {
      return Values.repr(key);
    }
    throw new TemplateException("keys must be str, int, float, bool or None");
  }

  private void newLine(int depth) {
    if (indent != null) {
      text.append('\n').append(indent.repeat(depth));
    }
  }

  private void quote(String string) {
    text.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      int plain = "\"\\\n\r\t\f\b".indexOf(c);
      if (plain >= 0) {
        text.append('\\').append("\"\\nrtfb".charAt(plain));
      } else if (c < ' ' || (ascii && c > '~')) {
        text.append("\\u%04x".formatted((int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }
}
