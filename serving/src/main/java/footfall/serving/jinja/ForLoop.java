package footfall.serving.jinja;

import java.util.ArrayList;
import java.util.List;

/**
 * A {@code for}.
 *
 * @param wanted which elements are gone through; null for all
 * @param otherwise what is done where there are none
 */
record ForLoop(
    Target target,
    Expression all,
    Expression wanted,
    boolean recursive,
    Statement body,
    Statement otherwise)
    implements Statement {

  @Override
  public Flow run(Rendering rendering, Scope scope) {
    go(rendering, scope, all.evaluate(rendering, scope), 0);
    return Flow.ON;
  }

  private void go(Rendering rendering, Scope scope, Object through, int depth) {
    List<Object> elements = wanted(rendering, scope, through);
    rendering.make(elements.size());
    Callable again =
        recursive
            ? (r, arguments) -> {
              r.enter();
              Object deeper = arguments.get(0, "iterable");
              String text = r.capture(() -> go(r, scope, deeper, depth + 1));
              r.leave();
              return text;
            }
            : null;
    Loop loop = new Loop(elements, depth, again);
    for (int i = 0; i < elements.size(); i++) {
      rendering.step();
      loop.at(i);
      Scope inner = new Scope(scope);
      inner.set("loop", loop);
      target.assign(inner, elements.get(i));
      if (body.run(rendering, inner) == Flow.BREAK) {
        break;
      }
    }
    if (elements.isEmpty()) {
      otherwise.run(rendering, new Scope(scope));
    }
  }

  private List<Object> wanted(Rendering rendering, Scope scope, Object through) {
    List<Object> elements = Values.elements(through);
    if (wanted == null) {
      return elements;
    }
    List<Object> chosen = new ArrayList<>();
    for (Object element : elements) {
      rendering.step();
      Scope inner = new Scope(scope);
      target.assign(inner, element);
      if (Values.isTrue(wanted.evaluate(rendering, inner))) {
        chosen.add(element);
      }
    }
    return chosen;
  }
}
