package footfall.simulator.cluster;

import footfall.serving.cluster.ClusterMessage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.delivery.ConsumerController;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;

/** What a dispatcher and the slots of the nodes tell each other. */
final class RunMessages {
  /** Under which dispatchers are found. */
  static final ServiceKey<Dispatcher.Command> DISPATCHERS =
      ServiceKey.create(Dispatcher.Command.class, "footfall-dispatchers");

  private RunMessages() {}

  /**
   * One assignment; delivered reliably.
   *
   * @param order its number
   * @param assignment as {@link RunCodec} writes it
   */
  record Run(long order, byte[] assignment) implements ClusterMessage {}

  /**
   * What came of one; delivered reliably.
   *
   * @param result as {@link RunCodec} writes it; empty where it failed
   * @param problem with which it failed; empty where it did not
   */
  record Outcome(long order, byte[] result, String problem) implements ClusterMessage {}

  /** A slot has nothing to do, and takes runs here; told until it is answered. */
  record Enlist(
      ActorRef<ExecutorSlot.Command> slot,
      ActorRef<ConsumerController.Command<Run>> runs,
      String node)
      implements ClusterMessage, Dispatcher.Command {}

  /** The slot is known, and tells outcomes here. */
  record Enlisted(ActorRef<ConsumerController.Command<Outcome>> outcomes)
      implements ClusterMessage, ExecutorSlot.Command {}

  /** The slot runs no more; whatever it has is to be run by another. */
  record Leaving(ActorRef<ExecutorSlot.Command> slot)
      implements ClusterMessage, Dispatcher.Command {}

  /** A run has come on by such a part of the whole; may get lost. */
  record Advanced(ActorRef<ExecutorSlot.Command> slot, long order, double part)
      implements ClusterMessage, Dispatcher.Command {}
}
