package footfall.serving.local;

import footfall.actors.protocol.Request;
import footfall.serving.exchange.Prompt;

/** What computes the replies of one worker, or vectors of texts. Any thread may ask. */
public interface ReplyEngine extends AutoCloseable {
  /** Who is told how an engine fares, on its thread. */
  interface Ears {
    /** The model is loaded. */
    void started();

    /** It died of something, while it was loading or later. */
    void died(Throwable cause);
  }

  /** A reply in the making. */
  interface Reply {
    /** The listener is gone. */
    void cancel();
  }

  /**
   * Begins a reply; the listener hears of it later.
   *
   * @throws Prompt.NotUnderstoodException if the model cannot read the prompt
   */
  Reply begin(Prompt prompt, ReplyListener listener);

  /**
   * Begins a reply to somebody who only rehearses: as long as the request says, to a prompt as long
   * as it says.
   *
   * @throws Prompt.NotUnderstoodException if the model has not so much context
   */
  Reply rehearse(Request request, ReplyListener listener);

  /** What the reply begins with, where a tool must be called and the model has a way of it. */
  String forced(Prompt prompt);

  /** Makes it die, for those who want to see what comes of it. */
  void kill();

  /** Ends what it does, soon; nothing is told of it. */
  @Override
  void close();
}
