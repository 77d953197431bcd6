package footfall.reports.recording;

/**
 * One request as it went, kept for the sample of requests.
 *
 * @param startedNanos and {@code firstTokenNanos}: -1 where the request was not served
 */
public record SampledRequest(
    long shopper,
    int turn,
    int call,
    int retry,
    int pool,
    int shopperClass,
    int language,
    int intent,
    String outcome,
    int inputTokens,
    int outputTokens,
    long submittedNanos,
    long startedNanos,
    long firstTokenNanos,
    long endedNanos) {

  /** Copies what the request says of itself: the request would hold on to its shopper. */
  static SampledRequest of(
      RequestFacts request,
      int pool,
      String outcome,
      long startedNanos,
      long firstTokenNanos,
      long endedNanos) {
    return new SampledRequest(
        request.shopper(),
        request.turn(),
        request.call(),
        request.retry(),
        pool,
        request.shopperClass(),
        request.language(),
        request.intent(),
        outcome,
        request.inputTokens(),
        request.outputTokens(),
        request.firstSubmittedNanos(),
        startedNanos,
        firstTokenNanos,
        endedNanos);
  }
}
