package footfall.simulator.cluster;

import footfall.serving.cluster.ClusterMessage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.delivery.ConsumerController;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;

/** What a dispatcher and the lanes of the nodes tell each other. */
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

  /** A lane has nothing to do, and takes runs here; told until it is answered. */
  record Enlist(
      ActorRef<ExecutorSlot.Command> lane,
      ActorRef<ConsumerController.Command<Run>> runs,
      String node)
      implements ClusterMessage, Dispatcher.Command {}

  /** The lane is known, and tells outcomes here. */
  record Enlisted(ActorRef<ConsumerController.Command<Outcome>> outcomes)
      implements ClusterMessage, ExecutorSlot.Command {}

  /** The lane runs no more; whatever it has is to be run by another. */
  record Leaving(ActorRef<ExecutorSlot.Command> lane)
      implements ClusterMessage, Dispatcher.Command {}

  /** A run has come on by such a part of the whole; may get lost. */
  record Advanced(ActorRef<ExecutorSlot.Command> lane, long order, double part)
      implements ClusterMessage, Dispatcher.Command {}
}
