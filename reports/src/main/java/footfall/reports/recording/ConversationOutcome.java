package footfall.reports.recording;

/** How a conversation ended. */
public enum ConversationOutcome {
  /** Every turn was answered. */
  COMPLETED,
  /** The shopper lost patience. */
  ABANDONED,
  /** A turn was turned away or went wrong. */
  FAILED
}
