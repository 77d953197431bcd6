package footfall.scenarios.conversations;

import footfall.scenarios.distributions.Distribution;
import footfall.scenarios.randomness.Purpose;
import footfall.scenarios.randomness.RandomStream;
import footfall.scenarios.randomness.Streams;
import footfall.scenarios.shoppers.Context;
import footfall.scenarios.shoppers.Intents;
import footfall.scenarios.shoppers.Intents.Intent;
import footfall.scenarios.shoppers.Language;
import footfall.scenarios.shoppers.Persistence.Retry;
import footfall.scenarios.shoppers.ShopperClass;
import footfall.scenarios.shoppers.Vocabulary;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one shopper wants, says and has been told, whoever listens: a simulated pool or a real
 * deployment. Everything that chance decides is drawn from the conversation's own streams, so that
 * it does not depend on how it is served. Not thread-safe.
 */
public final class Conversation {
  /** The most calls that a turn takes. */
  public static final int MAX_CALLS = 1_000;

  /** For {@link #lastPool} and {@link #lastWorker}: not answered yet. */
  public static final int NOBODY = -1;

  private static final long OF_REASONING = -1;
  private static final long OF_TOOLS = -2;

  private final ShopperClass shopper;
  private final Vocabulary vocabulary;
  private final long key;
  private final boolean returned;
  private final RandomStream random = new RandomStream();
  private final @Nullable Language language;
  private final int turns;

  private int turn;
  private int call;
  private int retry;
  private int plannedCalls;
  private int intent;
  private long turnNanos;
  private boolean accepted;

  private int message;
  private int input;

  /** What the shopper will see of the next call's output; a model forgets what it has thought. */
  private int nextOutput;

  private int thought;

  /** What the shopper saw of the output of the call before. */
  private int output;

  private int repeated;

  /** Tokens at the start of the input that all conversations of the class have. */
  private int shared;

  private long chain;
  private int lastPool = NOBODY;
  private int lastWorker = NOBODY;

  /** Tokens of all earlier turns. */
  private long history;

  /** Input tokens of the call before, in the same turn. */
  private int lastInput;

  private int toolTokens;

  private int toolsCalled;

  /** Sum of that with the answers so far. */
  private Satisfaction satisfaction = Satisfaction.NONE;

  /**
   * A conversation that has not begun.
   *
   * @param plannedTurns at most; fewer where the intents come to an end before
   * @param returned whether the shopper has come back after a conversation that ended unanswered
   */
  public Conversation(
      ShopperClass shopper, Vocabulary vocabulary, long key, int plannedTurns, boolean returned) {
    this.shopper = shopper;
    this.vocabulary = vocabulary;
    this.key = key;
    this.returned = returned;
    this.language = language();
    this.turns = shopper.intents().map(i -> turnsUntilTheEnd(i, plannedTurns)).orElse(plannedTurns);
    intent = shopper.intents().map(this::first).orElse(Vocabulary.NONE);
    plan();
  }

  /**
   * A number of its own for every request of a conversation; for the first of a turn, the turn's.
   */
  public static long drawIndex(int turn, int call, int retry) {
    return ((long) retry << 50) | ((long) call << 40) | turn;
  }

  /** How many turns it has if all goes well. */
  public int plannedTurns() {
    return turns;
  }

  /** Number of the turn that is to be said next. */
  public int turn() {
    return turn;
  }

  /** Input tokens of the next call. */
  public int inputTokens() {
    if (call == 0 && retry == 0) {
      message = inflated(sample(shopper.messageTokens(), Purpose.MESSAGE, turn));
    }
    long fresh = call == 0 ? message : (long) output + toolTokens;
    long before = call == 0 ? systemTokens() + history : lastInput;
    long whole = before;
    if (shopper.context().isPresent()) {
      before = Math.min(before, Math.max(0, shopper.context().get().limitTokens() - fresh));
    }
    boolean startsAnew = call == 0 && history == 0;
    if (startsAnew || before < whole) {
      chain = drawIndex(turn, call, 0);
    }
    shared = (int) Math.min(before, systemTokens());
    repeated = turn == 0 && call == 0 ? 0 : (int) Math.min(Distribution.MAX_COUNT, before);
    input = (int) Math.min(Distribution.MAX_COUNT, before + fresh);
    return input;
  }

