package footfall.actors.protocol;

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

  /** When the first token came that is no reasoning; {@link #NOT_APART} where there was none. */
  default long firstVisibleNanos() {
    return NOT_APART;
  }

  /** What was read and written; null until counted. */
  Usage usage();
}
