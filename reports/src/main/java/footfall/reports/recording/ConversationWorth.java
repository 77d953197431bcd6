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
    boolean accepts,
    double satisfaction,
    boolean satisfied,
    boolean buys,
    double revenue,
    Prospect prospect) {
  /** Its worth is not asked for. */
  public static final ConversationWorth UNKNOWN =
      new ConversationWorth(false, Double.NaN, false, false, 0, Prospect.NONE);

  /** Something was accepted; no more is asked for. */
  public static final ConversationWorth ACCEPTED =
      new ConversationWorth(true, Double.NaN, false, false, 0, Prospect.NONE);

  /**
   * What a conversation would have brought on average, in currency units.
   *
   * @param undisturbed had every answer come at once and from where it should
   * @param lostToTime the part of it that slow answers took away
   * @param lostToRoute the part of it that mistaken classifiers took away
   */
  public record Prospect(double undisturbed, double lostToTime, double lostToRoute) {
    /** Nothing can be bought. */
    public static final Prospect NONE = new Prospect(0, 0, 0);
  }
}