  /** Output tokens of the next call. */
  public int outputTokens() {
    Distribution reply =
        shopper
            .intents()
            .flatMap(i -> i.intents().get(intent).replyTokens())
            .orElse(shopper.replyTokens());
    nextOutput = inflated(sample(reply, Purpose.REPLY, callIndex()));
    if (shopper.reasoningTokens().isEmpty()) {
      return nextOutput;
    }
    random.at(Streams.draw(Streams.entity(key, OF_REASONING), Purpose.REPLY, callIndex()));
    thought = shopper.reasoningTokens().get().sampleCount(random);
    return (int) Math.min(Distribution.MAX_COUNT, (long) nextOutput + thought);
  }

  /** Output tokens of the next call that come before what the shopper sees. */
  public int reasoningTokens() {
    return thought;
  }

  /** The next call is made; remembers when, if it begins its turn. */
  public void submitted(long nanos) {
    if (call == 0 && retry == 0) {
      turnNanos = nanos;
    }
  }

  /** When the turn that goes on was begun. */
  public long turnNanos() {
    return turnNanos;
  }

  /** Number of the next call in its turn, from zero. */
  public int call() {
    return call;
  }

  /** How many calls the turn takes if all goes well. */
  public int plannedCalls() {
    return plannedCalls;
  }

  /** How often the next call was tried before. */
  public int retry() {
    return retry;
  }

  /** Input tokens of the next call that were read with the call before. */
  public int repeatedTokens() {
    return repeated;
  }

  /** Tokens at the start of the next call that all conversations of the class have. */
  public int sharedTokens() {
    return shared;
  }

  /**
   * Number of what follows on them: the same as that of the call before where the next call goes on
   * from it, with nothing cut off.
   */
  public long chain() {
    return chain;
  }

  /** Index of the pool that answered the call before; {@link #NOBODY} if none has. */
  public int lastPool() {
    return lastPool;
  }

  /** Index of the worker that answered the call before; {@link #NOBODY} if none has. */
  public int lastWorker() {
    return lastWorker;
  }

  /** Index of the language in the vocabulary. */
  public int languageIndex() {
    return language == null ? Vocabulary.NONE : vocabulary.languages().indexOf(language.name());
  }

  /** Index of the turn's intent in the vocabulary. */
  public int intentIndex() {
    return intent == Vocabulary.NONE
        ? Vocabulary.NONE
        : vocabulary.intents().indexOf(state().name());
  }

  /** Index in the vocabulary of why a recommendation is rejected, with the last call of a turn. */
  public int reasonIndex() {
    return call == plannedCalls - 1 ? reason() : Vocabulary.NONE;
  }

  /** Whether the shopper has come back after a conversation that ended unanswered. */
  public boolean hasReturned() {
    return returned;
  }

  /** Whether the shopper will have accepted something once the next call is answered. */
  public boolean accepts() {
    boolean lastCall = turn == turns - 1 && call == plannedCalls - 1;
    return lastCall && (accepted || (intent != Vocabulary.NONE && state().accepts()));
  }

  /** Sum of the satisfaction with the answers so far. */
  public Satisfaction satisfaction() {
    return satisfaction;
  }

  /**
   * The last call was answered.
   *
   * @param pool index of the pool that answered it
   * @param worker index of the worker that did
   * @param satisfactionWithIt counts where the answer ends the turn
   * @return whether another call of the same turn follows
   */
  public boolean answered(int pool, int worker, Satisfaction satisfactionWithIt) {
    lastPool = pool;
    lastWorker = worker;
    retry = 0;
    lastInput = input;
    output = nextOutput;
    if (call < plannedCalls - 1) {
      call++;
      toolTokens = sample(state().toolTokens(), Purpose.TOOL, ~callIndex());
      return true;
    }
    if (shopper.context().map(Context::history).orElse(false)) {
      history = (long) input - systemTokens() + output;
    }
    accepted |= intent != Vocabulary.NONE && state().accepts();
    satisfaction = satisfaction.plus(satisfactionWithIt);
    turn++;
    call = 0;
    toolTokens = 0;
    if (turn < turns) {
      intent =
          shopper.intents().map(i -> pick(state().next(), Purpose.INTENT, turn)).orElse(intent);
      plan();
    }
    return false;
  }

  /** What the tool asks of a pool that is used before the next call; empty for nothing. */
  public Optional<Intents.ToolCalls> toolCalls() {
    return state().toolCalls();
  }

