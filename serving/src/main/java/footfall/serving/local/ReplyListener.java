package footfall.serving.local;

/** Told on the thread of an engine how a reply comes on. */
public interface ReplyListener {
  /** Why a reply ended. */
  enum Finish {
    STOP,
    LENGTH
  }

  /** A token is out; the text is empty where it makes no whole character yet. */
  void said(String text);

  /**
   * How likely the token was that is said next.
   *
   * @param logprob natural logarithm of its probability
   */
  default void likely(double logprob) {
    // Most do not ask.
  }

  /** The vector of the next text, where vectors were asked for. */
  default void embedded(float[] vector) {
    // Most write.
  }

  /** A text that ends the reply was met; it is complete after that. */
  default void stopped(String by) {
    // Most do not ask.
  }

  /** The reply is complete. */
  void finished(Finish finish, int promptTokens, int tokens);

  /** There will be no more of it. */
  void failed(Throwable cause);
}
