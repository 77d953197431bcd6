package footfall.actors.routing;

import footfall.actors.protocol.Request;
import footfall.actors.protocol.RequestOutcome;
import footfall.actors.protocol.RequestOutcome.Abandoned;
import footfall.actors.protocol.RequestOutcome.Completed;
import footfall.actors.resilience.CircuitBreaker;
import footfall.scenarios.pools.Circuit;
import footfall.scenarios.randomness.Purpose;
import footfall.scenarios.randomness.RandomStream;
import footfall.scenarios.randomness.Streams;
import footfall.scenarios.routing.Policy.Granularity;
import java.util.Arrays;

/**
 * The first pool that is up and whose circuit lets the request through; on failure the next. Every
 * request has an order of its own: rank after rank, and within a rank at random by weight.
 */
final class Fallback implements FollowingPolicy {
  private final int[][] ranks;
  private final double[] weights;
  private final Granularity per;
  private final int[] order;
  private final double[] times;
  private final CircuitBreaker[] breakers;
  private final RandomStream random = new RandomStream();

  /**
   * All circuits are closed.
   *
   * @param ranks pools in order of preference
   * @param weights of all pools
   */
  Fallback(int[][] ranks, double[] weights, Granularity per, Circuit circuit) {
    this.ranks = ranks;
    this.weights = weights;
    this.per = per;
    this.order = Arrays.stream(ranks).flatMapToInt(Arrays::stream).toArray();
    this.times = new double[weights.length];
    this.breakers = new CircuitBreaker[weights.length];
    Arrays.setAll(breakers, pool -> new CircuitBreaker(circuit));
  }

  @Override
  public int choose(Request request, Loads loads) {
    drawOrder(request);
    return firstFrom(0, request, request.submittedNanos(), loads);
  }

  @Override
  public int next(RequestOutcome outcome, Loads loads) {
    if (Chain.placeOf(order, outcome.pool()) == Chain.NOT_THERE) {
      return NOWHERE;
    }
    CircuitBreaker breaker = breakers[outcome.pool()];
    Request request = outcome.request();
    if (outcome instanceof Completed) {
      breaker.recordSuccess(request, request.submittedNanos(), outcome.endedNanos());
      return NOWHERE;
    }
    if (outcome instanceof Abandoned || Chain.isRequestsFault(outcome)) {
      breaker.release(request);
      return NOWHERE;
    }
    breaker.recordFailure(request, request.submittedNanos(), outcome.endedNanos());
    if (Chain.isSettled(outcome)) {
      return NOWHERE;
    }
    drawOrder(request);
    int place = Chain.placeOf(order, outcome.pool());
    return firstFrom(place + 1, request, outcome.endedNanos(), loads);
  }

  /**
   * Fills in the order of the request: in a rank by when each pool comes up first, at a rate of its
   * weight, so that whichever are left alone, the others share by their weights.
   */
  private void drawOrder(Request request) {
    int first = 0;
    for (int[] rank : ranks) {
      if (rank.length > 1) {
        drawTimes(rank, request);
      }
      for (int i = 0; i < rank.length; i++) {
        int place = first + i;
        for (; place > first && times[order[place - 1]] > times[rank[i]]; place--) {
          order[place] = order[place - 1];
        }
        order[place] = rank[i];
      }
      first += rank.length;
    }
  }

  private void drawTimes(int[] rank, Request request) {
    int draw = per == Granularity.TURN ? request.turnDrawn() : 0;
    random.at(Streams.draw(request.shopperKey(), Purpose.ROUTE, draw));
    for (int pool : rank) {
      times[pool] = -Math.log1p(-random.nextDouble()) / weights[pool];
    }
  }

  private int firstFrom(int place, Request request, long nowNanos, Loads loads) {
    for (int i = place; i < order.length; i++) {
      if (loads.isUp(order[i]) && breakers[order[i]].tryAcquire(request, nowNanos)) {
        return order[i];
      }
    }
    return NOWHERE;
  }

  @Override
  public long circuitOpenings() {
    return Arrays.stream(breakers).mapToLong(CircuitBreaker::openings).sum();
  }
}
