package footfall.serving.jinja;

/**
 * A piece of a template.
 *
 * @param text as written; of strings what they mean
 * @param line number of the line on which it begins, from 1
 */
record Token(Kind kind, String text, int line) {
  /** What a piece can be. */
  enum Kind {
    DATA,
    STATEMENT,
    STATEMENT_END,
    OUTPUT,
    OUTPUT_END,
    NAME,
    STRING,
    INTEGER,
    FLOAT,
    OPERATOR,
    END
  }

  boolean isOperator(String operator) {
    return kind == Kind.OPERATOR && text.equals(operator);
  }

  boolean isName(String name) {
    return kind == Kind.NAME && text.equals(name);
  }
}
