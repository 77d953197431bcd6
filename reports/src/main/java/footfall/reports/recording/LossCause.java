package footfall.reports.recording;

import org.jspecify.annotations.Nullable;

/** What revenue is lost to. */
public enum LossCause {
  /** Shoppers waited too long, or were turned away. */
  QUEUE("queue"),
  /** A vendor's quota was spent. */
  THROTTLING("throttling"),
  /** A worker or a vendor was not there. */
  OUTAGE("outage"),
  /** A budget was spent. */
  BUDGET("budget"),
  /** Answers were slow, and shoppers liked them less or left after them. */
  SLOW_ANSWERS("slowAnswers"),
  /** A classifier was mistaken. */
  WRONG_ROUTE("wrongRoute"),
  /** A request was too large, or a model failed at it. */
  OTHER("other");

  private final String key;

  LossCause(String key) {
    this.key = key;
  }

  /** The name in results files. */
  public String key() {
    return key;
  }

  /** Of a conversation that ended so; null where the client is to blame. */
  public static @Nullable LossCause of(TurnOutcome turn, @Nullable Failure failure) {
    if (Fate.of(turn, failure).isExcused()) {
      return null;
    }
    return failure == null ? QUEUE : of(failure);
  }

  private static LossCause of(Failure failure) {
    return switch (failure) {
      case EXPIRED -> QUEUE;
      case THROTTLED -> THROTTLING;
      case WORKER_LOST, VENDOR_ERROR, TIMED_OUT, CIRCUIT_OPEN -> OUTAGE;
      case OVER_BUDGET -> BUDGET;
      default -> OTHER;
    };
  }
}
