package footfall.actors.pools;

import footfall.actors.protocol.Request;
import footfall.scenarios.Scenario;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.pools.QueueSpec.Discipline;
import java.util.function.ToDoubleFunction;

/** What waiting requests are in order of, where it is not their coming: the least goes first. */
final class QueueOrder {
  private QueueOrder() {}

  /** Nothing, the priority, expected seconds of service, or the deadline in nanoseconds. */
  static ToDoubleFunction<Request> of(Scenario scenario, PoolSpec spec) {
    if (spec.queue().discipline() == Discipline.FIFO) {
      return request -> 0;
    }
    if (spec.queue().discipline() == Discipline.PRIORITY) {
      return Request::priority;
    }
    if (spec.queue().discipline() == Discipline.SHORTEST) {
      return request -> spec.service().meanSeconds(request.inputTokens(), request.outputTokens());
    }
    double[] deadlines =
        scenario.shoppers().stream()
            .mapToDouble(
                shopper ->
                    shopper.deadlineNanos().isPresent()
                        ? shopper.deadlineNanos().getAsLong()
                        : Double.POSITIVE_INFINITY)
            .toArray();
    return request -> request.firstSubmittedNanos() + deadlines[request.shopperClass()];
  }
}
