package footfall.reports.recording;

/**
 * Shoppers counted one by one at the end of a run: the ledger's other side.
 *
 * @param inConversation shoppers whose conversation is not over
 * @param inTurn of these, those whose turn has not ended
 * @param awaitingReply of these, those whose request has not ended
 */
public record Census(long inConversation, long inTurn, long awaitingReply) {
  /** No shoppers. */
  public static final Census NONE = new Census(0, 0, 0);

  /** Both counts together. */
  public Census plus(Census other) {
    return new Census(
        inConversation + other.inConversation,
        inTurn + other.inTurn,
        awaitingReply + other.awaitingReply);
  }
}
