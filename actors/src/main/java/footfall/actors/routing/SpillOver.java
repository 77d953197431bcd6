package footfall.actors.routing;

import footfall.actors.protocol.Request;
import footfall.actors.protocol.RequestOutcome;
import footfall.actors.protocol.RequestOutcome.Failed;
import footfall.actors.protocol.RequestOutcome.Rejected;
import footfall.reports.recording.Failure;

/**
 * The first pool that is up and in which fewer than so many requests wait; the last where there is
 * none. A pool that turns a request away, or is throttled, passes it on to those after it.
 */
final class SpillOver implements FollowingPolicy {
  private final int[] candidates;
  private final int queued;

  SpillOver(int[] candidates, int queued) {
    this.candidates = candidates.clone();
    this.queued = queued;
  }

  @Override
  public int choose(Request request, Loads loads) {
    return firstFrom(0, loads);
  }

  @Override
  public int next(RequestOutcome outcome, Loads loads) {
    boolean refused =
        outcome instanceof Rejected
            || (outcome instanceof Failed failed && failed.failure() == Failure.THROTTLED);
    int after = Chain.placeOf(candidates, outcome.pool()) + 1;
    return refused && after > 0 && !Chain.isSettled(outcome) && after < candidates.length
        ? firstFrom(after, loads)
        : NOWHERE;
  }

  private int firstFrom(int place, Loads loads) {
    for (int i = place; i < candidates.length - 1; i++) {
      if (loads.isUp(candidates[i]) && loads.waiting(candidates[i]) < queued) {
        return candidates[i];
      }
    }
    return candidates[candidates.length - 1];
  }

  @Override
  public boolean looksAtLoads() {
    return true;
  }
}
