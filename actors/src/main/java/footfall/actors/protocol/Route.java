package footfall.actors.protocol;

import footfall.actors.protocol.RequestOutcome.Completed;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * Where a request is on its way through the pools, for routers that see it through. Where it simply
 * goes to one pool, it has no route.
 *
 * @param hop number of the pools that had it before, from zero; {@link #CLASSIFICATION} while it is
 *     classified; less than that for what tools ask, and {@link #JUDGEMENT} more while the answer
 *     is judged
 * @param submittedNanos when the shopper submitted it
 * @param waitedNanos in the queues of pools that had it before
 * @param misclassified whether it was taken for what it is not
 * @param replyTokens of the answer that is wanted
 * @param kept an answer that was not good enough, for want of a better one; null where there is
 *     none
 * @param replyTo its shopper
 */
public record Route(
    int hop,
    long submittedNanos,
    long waitedNanos,
    boolean misclassified,
    int replyTokens,
    @Nullable Completed kept,
    ActorRef<? super RequestOutcome> replyTo) {
  /** The hop of a request that is with the classifier. */
  public static final int CLASSIFICATION = -1;

  /** Beyond the number of any pool. */
  public static final int JUDGEMENT = 1 << 20;

  private static final int FIRST_TOOL = -2;

  /** The way of the n-th request that a tool makes in a conversation: to one pool and back. */
  public static Route ofTool(
      int number, long submittedNanos, int replyTokens, ActorRef<? super RequestOutcome> replyTo) {
    return new Route(FIRST_TOOL - number, submittedNanos, 0, false, replyTokens, null, replyTo);
  }

  /** Whether the request is being classified. */
  public boolean isClassification() {
    return hop == CLASSIFICATION;
  }

  /** Whether the answer that is kept is being judged. */
  public boolean isJudgement() {
    return hop >= JUDGEMENT;
  }

  /** Whether the pool is asked for the answer itself. */
  public boolean isAnswer() {
    return hop >= 0 && !isJudgement();
  }

  /** Whether a tool has made the request, and no shopper. */
  public boolean isOfTool() {
    return hop <= FIRST_TOOL;
  }

  /** The same way, after waiting longer. */
  Route waiting(long moreNanos) {
    return new Route(
        hop, submittedNanos, waitedNanos + moreNanos, misclassified, replyTokens, kept, replyTo);
  }
}
