package footfall.actors.routing;

import footfall.actors.protocol.RequestOutcome;

/** A policy that is told how a pool ended a request, and may send it to another. */
interface FollowingPolicy extends RoutingPolicy {
  /** The index of the next pool; {@link #NOWHERE} where the outcome stands. */
  int next(RequestOutcome outcome, Loads loads);

  /** How often it has cut off a pool so far. */
  default long circuitOpenings() {
    return 0;
  }
}
