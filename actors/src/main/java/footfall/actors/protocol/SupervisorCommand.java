package footfall.actors.protocol;

import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** Turns that ended, a report, or the start of the watch. */
public interface SupervisorCommand {
  /** Whom to ask for reports; the first message that a supervisor gets. */
  record Watch(
      List<ActorRef<PoolCommand>> pools,
      ActorRef<RouterCommand> router,
      ActorRef<? super ArrivalSourceCommand.TakeCensus> arrivals)
      implements SupervisorCommand {}

  /** close the record now. */
  enum Stop implements SupervisorCommand {
    INSTANCE
  }
}
