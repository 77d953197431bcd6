package footfall.scenarios.problems;

/**
 * One thing that is wrong with an input.
 *
 * @param source where it stands: {@code file:line}, or the option that set it
 * @param path of the value, dotted
 * @param value as written; empty where it is missing
 * @param rule what is asked for
 * @param hint what to do; empty where there is nothing to add
 */
public record Problem(String source, String path, String value, String rule, String hint) {
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(source).append(": ");
    if (!path.isEmpty()) {
      text.append(path).append(": ");
    }
    if (!value.isEmpty()) {
      text.append(value).append(": ");
    }
    text.append(rule).append('.');
    return hint.isEmpty()
        ? text.toString()
        : text.append(" Maybe ").append(hint).append('.').toString();
  }
}
