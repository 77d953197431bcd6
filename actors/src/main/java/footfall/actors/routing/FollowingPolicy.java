package footfall.actors.routing;

import footfall.actors.protocol.RequestOutcome;
import footfall.reports.recording.Confidences;

/** A policy that is told how a pool ended a request, and may send it to another. */
interface FollowingPolicy extends RoutingPolicy {
  /** The index of the next pool; {@link #NOWHERE} where the outcome stands. */
  int next(RequestOutcome outcome, Loads loads);

  /** Whether another pool may be asked although this one answers: its answer is held until then. */
  default boolean mayReplace(int pool) {
    return false;
  }

  /** The index of the pool that is asked how good the answer is; {@link #NOWHERE} for none. */
  default int judge(RequestOutcome.Completed answer) {
    return NOWHERE;
  }

  /** The index of the next pool for an answer of which nobody can tell how good it is. */
  default int nextOfUnjudged(RequestOutcome.Completed answer) {
    return NOWHERE;
  }

  /** How confident one could be in the answers so far. */
  default Confidences confidences() {
    return Confidences.NONE;
  }

  /** How often it has cut off a pool so far. */
  default long circuitOpenings() {
    return 0;
  }
}
