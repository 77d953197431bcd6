package footfall.reports.recording;

/** A time that is measured for every request, turn or conversation. */
public enum Metric {
  /** From submitting a request to its last token; completed requests only. */
  REQUEST_LATENCY("request_latency"),
  /** From submitting a request to its first token, reasoning included. */
  TIME_TO_FIRST_TOKEN("time_to_first_token"),
  /** From submitting a request to its first token that is no reasoning. */
  TIME_TO_FIRST_VISIBLE_TOKEN("time_to_first_visible_token"),
  /** Between one output token and the next; only where replies stream. */
  INTER_TOKEN_LATENCY("inter_token_latency"),
  /**
   * From the first token of a reply to its last, for each of the tokens after the first: one value
   * a request.
   */
  TIME_PER_OUTPUT_TOKEN("time_per_output_token"),
  /**
   * From submitting a request to the start of its service, or to its leaving the queue unserved.
   */
  QUEUE_WAIT("queue_wait"),
  /**
   * From what a shopper says to the last token of the answer, with all calls, tools and retries.
   */
  TURN_LATENCY("turn_latency"),
  /** From the first turn of a conversation to its last reply; completed conversations only. */
  CONVERSATION_DURATION("conversation_duration");

  private final String key;

  Metric(String key) {
    this.key = key;
  }

  /** The name in results files. */
  public String key() {
    return key;
  }
}
