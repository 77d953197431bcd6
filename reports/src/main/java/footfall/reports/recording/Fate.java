package footfall.reports.recording;

import org.jspecify.annotations.Nullable;

/** What became of a request or a conversation in the end. */
public enum Fate {
  /** Answered in full. */
  ANSWERED("answered"),
  /** Turned away. */
  REJECTED("rejected"),
  /** The shopper lost patience. */
  ABANDONED("abandoned"),
  /** Taken in and then failed. */
  FAILED("failed"),
  /** Refused for the client's own mistake. */
  REFUSED("refused"),
  /** The client left. */
  CANCELLED("cancelled");

  private final String key;

  Fate(String key) {
    this.key = key;
  }

  /** The name in results files. */
  public String key() {
    return key;
  }

  /** Whether nobody but the client is to blame. */
  public boolean isExcused() {
    return this == REFUSED || this == CANCELLED;
  }

  /** Of what ended so. */
  public static Fate of(TurnOutcome outcome, @Nullable Failure failure) {
    return switch (outcome) {
      case COMPLETED -> ANSWERED;
      case REJECTED -> REJECTED;
      case ABANDONED -> ABANDONED;
      case FAILED -> failure == null ? FAILED : of(failure);
    };
  }

  /** Of something that failed so. */
  static Fate of(Failure failure) {
    return switch (failure) {
      case CANCELLED -> CANCELLED;
      case NOT_UNDERSTOOD -> REFUSED;
      default -> FAILED;
    };
  }
}
