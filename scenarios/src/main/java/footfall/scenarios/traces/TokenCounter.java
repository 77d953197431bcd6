package footfall.scenarios.traces;

/** How many tokens a text has. */
@FunctionalInterface
public interface TokenCounter {
  /** Tokens of a text; none of an empty one. */
  int tokens(String text);

  /** So many characters a token, as English prose has about four. */
  static TokenCounter ofCharacters(double each) {
    return text -> (int) Math.ceil(text.length() / each);
  }
}
