package footfall.serving.jinja;

/** Something with a value. Immutable. */
@FunctionalInterface
interface Expression {
  Object evaluate(Rendering rendering, Scope scope);
}
