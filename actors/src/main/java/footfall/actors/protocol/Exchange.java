package footfall.actors.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What is really said with a request of live mode. In simulation nothing is: requests have none.
 * Thread-safe.
 */
public interface Exchange {
  /** For {@link #pool}: any that the router chooses. */
  int ANY_POOL = -1;

  /**
   * Tokens that were really read and written.
   *
   * @param cached of the input that were not read again
   * @param reasoning of the output that were reasoning
   * @param streamed of the output, those that were heard as they came: a vendor may keep reasoning
   *     back, and one that sends a reply at once shows no pace
   * @param counted whether they were counted here because the vendor does not tell them
   */
  record Usage(int input, int cached, int output, int reasoning, int streamed, boolean counted) {
    /** Of a reply without reasoning whose tokens came one by one. */
    public Usage(int input, int cached, int output) {
      this(input, cached, output, 0, output, false);
    }
  }

  /** For {@link #firstVisibleNanos}: as far as is known, all that came was visible. */
  long NOT_APART = -1;

  /**
   * Where a request from outside says that it stands in a conversation; in the record each is one
   * of its own.
   */
  record Place(int turn, int call, int retry) {
    /** The only request of a conversation. */
    public static final Place ONLY = new Place(0, 0, 0);
  }

  /** Where it says that it stands; {@link Place#ONLY} where it says nothing. */
  Place place();

  /** What a pool is asked for, of all that comes of one request. */
  enum Part {
    /** The answer, heard as it comes. */
    ANSWER,
    /** An answer that is held back until it is known whether it is good enough. */
    CANDIDATE,
    /** Of which kind the request is. */
    CLASSIFICATION,
    /** How good the candidate is. */
    JUDGEMENT
  }

  /** The exchange with the next pool; nothing more is heard of the one before. */
  Exchange next(Part part);

  /** The exchange that is under way: this one where it goes to one pool only. */
  default Exchange current() {
    return this;
  }

  /** The pool has ended its part. */
  default void partEnded(RequestOutcome outcome) {}

  /** What was said in it is the answer. */
  default void keep() {}

  /** How confident one can be in what was said; not a number where nothing tells. */
  default double confidence() {
    return Double.NaN;
  }

  /** What the request was classified as; null where nothing tells. */
  default @Nullable String label() {
    return null;
  }

  /** Whether a model has really answered, and not a service model that plays one. */
  default boolean isReal() {
    return usage() != null;
  }

  /** Index of the only pool that is asked for; {@link #ANY_POOL} where the router chooses. */
  int pool();

  /**
   * A service model plays the model, and foresees how the reply comes on from now: so many tokens
   * of all are out at the instant, and one more after each of these steps.
   */
  void foreseen(double tokens, int outOf, long atNanos, double nanosPerToken);

  /** What was foreseen comes to nothing: the worker is lost. */
  void interrupted();

  /** Whether the client has disconnected. */
  boolean isCancelled();

  /** Whether anything was heard of the reply. */
  boolean isBegun();

  /** Whether the client has received any of the reply. */
  default boolean isHeard() {
    return isBegun();
  }

  /** When the first token came that is no reasoning; {@link #NOT_APART} where there was none. */
  default long firstVisibleNanos() {
    return NOT_APART;
  }

  /** What was read and written; null until counted. */
  Usage usage();
}
