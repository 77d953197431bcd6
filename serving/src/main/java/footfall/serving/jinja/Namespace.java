package footfall.serving.jinja;

import java.util.LinkedHashMap;
import java.util.Map;

/** Attributes that can be set within loops, as {@code namespace()} makes them. Not thread-safe. */
final class Namespace {
  private final Map<Object, Object> attributes;

  Namespace(Map<Object, Object> attributes) {
    this.attributes = new LinkedHashMap<>(attributes);
  }

  Object get(String name) {
    return attributes.containsKey(name) ? attributes.get(name) : Undefined.attribute(this, name);
  }

  void set(String name, Object value) {
    attributes.put(name, value);
  }
}
