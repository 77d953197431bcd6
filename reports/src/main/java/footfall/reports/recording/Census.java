package footfall.reports.recording;

import java.util.List;

/**
 * Shoppers counted one by one at the end of a run: the ledger's other side.
 *
 * @param inConversation shoppers whose conversation is not over
 * @param inTurn of these, those whose turn has not ended
 * @param awaitingReply of these, those whose request has not ended
 * @param toolCalls requests of tools that have not ended
 * @param open since when they are, as far as that is known
 */
public record Census(
    long inConversation, long inTurn, long awaitingReply, long toolCalls, List<OpenShopper> open) {

  /**
   * A shopper in conversation; instants are nanoseconds since the start.
   *
   * @param shopperClass index in the scenario
   * @param turnNanos when the turn began; negative where none is open
   * @param submittedNanos when the request was submitted; negative where none is open
   * @param toolCalls requests of a tool that it waits for
   */
  public record OpenShopper(
      int shopperClass, long beganNanos, long turnNanos, long submittedNanos, int toolCalls) {
    /** A shopper who waits for no tool. */
    public OpenShopper(int shopperClass, long beganNanos, long turnNanos, long submittedNanos) {
      this(shopperClass, beganNanos, turnNanos, submittedNanos, 0);
    }
  }

  /** Nobody. */
  public static final Census NONE = new Census(0, 0, 0);

  /** Shoppers of whom no more is known than how many there are. */
  public Census(long inConversation, long inTurn, long awaitingReply) {
    this(inConversation, inTurn, awaitingReply, 0, List.of());
  }

  /** Both together, counted. */
  public Census plus(Census other) {
    return new Census(
        inConversation + other.inConversation,
        inTurn + other.inTurn,
        awaitingReply + other.awaitingReply,
        toolCalls + other.toolCalls,
        List.of());
  }

  /** The shoppers, counted. */
  public static Census of(List<OpenShopper> open) {
    return new Census(
        open.size(),
        open.stream().filter(shopper -> shopper.turnNanos() >= 0).count(),
        open.stream().filter(shopper -> shopper.submittedNanos() >= 0).count(),
        open.stream().mapToLong(OpenShopper::toolCalls).sum(),
        List.copyOf(open));
  }
}
