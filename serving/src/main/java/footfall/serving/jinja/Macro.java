package footfall.serving.jinja;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A macro: its parameters, and what it writes.
 *
 * @param defaults in the order of the parameters; null where there is none
 * @param body null until it is read
 */
record Macro(String name, List<String> parameters, List<Expression> defaults, Statement body) {
  Macro with(Statement itsBody) {
    return new Macro(name, parameters, defaults, itsBody);
  }

  /** The macro as a function that sees the names of where it stands. */
  Callable in(Scope scope) {
    return (rendering, arguments) -> {
      Callable caller = rendering.takeCaller();
      Scope inner = new Scope(scope);
      if (caller != null) {
        inner.set("caller", caller);
      }
      rendering.enter();
      bind(rendering, inner, arguments);
      String text = rendering.capture(() -> body.run(rendering, inner));
      rendering.leave();
      return text;
    };
  }

  private void bind(Rendering rendering, Scope scope, Arguments arguments) {
    Map<Object, Object> left = new LinkedHashMap<>(arguments.named());
    for (int i = 0; i < parameters.size(); i++) {
      String parameter = parameters.get(i);
      left.remove(parameter);
      if (arguments.has(i, parameter)) {
        scope.set(parameter, arguments.get(i, parameter));
      } else if (defaults.get(i) != null) {
        scope.set(parameter, defaults.get(i).evaluate(rendering, scope));
      } else {
        scope.set(parameter, new Undefined("parameter '" + parameter + "' was not provided"));
      }
    }
    scope.set("kwargs", left);
    scope.set("varargs", new Values.Tuple(arguments.from(parameters.size()).inOrder()));
  }
}
