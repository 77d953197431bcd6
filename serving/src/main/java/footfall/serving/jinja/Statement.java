package footfall.serving.jinja;

import java.util.List;

/** Something that is done. Immutable. */
@FunctionalInterface
interface Statement {
  /** How it goes on after a statement. */
  enum Flow {
    ON,
    BREAK,
    CONTINUE
  }

  Flow run(Rendering rendering, Scope scope);

  /** One after the other. */
  static Statement all(List<Statement> statements) {
    List<Statement> inOrder = List.copyOf(statements);
    return (rendering, scope) -> {
      for (Statement statement : inOrder) {
        rendering.step();
        Flow flow = statement.run(rendering, scope);
        if (flow != Flow.ON) {
          return flow;
        }
      }
      return Flow.ON;
    };
  }
}
