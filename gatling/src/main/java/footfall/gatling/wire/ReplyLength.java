package footfall.gatling.wire;

/**
 * How long a reply is to be.
 *
 * @param most tokens; 0 for as many as the target likes
 * @param exact whether it is to be as long as that, where the target can do it
 */
public record ReplyLength(int most, boolean exact) {
  /** As the target likes it. */
  public static final ReplyLength FREE = new ReplyLength(0, false);

  /** So many tokens. */
  public static ReplyLength exactly(int tokens) {
    return new ReplyLength(Math.max(1, tokens), true);
  }

  /** No more than so many tokens. */
  public static ReplyLength atMost(int tokens) {
    return new ReplyLength(tokens, false);
  }
}
