package footfall.scenarios.traces;

/** How many tokens a text has. */
@FunctionalInterface
public interface TokenCounter {
  /** Tokens of a text; none of an empty one. */
  int tokens(String text);

  /** Estimates tokens from characters; English prose has about four characters a token. */
  static TokenCounter ofCharacters(double each) {
    return text -> (int) Math.ceil(text.length() / each);
  }
}
