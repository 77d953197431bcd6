package footfall.gatling.shoppers;

import footfall.gatling.wire.ChatBody;
import footfall.gatling.wire.StreamedReply;
import footfall.reports.measurement.MeasuredRequest.Place;
import footfall.scenarios.conversations.Conversation;
import footfall.scenarios.conversations.Satisfaction;
import footfall.scenarios.conversations.ShopperLifecycle;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.randomness.Streams;
import java.util.List;

/**
 * One shopper, from its arrival to its leaving; of a closed population, one after the other in the
 * same place. Says what is to be sent next and when, and is told the outcome. Used by one thread at
 * a time.
 */
public final class VirtualUser {
  private final VirtualUserFeeder feeder;
  private final ShopperLifecycle life;
  private Transcript transcript;
  private long dueNanos;

  private boolean arrived;

  /** One of the scenario's arrivals; of a population, one who thinks first. */
  VirtualUser(VirtualUserFeeder feeder, long shopper, long arrivalNanos) {
    this.feeder = feeder;
    this.life = new ShopperLifecycle(feeder.population());
    life.become(shopper);
    dueNanos = feeder.population().isClosed(shopper) ? life.thinkingNanos(0) : arrivalNanos;
    forget();
  }

  /** The same shopper, who comes at another instant and says something at once. */
  VirtualUser comingAt(long nanos) {
    dueNanos = nanos;
    return this;
  }

  /** Its number among the shoppers of the scenario. */
  public long shopper() {
    return life.shopper();
  }

  /** The conversation to come begins with nothing said. */
  private void forget() {
    transcript = new Transcript(feeder, life.shopperClass(), life.key(), life.plannedTurns());
  }

  /** Whether the shopper has not come before; it has when it was asked. */
  public boolean arrives() {
    boolean first = !arrived;
    arrived = true;
    return first;
  }

  /** Whether nothing more is to be said. */
  public boolean isOver() {
    return life.isGone();
  }

  /** When the next call is to be made, in nanoseconds since the start of the run. */
  public long dueNanos() {
    return dueNanos;
  }

  /** Whether the conversation that goes on has begun. */
  public boolean isBegun() {
    return life.hasBegun();
  }

  /** Whether a turn has been begun that has not ended. */
  public boolean isInTurn() {
    return life.followed().call() > 0 || life.followed().retry() > 0;
  }

  /**
   * A call as it is to be made.
   *
   * @param place whose it is
   * @param inputTokens as many as it should have
   * @param outputTokens as many as the scenario has its reply be long
   * @param patienceNanos until the first token; {@link Long#MAX_VALUE} means no limit
   * @param origin what a gateway of ours is told of it
   * @param session the same for all calls of a conversation
   */
  public record Call(
      Place place,
      byte[] body,
      int inputTokens,
      int outputTokens,
      long patienceNanos,
      String origin,
      String session) {}

  /** The call that is due. */
  public Call call() {
    life.submitted(dueNanos);
    Conversation conversation = life.followed();
    int inputTokens = life.inputTokens();
    int outputTokens = life.outputTokens();
    Place place =
        new Place(
            life.shopper(),
            life.classIndex(),
            life.turn(),
            life.plannedTurns(),
            conversation.call(),
            conversation.plannedCalls(),
            conversation.retry(),
            conversation.languageIndex(),
            conversation.intentIndex(),
            conversation.reasonIndex(),
            false,
            conversation.hasReturned(),
            life.beganNanos(),
            conversation.turnNanos());
    long draw =
        Streams.entity(life.key(), Conversation.drawIndex(life.turn(), conversation.call(), 0));
    byte[] body =
        feeder
            .prompts()
            .flatMap(prompts -> prompts.body(draw))
            .orElseGet(() -> chat(conversation, inputTokens, outputTokens));
    return new Call(
        place,
        body,
        inputTokens,
        outputTokens,
        life.patienceNanos(),
        origin(outputTokens),
        feeder.scenario().name() + "-" + Long.toHexString(life.key()));
  }

  private byte[] chat(Conversation conversation, int inputTokens, int outputTokens) {
    return ChatBody.write(
        feeder.dialect(),
        transcript.prompt(conversation, inputTokens),
        transcript.tools(conversation),
        feeder.replies().length(outputTokens));
  }

  private String origin(int outputTokens) {
    Conversation conversation = life.followed();
    return "shopper="
        + life.shopper()
        + ", key="
        + Long.toHexString(life.key())
        + ", class="
        + life.classIndex()
        + ", turn="
        + life.turn()
        + ", call="
        + conversation.call()
        + ", retry="
        + conversation.retry()
        + ", repeated="
        + conversation.repeatedTokens()
        + ", reply="
        + Math.max(1, outputTokens)
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
  public boolean answered(StreamedReply reply, int pool, int worker, long atNanos) {
    transcript.heard(reply, life.followed());
    if (life.answered(pool, worker, Satisfaction.UNKNOWN)) {
      dueNanos = atNanos + life.toolNanos();
      return false;
    }
    if (life.hasSaidAll() || life.leavesAfter(atNanos)) {
      end(atNanos);
      return true;
    }
    dueNanos = atNanos + life.thinkingNanos(atNanos);
    return false;
  }

  /**
   * The call was not answered.
   *
   * @return whether the conversation is over
   */
  public boolean unanswered(long atNanos) {
    if (life.triesAgain()) {
      dueNanos = atNanos + life.tryAgain();
      return false;
    }
    if (life.comesBack()) {
      dueNanos = atNanos + life.comeBack();
      forget();
    } else {
      end(atNanos);
    }
    return true;
  }

  private void end(long atNanos) {
    if (life.end()) {
      dueNanos = atNanos + life.thinkingNanos(atNanos);
      forget();
    }
  }

  /** The index of a pool by its name; -1 where the scenario has none of that name. */
  public int poolOf(String name) {
    List<PoolSpec> pools = feeder.scenario().pools();
    for (int pool = 0; pool < pools.size(); pool++) {
      if (pools.get(pool).name().equals(name)) {
        return pool;
      }
    }
    return -1;
  }
}
