package footfall.scenarios.conversations;

import footfall.scenarios.arrivals.Replay;
import footfall.scenarios.randomness.Streams;
import footfall.scenarios.shoppers.ShopperClass;
import footfall.scenarios.shoppers.SlowAnswers;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The life of a shopper: it begins a conversation, says a turn, thinks, tries again, comes back,
 * leaves; in a closed population the next one takes its place. Simulation and load test tell it
 * what came of each request and ask what comes next, so that both meet the same shoppers. Not
 * thread-safe.
 */
public final class ShopperLifecycle {
  private static final long NOT_YET = Long.MAX_VALUE;
  private static final double NANOS = 1e9;

  private final ShopperPopulation population;
  private long shopper;
  private long key;
  private int classIndex;
  private int turn;
  private int plannedTurns;
  private long beganNanos = NOT_YET;
  private boolean gone = true;

  /** Null where the shopper is plain and not followed. */
  private @Nullable Conversation conversation;

  /** Null where the requests are not recorded. */
  private final @Nullable Replay replay;

  private long submittedNanos;
  private int lastPool = Conversation.NOBODY;
  private int lastWorker = Conversation.NOBODY;
  private int chain;

  /** A place that is still empty. */
  public ShopperLifecycle(ShopperPopulation population) {
    this.population = population;
    this.replay = population.replay().orElse(null);
  }

  /** Begins the conversation of this shopper. */
  public void become(long newShopper) {
    shopper = newShopper;
    key = Streams.entity(population.runKey(), shopper);
    classIndex = population.classOf(shopper, key);
    gone = false;
    begin(false);
  }

  private void begin(boolean returned) {
    turn = 0;
    plannedTurns =
        replay == null ? ShopperDraws.plannedTurns(shopperClass(), key) : replay.turns(shopper);
    conversation = null;
    if (population.followsAll() || !shopperClass().isPlain()) {
      conversation =
          new Conversation(shopperClass(), population.vocabulary(), key, plannedTurns, returned);
      plannedTurns = conversation.plannedTurns();
    }
    beganNanos = NOT_YET;
    lastPool = Conversation.NOBODY;
    lastWorker = Conversation.NOBODY;
    chain = 0;
  }

  /** Number of the shopper. */
  public long shopper() {
    return shopper;
  }

  /** Random key of its conversation. */
  public long key() {
    return key;
  }

  /** Index of its class in the scenario. */
  public int classIndex() {
    return classIndex;
  }

  /** The class that it belongs to. */
  public ShopperClass shopperClass() {
    return population.classes().get(classIndex);
  }

  /** Its conversation; null where {@link #isFollowed} is false. */
  public @Nullable Conversation conversation() {
    return conversation;
  }

  /** Its conversation; only of a shopper that is followed. */
  public Conversation followed() {
    return Objects.requireNonNull(conversation, "a plain shopper is not followed");
  }

  /** Whether it has a conversation in which more counts than the number of the turn. */
  public boolean isFollowed() {
    return conversation != null;
  }

  /** Number of the turn that is said next or being answered, from zero. */
  public int turn() {
    return turn;
  }

  /** How many turns the conversation has if all goes well. */
  public int plannedTurns() {
    return plannedTurns;
  }

  /** When the first request of the conversation is or was sent. */
  public long beganNanos() {
    return beganNanos;
  }

  /** Whether the first request of the conversation has a time. */
  public boolean hasBegun() {
    return beganNanos != NOT_YET;
  }

  /** Whether it has left for good. */
  public boolean isGone() {
    return gone;
  }

  /**
   * How long it thinks before the next turn.
   *
   * @param nowNanos when the answer has come
   */
  public long thinkingNanos(long nowNanos) {
    return replay == null || !replay.sessions() || turn == 0
        ? ShopperDraws.thinkingNanos(shopperClass(), key, turn)
        : Math.max(
            0, replay.gapNanos(shopper, turn) - (pausesAreTold() ? 0 : nowNanos - submittedNanos));
  }

  private boolean pausesAreTold() {
    return replay != null && replay.trace().details().pausesAreTold();
  }

  /** What the next request repeats of a recorded session; zero where nothing is known of it. */
  public int repeatedTokens() {
    return replay == null ? 0 : replay.repeatedTokens(shopper, turn);
  }

  /** Whether its turns are those of a recorded session. */
  public boolean isOfSession() {
    return replay != null && replay.sessions();
  }

