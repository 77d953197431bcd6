package footfall.serving.jinja;

import java.util.List;
import java.util.Map;

/** What a function, filter or test is given. Immutable. */
record Arguments(List<Object> inOrder, Map<String, Object> named) {
  static final Arguments NONE = new Arguments(List.of(), Map.of());

  int count() {
    return inOrder.size();
  }

  /** Whether it was given, by its place or by its name. */
  boolean has(int place, String name) {
    return place < inOrder.size() || named.containsKey(name);
  }

  /** What was given, by its place or by its name. */
  Object get(int place, String name, Object otherwise) {
    if (place < inOrder.size()) {
      return inOrder.get(place);
    }
    return named.containsKey(name) ? named.get(name) : otherwise;
  }

  /**
   * The same of what must be given.
   *
   * @throws TemplateException if it was not
   */
  Object get(int place, String name) {
    if (!has(place, name)) {
      throw new TemplateException("missing argument '" + name + "'");
    }
    return get(place, name, null);
  }

  String text(int place, String name, String otherwise) {
    Object value = get(place, name, otherwise);
    if (value != null && !(value instanceof String)) {
      throw new TemplateException(name + " must be a string, not " + Values.typeName(value));
    }
    return (String) value;
  }

  String text(int place, String name) {
    get(place, name);
    String text = text(place, name, null);
    if (text == null) {
      throw new TemplateException(name + " must be a string, not NoneType");
    }
    return text;
  }

  int integer(int place, String name, int otherwise) {
    Object value = get(place, name, null);
    if (value == null) {
      return otherwise;
    }
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, Values.integer(value)));
  }

  boolean flag(int place, String name, boolean otherwise) {
    return has(place, name) ? Values.isTrue(get(place, name)) : otherwise;
  }

  /** Without the first that were given in order. */
  Arguments from(int place) {
    return new Arguments(inOrder.subList(Math.min(place, inOrder.size()), inOrder.size()), named);
  }
}
