package footfall.actors.protocol;

import footfall.reports.recording.RequestFacts;
import footfall.scenarios.conversations.Conversation;
import footfall.scenarios.randomness.Purpose;
import footfall.scenarios.randomness.Streams;
import java.util.Objects;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * One model call of a conversation. The same object travels from shopper to router to pool to
 * worker; each understands it as its own command.
 *
 * @param shopper number of the shopper, unique in the run
 * @param turn number of the turn in its conversation, from zero
 * @param plannedTurns how many turns the conversation would have if all went well
 * @param shopperClass index of the shopper's class in the scenario
 * @param conversationNanos when the first turn of the conversation was submitted
 * @param patienceNanos how long it may wait in a queue; {@link Long#MAX_VALUE} means no limit
 * @param shopperKey the random key of the conversation, from which all its draws derive
 * @param step where in its turn it stands
 * @param route where it is on its way through several pools; null where it goes straight to one
 * @param replyTo told how it ended: its shopper, or a router that sees it through
 */
public record Request(
    long shopper,
    int turn,
    int plannedTurns,
    int shopperClass,
    int priority,
    int inputTokens,
    int outputTokens,
    long conversationNanos,
    long submittedNanos,
    long patienceNanos,
    long shopperKey,
    Step step,
    @Nullable Route route,
    ActorRef<? super RequestOutcome> replyTo)
    implements RequestFacts, RouterCommand, PoolCommand, WorkerCommand {
  /** Beyond the number of any attempt of a worker, whose draws are numbered too. */
  private static final long FIRST_HOP = 1L << 32;

  /** Whether this is the first request of its turn. */
  public boolean beginsTurn() {
    return step.call() == 0 && step.retry() == 0;
  }

  /** Whether the conversation is over once this request is answered. */
  public boolean endsConversation() {
    return turn == plannedTurns - 1 && endsTurn();
  }

  @Override
  public boolean endsTurn() {
    return step.call() == step.plannedCalls() - 1;
  }

  /**
   * The same request on its way to a pool. A classifier says one word, not the reply; so does a
   * judge, who reads the answer too.
   *
   * @param part what the pool is asked for
   */
  public Request on(
      Route way, Exchange.Part part, long nowNanos, ActorRef<? super RequestOutcome> router) {
    long waitedMore = way.waitedNanos() - waitedNanos();
    return copy(
        step.next(part),
        way,
        nowNanos,
        patienceNanos == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, patienceNanos - waitedMore),
        way.isJudgement() ? inputTokens + outputTokens : inputTokens,
        way.isAnswer() ? way.replyTokens() : 1,
        router);
  }

  /** The same request with the tokens that were really read and written, where they were. */
  public Request asSaid() {
    Exchange.Usage usage = step.exchange() == null ? null : step.exchange().usage();
    return usage == null
        ? this
        : copy(step, route, submittedNanos, patienceNanos, usage.input(), usage.output(), replyTo);
  }

  @Override
  public int streamedTokens() {
    Exchange.Usage usage = step.exchange() == null ? null : step.exchange().usage();
    return usage == null ? outputTokens : usage.streamed();
  }

  @Override
  public boolean isCounted() {
    Exchange.Usage usage = step.exchange() == null ? null : step.exchange().usage();
    return usage != null && usage.counted();
  }

  /** As heard in live mode; in simulation the tokens of a reply come evenly. */
  @Override
  public long firstVisibleNanos(long firstTokenNanos, long endedNanos) {
    if (step.exchange() != null) {
      return Math.max(firstTokenNanos, step.exchange().firstVisibleNanos());
    }
    int thought = step.reasoningTokens();
    if (thought == 0) {
      return firstTokenNanos;
    }
    double part = Math.min(1, (double) thought / Math.max(1, outputTokens - 1));
    return firstTokenNanos + Math.round((endedNanos - firstTokenNanos) * part);
  }

  /** A copy with the given route. */
  Request having(Route way) {
    return copy(step, way, submittedNanos, patienceNanos, inputTokens, outputTokens, replyTo);
  }

  private Request copy(
      Step where,
      @Nullable Route way,
      long sentNanos,
      long patienceLeftNanos,
      int readTokens,
      int tokens,
      ActorRef<? super RequestOutcome> told) {
    return new Request(
        shopper,
        turn,
        plannedTurns,
        shopperClass,
        priority,
        readTokens,
        tokens,
        conversationNanos,
        sentNanos,
        patienceLeftNanos,
        shopperKey,
        where,
        way,
        told);
  }

  /** The key of the draws for serving this request in the pool that has it. */
  public long serviceKey(Purpose purpose) {
    long first = Streams.draw(shopperKey, purpose, drawIndex());
    return route == null || route.hop() == 0
        ? first
        : Streams.entity(first, FIRST_HOP + route.hop());
  }

  /** Number of its turn, for draws. */
  public int turnDrawn() {
    return step.exchange() == null ? turn : step.exchange().place().turn();
  }

  /** What tells the draws for this request from those for others of the conversation. */
  public long drawIndex() {
    if (step.exchange() == null) {
      return Conversation.drawIndex(turn, step.call(), step.retry());
    }
    Exchange.Place place = step.exchange().place();
    return Conversation.drawIndex(place.turn(), place.call(), place.retry());
  }

  @Override
  public int call() {
    return step.call();
  }

  @Override
  public int retry() {
    return step.retry();
  }

  @Override
  public long turnNanos() {
    return firstSubmittedNanos() - step.sinceTurnNanos();
  }

  @Override
  public long firstSubmittedNanos() {
    return route == null ? submittedNanos : route.submittedNanos();
  }

  @Override
  public long waitedNanos() {
    return route == null ? 0 : route.waitedNanos();
  }

  @Override
  public int language() {
    return step.language();
  }

  @Override
  public int intent() {
    return step.intent();
  }

  @Override
  public int reason() {
    return step.reason();
  }

  /** Its route; only of a request that a router sees through. */
  public Route followedRoute() {
    return Objects.requireNonNull(route, "the request goes straight to one pool");
  }
}
