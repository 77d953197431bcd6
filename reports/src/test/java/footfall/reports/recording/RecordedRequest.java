package footfall.reports.recording;

/** A request in a test, which says of itself what it is told to. */
public record RecordedRequest(
    long shopper,
    int turn,
    int plannedTurns,
    int call,
    int retry,
    int shopperClass,
    int inputTokens,
    int outputTokens,
    long submittedNanos,
    long firstSubmittedNanos,
    long waitedNanos,
    long turnNanos,
    boolean endsTurn,
    int language,
    int intent,
    int reason)
    implements RequestFacts {
  /** The only one of its turn, and the only turn. */
  public static RecordedRequest at(long shopper, long submittedNanos) {
    return new RecordedRequest(
        shopper,
        0,
        1,
        0,
        0,
        0,
        1,
        1,
        submittedNanos,
        submittedNanos,
        0,
        submittedNanos,
        true,
        -1,
        -1,
        -1);
  }
}
