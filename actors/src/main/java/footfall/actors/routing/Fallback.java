package footfall.actors.routing;

import footfall.actors.protocol.Request;
import footfall.actors.protocol.RequestOutcome;
import footfall.actors.protocol.RequestOutcome.Abandoned;
import footfall.actors.protocol.RequestOutcome.Completed;
import footfall.actors.resilience.CircuitBreaker;
import footfall.scenarios.pools.Circuit;
import java.util.Arrays;

/** The first pool that is up and whose circuit lets the request through; on failure the next. */
final class Fallback implements FollowingPolicy {
  private final int[] candidates;
  private final CircuitBreaker[] breakers;

  Fallback(int[] candidates, Circuit circuit) {
    this.candidates = candidates.clone();
    this.breakers = new CircuitBreaker[candidates.length];
    Arrays.setAll(breakers, i -> new CircuitBreaker(circuit));
  }

  @Override
  public int choose(Request request, Loads loads) {
    return firstFrom(0, request, request.submittedNanos(), loads);
  }

  @Override
  public int next(RequestOutcome outcome, Loads loads) {
    int place = Chain.placeOf(candidates, outcome.pool());
    if (place == Chain.NOT_THERE) {
      return NOWHERE;
    }
    Request request = outcome.request();
    if (outcome instanceof Completed) {
      breakers[place].recordSuccess(request, request.submittedNanos(), outcome.endedNanos());
      return NOWHERE;
    }
    if (outcome instanceof Abandoned || Chain.isRequestsFault(outcome)) {
      breakers[place].release(request);
      return NOWHERE;
    }
    breakers[place].recordFailure(request, request.submittedNanos(), outcome.endedNanos());
    return Chain.isSettled(outcome)
        ? NOWHERE
        : firstFrom(place + 1, request, outcome.endedNanos(), loads);
  }

  private int firstFrom(int place, Request request, long nowNanos, Loads loads) {
    for (int i = place; i < candidates.length; i++) {
      if (loads.isUp(candidates[i]) && breakers[i].tryAcquire(request, nowNanos)) {
        return candidates[i];
      }
    }
    return NOWHERE;
  }

  @Override
  public long circuitOpenings() {
    return Arrays.stream(breakers).mapToLong(CircuitBreaker::openings).sum();
  }
}
