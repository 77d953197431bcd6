package footfall.gatling.wire;

/**
 * How replies are to come.
 *
 * @param streamed token by token, or all at once
 * @param forced whether each is made as long as the scenario has it; else the target ends them
 * @param most tokens of a reply whose length is not forced; 0 for no limit
 * @param plain whether the target is no model API: bodies are sent as they are, and answered with
 *     any JSON
 */
public record Replies(boolean streamed, boolean forced, int most, boolean plain) {
  /** Streamed, and ended by the target. */
  public static final Replies USUAL = new Replies(true, false, 0, false);

  /** In which form they come. */
  public ReplyForm form() {
    return plain ? ReplyForm.WHOLE : ReplyForm.CHAT;
  }

  /** The length of a reply that the scenario has so long. */
  public ReplyLength length(int planned) {
    return forced
        ? ReplyLength.exactly(planned)
        : most > 0 ? ReplyLength.atMost(most) : ReplyLength.FREE;
  }
}