  /** Index of the pool that answered last; {@link Conversation#NOBODY} for none. */
  public int lastPool() {
    return lastPool;
  }

  /** Index of the worker that answered last; {@link Conversation#NOBODY} for none. */
  public int lastWorker() {
    return lastWorker;
  }

  /** Number of what its turns go on from, which changes where one goes on from nothing. */
  public int chain() {
    return chain;
  }

  /** The next request is sent at this instant. */
  public void submitted(long nanos) {
    if (beganNanos == NOT_YET) {
      beganNanos = nanos;
    }
    submittedNanos = nanos;
    chain = isOfSession() && turn > 0 && repeatedTokens() == 0 ? turn : chain;
    if (conversation != null) {
      conversation.submitted(nanos);
    }
  }

  /** Input tokens of the next request. */
  public int inputTokens() {
    if (replay != null) {
      return replay.trace().inputTokens(replay.request(shopper, turn));
    }
    return conversation == null
        ? ShopperDraws.messageTokens(shopperClass(), key, turn)
        : conversation.inputTokens();
  }

  /** Output tokens of the next request; to be asked for after its input tokens. */
  public int outputTokens() {
    if (replay != null) {
      return replay.trace().outputTokens(replay.request(shopper, turn));
    }
    return conversation == null
        ? ShopperDraws.replyTokens(shopperClass(), key, turn)
        : conversation.outputTokens();
  }

  /** How long it waits for the start of the next answer; {@link Long#MAX_VALUE} means no limit. */
  public long patienceNanos() {
    int call = conversation == null ? 0 : conversation.call();
    int retry = conversation == null ? 0 : conversation.retry();
    long drawn = ShopperDraws.patienceNanos(shopperClass(), key, turn, call, retry);
    return replay == null ? drawn : replay.patienceNanos(shopper, turn, drawn);
  }

  /** The priority of the next request. */
  public int priority() {
    int ofClass = shopperClass().priority();
    return replay == null ? ofClass : replay.priority(shopper, turn, ofClass);
  }

  /** What the service of the next request takes, as recorded; negative where that is not known. */
  public long serviceNanos() {
    return replay == null ? -1 : replay.serviceNanos(shopper, turn);
  }

  /**
   * The request was answered.
   *
   * @param satisfaction with the answer, where it ends the turn
   * @return whether another request of the same turn follows, after {@link #toolNanos}; otherwise
   *     the turn is over
   */
  public boolean answered(int pool, int worker, Satisfaction satisfaction) {
    lastPool = pool;
    lastWorker = worker;
    if (conversation != null && conversation.answered(pool, worker, satisfaction)) {
      return true;
    }
    turn++;
    return false;
  }

  /** How long the tool takes that is used before the next request of the same turn. */
  public long toolNanos() {
    return followed().toolNanos();
  }

  /** Whether the turn that is over was the last. */
  public boolean hasSaidAll() {
    return turn == plannedTurns;
  }

  /** Whether it leaves after the turn that is over, though more was to be said. */
  public boolean leavesAfter(long endedNanos) {
    return !hasSaidAll()
        && !shopperClass().slowAnswers().equals(SlowAnswers.NEVER_MIND)
        && ShopperDraws.leavesAfter(
            shopperClass(), key, turn - 1, (endedNanos - followed().turnNanos()) / NANOS);
  }

  /** Whether it tries a request again that was not answered. */
  public boolean triesAgain() {
    return conversation != null && conversation.triesAgain();
  }

  /** It tries again; how long it pauses before. */
  public long tryAgain() {
    return followed().pauseBeforeRetryNanos();
  }

  /** Whether it comes back after a conversation that ended unanswered. */
  public boolean comesBack() {
    return ShopperDraws.comesBack(shopperClass(), key);
  }

  /** It begins a new conversation; how long it stays away before. */
  public long comeBack() {
    long pauseNanos = ShopperDraws.pauseBeforeReturnNanos(shopperClass(), key);
    key = ShopperDraws.keyAfterReturn(key, shopper);
    begin(true);
    return pauseNanos;
  }

  /**
   * Its conversation is over.
   *
   * @return whether another shopper has taken its place, which thinks first
   */
  public boolean end() {
    if (population.isClosed(shopper)) {
      become(population.successor(shopper));
      return true;
    }
    gone = true;
    return false;
  }
}
