package footfall.reports.recording;

/**
 * One turn as it went, kept for the sample of requests.
 *
 * @param startedNanos and {@code firstTokenNanos}: -1 where the turn was not served
 */
public record SampledTurn(
    long shopper,
    int turn,
    int pool,
    int shopperClass,
    String outcome,
    int inputTokens,
    int outputTokens,
    long submittedNanos,
    long startedNanos,
    long firstTokenNanos,
    long endedNanos) {}
