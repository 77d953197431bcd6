package footfall.serving.djl;

import footfall.serving.exchange.Sampling;

/**
 * One reply in the making, and where it stands. The batch that it is in owns it; only {@link
 * #cancel} may come from elsewhere.
 */
final class Generation {
  /** Told on the thread of the engine how the reply comes on. */
  interface Listener {
    /** A token is out; the text is empty where it makes no whole character yet. */
    void said(String text);

    /** The reply is complete. */
    void finished(Generation generation, Finish finish, int promptTokens, int tokens);

    /** There will be no more of it. */
    void failed(Throwable cause);
  }

  /** Why a reply ended. */
  enum Finish {
    STOP,
    LENGTH
  }

  private static final int[] NONE = {};

  private final int[] prompt;
  private final int most;
  private final Sampling sampling;
  private final int[] ends;
  private final Listener listener;
  private final Sampler sampler;
  private final SpokenText text;
  private int read;
  private int written;
  private int lastToken;
  private volatile boolean cancelled;

  Generation(
      int[] prompt, Sampling sampling, ModelConfig config, TextCoder coder, Listener listener) {
    this.prompt = prompt;
    this.most = Math.min(sampling.maxTokens(), config.context() - prompt.length);
    this.sampling = sampling;
    this.ends = config.ends().stream().mapToInt(Integer::intValue).toArray();
    this.listener = listener;
    this.sampler = new Sampler(sampling, prompt);
    this.text = new SpokenText(coder, sampling.stops());
  }

  /** The listener is gone. Any thread may call. */
  void cancel() {
    cancelled = true;
  }

  boolean isCancelled() {
    return cancelled;
  }

  /** The next tokens of the prompt to be read, at most so many. */
  long[] nextChunk(int atMost) {
    long[] chunk = new long[Math.min(atMost, prompt.length - read)];
    for (int i = 0; i < chunk.length; i++) {
      chunk[i] = prompt[read + i];
    }
    read += chunk.length;
    return chunk;
  }

  boolean hasReadPrompt() {
    return read == prompt.length;
  }

  /** Tokens in its cache: the prompt, and the reply but for the last token. */
  int length() {
    return read + Math.max(0, written - 1);
  }

  int lastToken() {
    return lastToken;
  }

  /** Goes on with what the model makes of it; returns whether the reply is complete. */
  boolean choose(float[] logits, int row, int vocabulary) {
    boolean mayEnd = !sampling.ignoreEnd() && written >= sampling.minTokens();
    lastToken = sampler.next(logits, row * vocabulary, vocabulary, mayEnd ? NONE : ends);
    written++;
    if (isEnd(lastToken)) {
      finish(Finish.STOP);
      return true;
    }
    listener.said(text.add(lastToken));
    if (text.stopped()) {
      finish(Finish.STOP);
      return true;
    }
    if (written >= most) {
      finish(Finish.LENGTH);
      return true;
    }
    return false;
  }

  /** Nothing more comes of it. */
  void fail(Throwable cause) {
    listener.failed(cause);
  }

  private boolean isEnd(int token) {
    for (int end : ends) {
      if (end == token) {
        return true;
      }
    }
    return false;
  }

  private void finish(Finish finish) {
    String rest = text.rest();
    if (!rest.isEmpty()) {
      listener.said(rest);
    }
    listener.finished(this, finish, prompt.length, written);
  }
}
