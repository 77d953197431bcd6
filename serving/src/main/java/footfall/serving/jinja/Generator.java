package footfall.serving.jinja;

import java.util.List;

/**
 * Values that can be gone through once, as {@code map} and {@code select} give. Not thread-safe.
 */
final class Generator {
  private List<Object> left;

  Generator(List<Object> elements) {
    this.left = elements;
  }

  /** Returns the remaining elements and leaves none. */
  List<Object> take() {
    List<Object> all = left;
    left = List.of();
    return all;
  }

  /** The next one; undefined where nothing is left. */
  Object next() {
    if (left.isEmpty()) {
      return new Undefined("No first item, sequence was empty.");
    }
    Object first = left.get(0);
    left = left.subList(1, left.size());
    return first;
  }
}
