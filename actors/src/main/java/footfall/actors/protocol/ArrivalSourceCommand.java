package footfall.actors.protocol;

import footfall.reports.recording.Census;
import footfall.scenarios.arrivals.ArrivalStatistics;
import org.apache.pekko.actor.typed.ActorRef;

/** Begins the arrivals, or asks for a count. */
public interface ArrivalSourceCommand {
  /** Asks every single shopper what it is doing. */
  record TakeCensus(ActorRef<? super CensusTaken> replyTo) implements ArrivalSourceCommand {}

  /** What the shoppers said, all together. */
  record CensusTaken(Census census, ArrivalStatistics arrivals) implements SupervisorCommand {}
}
