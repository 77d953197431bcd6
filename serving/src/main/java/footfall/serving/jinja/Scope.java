package footfall.serving.jinja;

import java.util.HashMap;
import java.util.Map;

/** Names and what they stand for, within another scope. Not thread-safe. */
final class Scope {
  private final Scope outer;
  private final Map<String, Object> names = new HashMap<>();

  /**
   * An empty one.
   *
   * @param outer null for none
   */
  Scope(Scope outer) {
    this.outer = outer;
  }

  Object get(String name) {
    for (Scope scope = this; scope != null; scope = scope.outer) {
      Object value = scope.names.get(name);
      if (value != null || scope.names.containsKey(name)) {
        return value;
      }
    }
    return Undefined.name(name);
  }

  void set(String name, Object value) {
    names.put(name, value);
  }
}
