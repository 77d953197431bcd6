package footfall.serving.jinja;

import java.util.List;

/** Where a value goes to. Immutable. */
@FunctionalInterface
interface Target {
  void assign(Scope scope, Object value);

  static Target name(String name) {
    return (scope, value) -> scope.set(name, value);
  }

  /** An attribute of a namespace. */
  static Target attribute(String owner, String attribute) {
    return (scope, value) -> {
      if (!(scope.get(owner) instanceof Namespace namespace)) {
        throw new TemplateException("cannot assign attribute on non-namespace object");
      }
      namespace.set(attribute, value);
    };
  }

  /** Each part of the value to one of them. */
  static Target parts(List<Target> targets) {
    return (scope, value) -> {
      List<Object> parts = Values.elements(value);
      if (parts.size() != targets.size()) {
        throw new TemplateException(
            "expected " + targets.size() + " values to unpack, got " + parts.size());
      }
      for (int i = 0; i < parts.size(); i++) {
        targets.get(i).assign(scope, parts.get(i));
      }
    };
  }
}
