package footfall.actors.routing;

import footfall.actors.protocol.Request;
import footfall.scenarios.Scenario;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.routing.Policy;
import org.jspecify.annotations.Nullable;

/**
 * The classifier's part in the routing: where requests are classified, what it makes of them, and
 * how often it errs. Not thread-safe.
 */
final class RequestClassifier {
  private final int pool;
  private final ByTrait policy;
  private final Traits traits;
  private long classified;
  private long misclassified;

  private RequestClassifier(int pool, ByTrait policy, Traits traits) {
    this.pool = pool;
    this.policy = policy;
    this.traits = traits;
  }

  /** Null where the scenario has no classifier. */
  static @Nullable RequestClassifier of(Scenario scenario, RoutingPolicy policy) {
    if (scenario.routing().classifier().isEmpty()) {
      return null;
    }
    String name = scenario.routing().classifier().get().pool();
    int pool = scenario.pools().stream().map(PoolSpec::name).toList().indexOf(name);
    Policy.ByTrait by = (Policy.ByTrait) scenario.routing().policy();
    return new RequestClassifier(pool, (ByTrait) policy, new Traits(scenario, by.trait()));
  }

  /** The index of the pool in which requests are classified. */
  int pool() {
    return pool;
  }

  /** The index of the pool for what could not be classified; none where the scenario names none. */
  int otherwise() {
    return policy.otherwise();
  }

  /** Counts a request that was classified; returns whether it is taken for what it is not. */
  boolean classify(Request request) {
    int truth = traits.truth(request);
    boolean mistaken = truth != Traits.NONE && traits.told(request) != truth;
    classified++;
    misclassified += mistaken ? 1 : 0;
    return mistaken;
  }

  long classified() {
    return classified;
  }

  long misclassified() {
    return misclassified;
  }
}
