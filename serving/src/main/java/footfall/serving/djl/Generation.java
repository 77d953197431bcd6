package footfall.serving.djl;

import footfall.serving.exchange.Sampling;
import footfall.serving.format.Grammar;
import footfall.serving.local.ReplyEngine;
import footfall.serving.local.ReplyListener;

/**
 * One reply in the making, and where it stands. The batch that it is in owns it; only {@link
 * #cancel} may come from elsewhere.
 */
final class Generation implements ReplyEngine.Reply {
  private static final int[] NONE = {};

  /** Before all tokens are gone through. */
  private static final int MOST_TRIES = 32;

  private final int[] prompt;
  private final int most;
  private final Sampling sampling;
  private final int[] ends;
  private final ReplyListener listener;
  private final Sampler sampler;
  private final SpokenText text;

  /** What may follow; null where anything may. */
  private Grammar grammar;

  /** Whether the listener is told how likely each token is. */
  private final boolean tellsLikelihood;

  private int read;
  private int written;
  private int lastToken;
  private volatile boolean cancelled;

  Generation(
      int[] prompt,
      Sampling sampling,
      ModelConfig config,
      TextCoder coder,
      ReplyListener listener) {
    this(prompt, sampling, null, false, config, coder, listener);
  }

  /**
   * A reply that keeps to a grammar.
   *
   * @param grammar null for any text
   * @param tellsLikelihood whether the listener is told how likely each token is
   */
  Generation(
      int[] prompt,
      Sampling sampling,
      Grammar grammar,
      boolean tellsLikelihood,
      ModelConfig config,
      TextCoder coder,
      ReplyListener listener) {
    this.grammar = grammar;
    this.tellsLikelihood = tellsLikelihood;
    this.prompt = prompt;
    this.most = Math.min(sampling.maxTokens(), config.context() - prompt.length);
    this.sampling = sampling;
    this.ends = config.ends().stream().mapToInt(Integer::intValue).toArray();
    this.listener = listener;
    this.sampler = new Sampler(sampling, prompt);
    this.text = new SpokenText(coder, sampling.stops());
  }

  @Override
  public void cancel() {
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
    boolean mayEnd =
        grammar == null
            ? !sampling.ignoreEnd() && written >= sampling.minTokens()
            : grammar.isComplete();
    double mass = tellsLikelihood ? Sampler.logMass(logits, row * vocabulary, vocabulary) : 0;
    lastToken = sampler.next(logits, row * vocabulary, vocabulary, mayEnd ? NONE : ends);
    if (grammar != null) {
      keepToGrammar(logits, row * vocabulary, vocabulary);
    }
    written++;
    if (isEnd(lastToken)) {
      finish(ReplyListener.Finish.STOP);
      return true;
    }
    if (tellsLikelihood) {
      listener.likely(logits[row * vocabulary + lastToken] - mass);
    }
    listener.said(text.add(lastToken));
    if (!text.metStop().isEmpty()) {
      listener.stopped(text.metStop());
      finish(ReplyListener.Finish.STOP);
      return true;
    }
    if (grammar != null && grammar.isOver()) {
      finish(ReplyListener.Finish.STOP);
      return true;
    }
    if (written >= most) {
      finish(ReplyListener.Finish.LENGTH);
      return true;
    }
    return false;
  }

  /** Takes the likeliest, or the next one drawn, of the tokens that may follow. */
  private void keepToGrammar(float[] logits, int offset, int vocabulary) {
    for (int tried = 0; !mayFollow(lastToken); tried++) {
      if (tried == MOST_TRIES) {
        refuseAllThatMayNot(logits, offset, vocabulary);
      } else if (tried > MOST_TRIES) {
        throw new IllegalStateException("no token of the model keeps to the format of the reply");
      }
      lastToken = sampler.another(logits, offset, vocabulary, lastToken);
    }
    grammar = isEnd(lastToken) ? Grammar.EMPTY : grammar.after(text.textOf(lastToken));
  }

  private boolean mayFollow(int token) {
    if (isEnd(token)) {
      return grammar.isComplete();
    }
    String added = text.textOf(token);
    return !added.isEmpty()
        && added.indexOf(SpokenText.INCOMPLETE) < 0
        && !grammar.after(added).isDead();
  }

  private void refuseAllThatMayNot(float[] logits, int offset, int vocabulary) {
    for (int token = 0; token < vocabulary; token++) {
      if (logits[offset + token] != Float.NEGATIVE_INFINITY && !mayFollow(token)) {
        logits[offset + token] = Float.NEGATIVE_INFINITY;
      }
    }
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

  private void finish(ReplyListener.Finish finish) {
    String rest = text.rest();
    if (!rest.isEmpty()) {
      listener.said(rest);
    }
    listener.finished(finish, prompt.length, written);
  }
}
