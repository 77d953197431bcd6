package footfall.gatling.wire;

/**
 * How long a reply is to be.
 *
 * @param most tokens; 0 for no limit
 * @param exact whether it is to be as long as that, where the target can do it
 */
public record ReplyLength(int most, boolean exact) {
  /** Not limited: the target ends the reply. */
  public static final ReplyLength FREE = new ReplyLength(0, false);

  /** Exactly this number of tokens. */
  public static ReplyLength exactly(int tokens) {
    return new ReplyLength(Math.max(1, tokens), true);
  }

  /** At most this number of tokens. */
  public static ReplyLength atMost(int tokens) {
    return new ReplyLength(tokens, false);
  }
}
