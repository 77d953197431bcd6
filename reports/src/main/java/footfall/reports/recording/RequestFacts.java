package footfall.reports.recording;

/** What a request says of itself, for those who write down how it ended. */
public interface RequestFacts {
  /** Number of the shopper, unique in the run. */
  long shopper();

  /** Number of the turn in its conversation, from zero. */
  int turn();

  /** How many turns the conversation would have if all went well. */
  int plannedTurns();

  /** Number of the model call in its turn, from zero. */
  int call();

  /** How often the shopper has tried this turn again before. */
  int retry();

  /** Index of the shopper's class in the scenario. */
  int shopperClass();

  /** Tokens to be read. */
  int inputTokens();

  /** Tokens to be written. */
  int outputTokens();

  /** Of the tokens to be written, those that come one by one. */
  default int streamedTokens() {
    return outputTokens();
  }

  /**
   * When the first token comes that a shopper sees, which is later than the first where that is
   * reasoning.
   */
  default long firstVisibleNanos(long firstTokenNanos, long endedNanos) {
    return firstTokenNanos;
  }

  /** Whether the tokens were counted by who heard them, because the vendor does not tell them. */
  default boolean isCounted() {
    return false;
  }

  /** When it was sent to the pool that it is in. */
  long submittedNanos();

  /** When the shopper submitted it, which is earlier where other pools had it before. */
  long firstSubmittedNanos();

  /** Nanoseconds that it waited in the queues of pools that had it before. */
  long waitedNanos();

  /** When the first call of its turn was submitted for the first time. */
  long turnNanos();

  /** Whether its turn is over once it is answered. */
  boolean endsTurn();

  /** Index of the language in the vocabulary, or -1. */
  int language();

  /** Index of the intent in the vocabulary, or -1. */
  int intent();

  /** Index of the reason for which a recommendation is rejected, or -1. */
  int reason();
}