  /** How many requests it makes at the same time. */
  public int parallelToolCalls(Intents.ToolCalls calls) {
    random.at(Streams.draw(Streams.entity(key, OF_TOOLS), Purpose.CALLS, callIndex()));
    return Math.max(1, calls.parallel().sampleCount(random));
  }

  /** Takes the number of the next of them, of those of the whole conversation, from zero. */
  public int nextToolCall() {
    return toolsCalled++;
  }

  /** Input tokens of one of them. */
  public int toolInputTokens(Intents.ToolCalls calls, int number) {
    return sampleOfTool(calls.inputTokens(), Purpose.MESSAGE, number);
  }

  /** Output tokens of one of them. */
  public int toolOutputTokens(Intents.ToolCalls calls, int number) {
    return sampleOfTool(calls.outputTokens(), Purpose.REPLY, number);
  }

  private int sampleOfTool(Distribution tokens, Purpose purpose, int number) {
    random.at(Streams.draw(Streams.entity(key, OF_TOOLS), purpose, number));
    return tokens.sampleCount(random);
  }

  /** How long the tool takes that is used before the next call. */
  public long toolNanos() {
    return state().tool().sampleNanos(at(Purpose.TOOL, callIndex()));
  }

  /** The last call was not answered; how long the shopper pauses before trying again. */
  public long pauseBeforeRetryNanos() {
    retry++;
    return shopper
        .persistence()
        .retry()
        .orElseThrow()
        .pause()
        .sampleNanos(at(Purpose.RETRY, ~retryIndex()));
  }

  /** Whether the shopper tries the next call again if it is not answered. */
  public boolean triesAgain() {
    if (shopper.persistence().retry().isEmpty()) {
      return false;
    }
    Retry again = shopper.persistence().retry().get();
    return retry < again.max()
        && at(Purpose.RETRY, retryIndex()).nextDouble() < again.probability();
  }

  private int reason() {
    if (intent == Vocabulary.NONE || state().reasons().isEmpty()) {
      return Vocabulary.NONE;
    }
    List<Double> shares = state().reasons().stream().map(Intents.Reason::share).toList();
    int reason = Math.min(pick(shares, Purpose.REASON, turn), shares.size() - 1);
    return vocabulary.reasons().indexOf(state().reasons().get(reason).name());
  }

  private void plan() {
    plannedCalls =
        intent == Vocabulary.NONE
            ? 1
            : Math.max(1, Math.min(MAX_CALLS, sample(state().calls(), Purpose.CALLS, turn)));
  }

  private @Nullable Language language() {
    List<Language> languages = shopper.languages();
    if (languages.isEmpty()) {
      return null;
    }
    List<Double> shares = languages.stream().map(Language::share).toList();
    return languages.get(Math.min(pick(shares, Purpose.LANGUAGE, 0), languages.size() - 1));
  }

  private int first(Intents intents) {
    return Math.min(pick(intents.start(), Purpose.INTENT, 0), intents.intents().size() - 1);
  }

  /** Walks the chain ahead: its draws are its own, so the walk itself will take the same way. */
  private int turnsUntilTheEnd(Intents intents, int cap) {
    int state = first(intents);
    int count = 1;
    while (count < cap) {
      state = pick(intents.intents().get(state).next(), Purpose.INTENT, count);
      if (state == intents.intents().size()) {
        break;
      }
      count++;
    }
    return count;
  }

  /** An index at random by its share; the number of shares where the rest up to 1 was hit. */
  private int pick(List<Double> shares, Purpose purpose, long index) {
    double left = at(purpose, index).nextDouble();
    int picked = 0;
    while (picked < shares.size() && left >= shares.get(picked)) {
      left -= shares.get(picked);
      picked++;
    }
    return picked;
  }

  private Intent state() {
    return shopper.intents().orElseThrow().intents().get(intent);
  }

  private int systemTokens() {
    return shopper.context().map(Context::systemTokens).orElse(0);
  }

  private int inflated(int tokens) {
    return language == null
        ? tokens
        : (int) Math.min(Distribution.MAX_COUNT, Math.round(tokens * language.inflation()));
  }

  private int sample(Distribution distribution, Purpose purpose, long index) {
    return distribution.sampleCount(at(purpose, index));
  }

  /** The calls of a turn, the first of which has the turn's own index. */
  private long callIndex() {
    return drawIndex(turn, call, 0);
  }

  private long retryIndex() {
    return drawIndex(turn, call, retry);
  }

  private RandomStream at(Purpose purpose, long index) {
    return random.at(Streams.draw(key, purpose, index));
  }
}
