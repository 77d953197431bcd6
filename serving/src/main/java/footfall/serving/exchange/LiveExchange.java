package footfall.serving.exchange;

import footfall.actors.protocol.Clock;
import footfall.actors.protocol.Exchange;
import footfall.actors.protocol.RequestOutcome;
import footfall.actors.protocol.RequestOutcome.Completed;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * One exchange with a model: what it is asked, and what is heard of its answer. The worker that
 * serves it writes; the client reads. Where several pools have a part in an answer, each has an
 * exchange of its own, and the client's takes over what was said in the one that is kept.
 * Thread-safe: one thread speaks at a time, any may cancel.
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

  /**
   * A pool's part in an answer, when it is over.
   *
   * @param usage what it read and wrote; null where it came to nothing
   * @param confidence in what it answered; not a number where nothing tells
   */
  public record Visit(
      Part part, RequestOutcome outcome, @Nullable Usage usage, double confidence) {}

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

  /** Null where this is the client's. */
  private final @Nullable LiveExchange whole;

  private final Part part;
  private final PoolQuestions questions;
  private final boolean streams;

  /** Of the client's: with the pool that has it now. */
  private volatile LiveExchange current = this;

  /** Of the client's: the one that holds the answer that may be kept. */
  private volatile @Nullable LiveExchange candidate;

  /** Of the client's: what a classifier told of it. */
  private volatile @Nullable String kind;

  /** Of the client's: the pools that had a part in it. */
  private final List<Visit> visits = new CopyOnWriteArrayList<>();

  private final Place place;
  private volatile int pool;
  private final Listener listener;
  private final PlayedTokenStream.Stage stage;
  private final PlayedReply played;
  private final PlayedTokenStream voice;
  private final Clock clock;
  private volatile boolean begun;
  private volatile long firstVisibleNanos = NOT_APART;
  private volatile boolean thinks;
  private volatile boolean cancelled;
  private volatile boolean real;
  private volatile double meanLogprob = Double.NaN;
  private volatile @Nullable String judgement;
  private volatile Usage usage;
  private volatile Finish finish = Finish.STOP;
  private volatile String problem = "";
  private volatile String stopped = "";

  /**
   * An exchange of a client's that has not begun.
   *
   * @param pool the only one that may have it, or {@link Exchange#ANY_POOL}
   * @param place where it says that it stands in a conversation
   * @param stage where models are played
   */
  public LiveExchange(
      Prompt prompt, int pool, Place place, Listener listener, PlayedTokenStream.Stage stage) {
    this(prompt, pool, place, listener, stage, PoolQuestions.NONE, true);
  }

  /**
   * The same where pools may be asked for more than the answer.
   *
   * @param questions what they are asked
   * @param streams whether the client hears an answer as it comes
   */
  public LiveExchange(
      Prompt prompt,
      int pool,
      Place place,
      Listener listener,
      PlayedTokenStream.Stage stage,
      PoolQuestions questions,
      boolean streams) {
    this(null, Part.ANSWER, questions, prompt, pool, place, listener, stage, streams);
  }

  private LiveExchange(
      @Nullable LiveExchange whole,
      Part part,
      PoolQuestions questions,
      Prompt prompt,
      int pool,
      Place place,
      Listener listener,
      PlayedTokenStream.Stage stage,
      boolean streams) {
    this.streams = streams;
    this.whole = whole;
    this.part = part;
    this.questions = questions;
    this.prompt = prompt;
    this.pool = pool;
    this.place = place;
    this.listener = listener;
    this.stage = stage;
    this.played = PlayedReply.to(prompt);
    this.voice = new PlayedTokenStream(stage, played, this::say);
    this.clock = stage.clock();
  }

  /** The client's exchange that this is a part of; itself where it is no part. */
  public LiveExchange whole() {
    return whole == null ? this : whole;
  }

  @Override
  public LiveExchange next(Part nextPart) {
    return whole().beginPart(nextPart);
  }

  private LiveExchange beginPart(Part nextPart) {
    if (current.listener instanceof HeldReply before && current.part == Part.ANSWER) {
      before.drop();
    }
    LiveExchange answer = candidate;
    String said = answer == null ? "" : answer.text();
    LiveExchange next =
        new LiveExchange(
            this,
            nextPart,
            questions,
            questions.prompt(nextPart, prompt, said),
            pool,
            place,
            new HeldReply(listener, nextPart == Part.ANSWER && streams),
            stage,
            streams);
    current = next;
    if (nextPart == Part.CANDIDATE) {
      candidate = next;
    }
    return next;
  }

  @Override
  public LiveExchange current() {
    return current;
  }

  private String text() {
    return ((HeldReply) listener).text();
  }

  @Override
  public void partEnded(RequestOutcome outcome) {
    conclude(outcome);
    LiveExchange answer = whole().candidate;
    if (part == Part.JUDGEMENT && outcome instanceof Completed && real && answer != null) {
      answer.judgement = text();
    }
    if (part == Part.CLASSIFICATION && outcome instanceof Completed) {
      whole().kind = label();
    }
    whole().visits.add(new Visit(part, outcome, usage, told(answer)));
  }

  /** The confidence that is known since this part is over; not a number where none is. */
  private double told(@Nullable LiveExchange answer) {
    boolean judged = part == Part.JUDGEMENT && answer != null && answer.isReal();
    boolean tells = part == Part.CANDIDATE && isReal();
    return judged ? answer.confidence() : tells ? confidence() : Double.NaN;
  }

  /** What a classifier has told of the client's request; empty where none was asked. */
  public Optional<String> kind() {
    return Optional.ofNullable(kind).filter(name -> !name.isEmpty());
  }

  /** The pools that had a part in it, in their order; empty where it simply went to one. */
  public List<Visit> visits() {
    return List.copyOf(visits);
  }

  @Override
  public void keep() {
    whole().current = this;
    ((HeldReply) listener).release();
  }

  @Override
  public boolean isReal() {
    return real && (!questions.asksJudge() || judgement != null);
  }

  @Override
  public double confidence() {
    return questions.confidence(text(), meanLogprob, judgement);
  }

  @Override
  public @Nullable String label() {
    if (part != Part.CLASSIFICATION) {
      return null;
    }
    if (questions.classifiesByRules()) {
      return questions.labelByRules(whole().prompt);
    }
    return real ? questions.labelIn(text()) : null;
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

  /**
   * A worker tells how likely its tokens were.
   *
   * @param mean of the natural logarithms of their probabilities
   */
  public void likely(double mean) {
    meanLogprob = mean;
  }

  /** Not a number where nobody told. */
  public double meanLogprob() {
    return meanLogprob;
  }

  /** A worker tells what was read and written, and why the reply is complete. */
  public void complete(Usage used, Finish why) {
    real = true;
    completePlayed(used, why);
  }

  /** The same of a reply that a service model has played elsewhere. */
  public void completePlayed(Usage used, Finish why) {
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
    return whole().cancelled;
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
    if (current == this) {
      conclude(outcome);
    }
    listener.ended(outcome);
  }

  /** What is played is said to its end, or no further. */
  private void conclude(RequestOutcome outcome) {
    if (!(outcome instanceof Completed completed) || usage != null) {
      voice.silence();
      return;
    }
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
  }

  @Override
  public boolean isBegun() {
    return begun;
  }

  @Override
  public boolean isHeard() {
    return listener instanceof HeldReply reply ? reply.isHeard() : begun;
  }

  @Override
  public Usage usage() {
    return current.usage;
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
    return current.stopped;
  }

  /** Why the reply was complete. */
  public Finish finish() {
    return current.finish;
  }

  /** What a worker had to say about a failure; empty where it had nothing. */
  public String problem() {
    return current.problem;
  }
}
