package footfall.reports.recording;

/** How a turn of a conversation ended, after all its calls and retries. */
public enum TurnOutcome {
  /** Answered. */
  COMPLETED,
  /** The shopper lost patience. */
  ABANDONED,
  /** Turned away. */
  REJECTED,
  /** Taken in and then failed. */
  FAILED
}
