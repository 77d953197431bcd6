package footfall.actors.protocol;

import footfall.actors.protocol.RequestOutcome.Completed;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * Where a request is on its way through the pools, for routers that see it through. Where it simply
 * goes to one pool, it has no route.
 *
 * @param hop number of the pools that had it before, from zero; {@link #CLASSIFICATION} while it is
 *     classified
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

  /** The same way, after waiting longer. */
  Route waiting(long moreNanos) {
    return new Route(
        hop, submittedNanos, waitedNanos + moreNanos, misclassified, replyTokens, kept, replyTo);
  }
}
