package footfall.serving.jinja;

import java.util.List;

/** Where a {@code for} stands: what {@code loop} is within it. Not thread-safe. */
final class Loop {
  private final List<Object> elements;
  private final int depth;

  /** Null where the loop is not recursive. */
  private final Callable again;

  private int index;
  private Object changed;
  private boolean hasChanged;

  Loop(List<Object> elements, int depth, Callable again) {
    this.elements = elements;
    this.depth = depth;
    this.again = again;
  }

  void at(int place) {
    index = place;
  }

  int depth() {
    return depth;
  }

  Callable again() {
    if (again == null) {
      throw new TemplateException("the loop is called, and is not marked recursive");
    }
    return again;
  }

  Object get(String name) {
    int size = elements.size();
    return switch (name) {
      case "index" -> index + 1L;
      case "index0" -> (long) index;
      case "revindex" -> (long) size - index;
      case "revindex0" -> size - index - 1L;
      case "first" -> index == 0;
      case "last" -> index == size - 1;
      case "length" -> (long) size;
      case "depth" -> depth + 1L;
      case "depth0" -> (long) depth;
      case "previtem" ->
          index > 0 ? elements.get(index - 1) : new Undefined("there is no previous item");
      case "nextitem" ->
          index < size - 1 ? elements.get(index + 1) : new Undefined("there is no next item");
      case "cycle" ->
          (Callable)
              (rendering, arguments) -> {
                if (arguments.count() == 0) {
                  throw new TemplateException("no items for cycling given");
                }
                return arguments.inOrder().get(index % arguments.count());
              };
      case "changed" -> (Callable) (rendering, arguments) -> changed(arguments);
      default -> Undefined.attribute(this, name);
    };
  }

  private boolean changed(Arguments arguments) {
    Object now = arguments.inOrder();
    boolean differs = !hasChanged || !Values.areEqual(changed, now);
    hasChanged = true;
    changed = now;
    return differs;
  }
}
