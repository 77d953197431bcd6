package footfall.reports.recording;

/**
 * What a completed conversation brought.
 *
 * @param accepts whether something was accepted
 * @param satisfaction mean of its answers'; NaN if unknown
 * @param satisfied whether the shopper is, which has this probability
 * @param revenue currency units; zero where nothing is bought
 */
public record ConversationWorth(
    boolean accepts, double satisfaction, boolean satisfied, boolean buys, double revenue) {
  /** Its worth is not asked for. */
  public static final ConversationWorth UNKNOWN =
      new ConversationWorth(false, Double.NaN, false, false, 0);

  /** Something was accepted; no more is asked for. */
  public static final ConversationWorth ACCEPTED =
      new ConversationWorth(true, Double.NaN, false, false, 0);
}
