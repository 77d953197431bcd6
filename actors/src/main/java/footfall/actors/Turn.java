package footfall.actors;

import footfall.actors.pools.Pool;
import footfall.actors.routing.Router;
import footfall.actors.workers.Worker;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * One model call of a conversation. The same object travels from shopper to router to pool to
 * worker; each understands it as its own command.
 *
 * @param shopper number of the shopper, unique in the run
 * @param number of the turn in its conversation, from zero
 * @param plannedTurns how many turns the conversation would have if all went well
 * @param shopperClass index of the shopper's class in the scenario
 * @param conversationNanos when the first turn of the conversation was submitted
 * @param patienceNanos how long it may wait in a queue; {@link Long#MAX_VALUE} is for ever
 * @param shopperKey the random key of the shopper, from which all draws for this turn derive
 */
public record Turn(
    long shopper,
    int number,
    int plannedTurns,
    int shopperClass,
    int priority,
    int inputTokens,
    int outputTokens,
    long conversationNanos,
    long submittedNanos,
    long patienceNanos,
    long shopperKey,
    ActorRef<? super TurnOutcome> replyTo)
    implements Router.Command, Pool.Command, Worker.Command {

  /** Whether this is the first turn of its conversation. */
  public boolean isFirst() {
    return number == 0;
  }

  /** Whether the conversation is over once this turn is answered. */
  public boolean isLast() {
    return number == plannedTurns - 1;
  }
}
