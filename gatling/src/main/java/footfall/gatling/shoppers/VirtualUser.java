package footfall.gatling.shoppers;

import footfall.gatling.wire.ChatBody;
import footfall.gatling.wire.StreamedReply;
import footfall.reports.measurement.MeasuredRequest.Place;
import footfall.scenarios.conversations.Conversation;
import footfall.scenarios.conversations.ShopperDraws;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.randomness.Streams;
import footfall.scenarios.shoppers.ShopperClass;
import footfall.scenarios.shoppers.SlowAnswers;
import java.util.List;

/**
 * One shopper, from its arrival to its leaving; of a closed population, one after the other in the
 * same place. Says what is to be sent next and when, and is told what came of it. Used by one
 * thread at a time.
 */
public final class VirtualUser {
  private static final double NANOS = 1e9;

  private final VirtualUserFeeder visits;
  private long shopper;
  private long key;
  private int classIndex;
  private int turn;
  private int plannedTurns;
  private Conversation conversation;
  private Transcript transcript;
  private long beganNanos;
  private long dueNanos;
  private boolean begun;
  private boolean over;
  private boolean arrived;

  VirtualUser(VirtualUserFeeder visits, long shopper, long arrivalNanos) {
    this.visits = visits;
    become(shopper);
    dueNanos =
        visits.population() > 0 ? ShopperDraws.thinkingNanos(shopperClass(), key, 0) : arrivalNanos;
  }

  private void become(long newShopper) {
    shopper = newShopper;
    key = Streams.entity(visits.runKey(), shopper);
    classIndex = ShopperDraws.classOf(visits.scenario().shoppers(), key);
    begin(false);
  }

  private void begin(boolean returned) {
    turn = 0;
    begun = false;
    conversation =
        new Conversation(
            shopperClass(),
            visits.vocabulary(),
            key,
            ShopperDraws.plannedTurns(shopperClass(), key),
            returned);
    plannedTurns = conversation.plannedTurns();
    transcript = new Transcript(visits, shopperClass(), key);
  }

  /** Whether the shopper has not come before; it has when it was asked. */
  public boolean arrives() {
    boolean first = !arrived;
    arrived = true;
    return first;
  }

  /** Whether nothing more is to be said. */
  public boolean isOver() {
    return over;
  }

  /** When the next call is to be made, in nanoseconds since the start of the run. */
  public long dueNanos() {
    return dueNanos;
  }

  /** Whether the conversation that goes on has begun. */
  public boolean isBegun() {
    return begun;
  }

  /** Whether a turn has been begun that has not ended. */
  public boolean isInTurn() {
    return conversation.call() > 0 || conversation.retry() > 0;
  }

  /**
   * A call as it is to be made.
   *
   * @param place whose it is
   * @param inputTokens as many as it should have
   * @param patienceNanos until the first token; {@link Long#MAX_VALUE} is for ever
   * @param origin what a gateway of ours is told of it
   * @param session the same for all calls of a conversation
   */
  public record Call(
      Place place,
      byte[] body,
      int inputTokens,
      long patienceNanos,
      String origin,
      String session) {}

  /** The call that is due. */
  public Call call() {
    if (!begun) {
      begun = true;
      beganNanos = dueNanos;
    }
    conversation.submitted(dueNanos);
    int inputTokens;
    int outputTokens;
    if (visits.trace() == null) {
      inputTokens = conversation.inputTokens();
      outputTokens = conversation.outputTokens();
    } else {
      inputTokens = visits.trace().inputTokens((int) shopper);
      outputTokens = visits.trace().outputTokens((int) shopper);
    }
    Place place =
        new Place(
            shopper,
            classIndex,
            turn,
            plannedTurns,
            conversation.call(),
            conversation.plannedCalls(),
            conversation.retry(),
            conversation.languageIndex(),
            conversation.intentIndex(),
            conversation.reasonIndex(),
            false,
            conversation.hasReturned(),
            beganNanos,
            conversation.turnNanos());
    byte[] body =
        ChatBody.write(
            visits.dialect(),
            transcript.prompt(conversation, inputTokens),
            transcript.tools(conversation),
            Math.max(1, outputTokens));
    return new Call(
        place,
        body,
        inputTokens,
        ShopperDraws.patienceNanos(
            shopperClass(), key, turn, conversation.call(), conversation.retry()),
        origin(),
        visits.scenario().name() + "-" + Long.toHexString(key));
  }

  private String origin() {
    return "shopper="
        + shopper
        + ", key="
        + Long.toHexString(key)
        + ", class="
        + classIndex
        + ", turn="
        + turn
        + ", call="
        + conversation.call()
        + ", retry="
        + conversation.retry()
        + ", repeated="
        + conversation.repeatedTokens()
        + ", language="
        + conversation.languageIndex()
        + ", intent="
        + conversation.intentIndex();
  }

  /**
   * The call was answered.
   *
   * @param pool index of the pool that did
   * @return whether the conversation is over
   */
  public boolean answered(StreamedReply heard, int pool, int worker, long atNanos) {
    transcript.heard(heard, conversation);
    if (conversation.answered(pool, worker, Double.NaN)) {
      dueNanos = atNanos + conversation.toolNanos();
      return false;
    }
    double turnSeconds = (atNanos - conversation.turnNanos()) / NANOS;
    boolean left =
        turn + 1 < plannedTurns
            && !shopperClass().slowAnswers().equals(SlowAnswers.NEVER_MIND)
            && ShopperDraws.leavesAfter(shopperClass(), key, turn, turnSeconds);
    turn++;
    if (left || turn == plannedTurns) {
      conversationEnds(atNanos);
      return true;
    }
    dueNanos = atNanos + ShopperDraws.thinkingNanos(shopperClass(), key, turn);
    return false;
  }

  /**
   * The call was not answered.
   *
   * @return whether the conversation is over
   */
  public boolean unanswered(long atNanos) {
    if (conversation.triesAgain()) {
      dueNanos = atNanos + conversation.pauseBeforeRetryNanos();
      return false;
    }
    if (ShopperDraws.comesBack(shopperClass(), key)) {
      dueNanos = atNanos + ShopperDraws.pauseBeforeReturnNanos(shopperClass(), key);
      key = ShopperDraws.keyAfterReturn(key, shopper);
      begin(true);
    } else {
      conversationEnds(atNanos);
    }
    return true;
  }

  private void conversationEnds(long atNanos) {
    if (visits.population() > 0) {
      become(shopper + visits.population());
      dueNanos = atNanos + ShopperDraws.thinkingNanos(shopperClass(), key, 0);
    } else {
      over = true;
    }
  }

  private ShopperClass shopperClass() {
    return visits.scenario().shoppers().get(classIndex);
  }

  /** The index of a pool by its name; -1 where the scenario has none of that name. */
  public int poolOf(String name) {
    List<PoolSpec> pools = visits.scenario().pools();
    for (int pool = 0; pool < pools.size(); pool++) {
      if (pools.get(pool).name().equals(name)) {
        return pool;
      }
    }
    return -1;
  }
}
