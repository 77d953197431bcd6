package footfall.reports.recording;

/** A time that is measured for every turn or conversation. */
public enum Metric {
  /** From submitting a turn to its last token; completed turns only. */
  REQUEST_LATENCY("request_latency"),
  /** From submitting a turn to its first token. */
  TIME_TO_FIRST_TOKEN("time_to_first_token"),
  /** Between one output token and the next; only where replies stream. */
  INTER_TOKEN_LATENCY("inter_token_latency"),
  /** From submitting a turn to the start of its service, or to its leaving the queue unserved. */
  QUEUE_WAIT("queue_wait"),
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
