package footfall.serving.exchange;

import footfall.actors.protocol.Clock;
import footfall.actors.protocol.Exchange;
import footfall.actors.protocol.RequestOutcome;
import footfall.actors.protocol.RequestOutcome.Completed;
import java.util.Optional;

/**
 * One exchange with a model: what it is asked, and what is heard of its answer. The worker that
 * serves it writes; the client reads. Thread-safe: one thread speaks at a time, any may cancel.
 */
public final class LiveExchange implements Exchange {
  /** Who asked. Called by one thread at a time, in the order of what happens. */
  public interface Listener {
    /** A piece of the reply, not empty. */
    void said(String text);

    /** A piece of the reasoning that comes before the reply, not empty. */
    void thought(String text);

    /** The model calls a tool; the arguments are a JSON object. */
    void called(String tool, String arguments);

    /** The vector of the next text; heard only by those who had texts embedded. */
    default void embedded(float[] vector) {
      throw new IllegalStateException("no embeddings were asked for");
    }

    /** It is over; nothing comes after that. */
    void ended(RequestOutcome outcome);
  }

  /** Why a reply is complete. */
  public enum Finish {
    STOP("stop"),
    LENGTH("length"),
    TOOL_CALLS("tool_calls"),
    /** The vendor has held back what its filter does not let through, or the model refuses. */
    CONTENT_FILTER("content_filter");

    private final String key;

    Finish(String key) {
      this.key = key;
    }

    /** The name in the Chat Completions API. */
    public String key() {
      return key;
    }

    /** The one of that name; {@link #STOP} where there is none. */
    public static Finish of(String key) {
      for (Finish finish : values()) {
        if (finish.key.equals(key)) {
          return finish;
        }
      }
      return STOP;
    }
  }

  private final Prompt prompt;
  private final Place place;
  private volatile int pool;
  private final Listener listener;
  private final PlayedReply played;
  private final PlayedTokenStream voice;
  private final Clock clock;
  private volatile boolean begun;
  private volatile long firstVisibleNanos = NOT_APART;
  private volatile boolean thinks;
  private volatile boolean cancelled;
  private volatile Usage usage;
  private volatile Finish finish = Finish.STOP;
  private volatile String problem = "";
  private volatile String stopped = "";

  /**
   * An exchange that has not begun.
   *
   * @param pool the only one that may have it, or {@link Exchange#ANY_POOL}
   * @param place where it says that it stands in a conversation
   * @param stage where models are played
   */
  public LiveExchange(
      Prompt prompt, int pool, Place place, Listener listener, PlayedTokenStream.Stage stage) {
    this.prompt = prompt;
    this.pool = pool;
    this.place = place;
    this.listener = listener;
    this.played = PlayedReply.to(prompt);
    this.voice = new PlayedTokenStream(stage, played, this::say);
    this.clock = stage.clock();
  }

  /** What the model is asked. */
  public Prompt prompt() {
    return prompt;
  }

  @Override
  public Place place() {
    return place;
  }

  @Override
  public int pool() {
    return pool;
  }

  /** It goes to that pool unless another was asked for; negative where none is preferred. */
  public void preferPool(int preferred) {
    if (pool == ANY_POOL && preferred >= 0) {
      pool = preferred;
    }
  }

  /** A worker has a piece of the reply. */
  public void say(String text) {
    begin();
    listener.said(text);
  }

  /** A worker's model calls a tool. */
  public void call(String tool, String arguments) {
    begin();
    listener.called(tool, arguments);
  }

  /** A worker has the vector of the next text. */
  public void embed(float[] vector) {
    begin();
    listener.embedded(vector);
  }

  /** A worker has a piece of what its model thinks before it replies. */
  public void think(String text) {
    begun = true;
    thinks = true;
    listener.thought(text);
  }

  private void begin() {
    if (thinks && firstVisibleNanos == NOT_APART) {
      firstVisibleNanos = clock.nowNanos();
    }
    begun = true;
  }

  @Override
  public long firstVisibleNanos() {
    return firstVisibleNanos;
  }

  /** A worker tells what was read and written, and why the reply is complete. */
  public void complete(Usage used, Finish why) {
    usage = used;
    finish = why;
  }

  /** Something a client can read about why it will fail. */
  public void explain(String what) {
    problem = what;
  }

  /** The listener is gone. */
  public void cancel() {
    cancelled = true;
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  @Override
  public void foreseen(double tokens, int outOf, long atNanos, double nanosPerToken) {
    voice.foreseen(tokens, outOf, atNanos, nanosPerToken);
  }

  @Override
  public void interrupted() {
    voice.interrupt();
  }

  /** The request has ended; told once, by its sender. */
  public void ended(RequestOutcome outcome) {
    if (outcome instanceof Completed completed && usage == null) {
      int tokens = completed.request().outputTokens();
      int said = voice.finish(tokens);
      Optional<ToolCallReader.Call> called = played.call(tokens);
      called.ifPresent(use -> call(use.tool(), use.arguments()));
      stopped = voice.stoppedBy();
      usage = new Usage(completed.request().inputTokens(), completed.cachedTokens(), said);
      boolean isPart =
          played.needed() == 0 ? tokens >= prompt.sampling().maxTokens() : tokens < played.needed();
      boolean cut = isPart && stopped.isEmpty();
      finish = called.isPresent() ? Finish.TOOL_CALLS : cut ? Finish.LENGTH : Finish.STOP;
    } else {
      voice.silence();
    }
    listener.ended(outcome);
  }

  @Override
  public boolean isBegun() {
    return begun;
  }

  @Override
  public Usage usage() {
    return usage;
  }

  /**
   * Tokens of the reply of a model that is only played, where what is asked for says how long it
   * is; 0 where it does not.
   */
  public int playedTokens() {
    return played.needed();
  }

  /** A worker met a text that ends the reply. */
  public void stop(String by) {
    stopped = by;
  }

  /** The text that ended the reply; empty where none did, or nobody told. */
  public String stoppedBy() {
    return stopped;
  }

  /** Why the reply was complete. */
  public Finish finish() {
    return finish;
  }

  /** What a worker had to say about a failure; empty where it had nothing. */
  public String problem() {
    return problem;
  }
}
