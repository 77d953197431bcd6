package footfall.scenarios.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How requests find their pool.
 *
 * @param stalenessNanos how often the router's view of the loads is renewed; zero is always
 * @param classifier what tells the router of which kind a request is; empty where it simply knows
 */
public record Routing(Policy policy, long stalenessNanos, Optional<Classifier> classifier) {
  /** A policy that sees the loads as they are. */
  public static Routing by(Policy policy) {
    return new Routing(policy, 0, Optional.empty());
  }

  /** Every pool that a request may be sent to, that of the classifier included. */
  public List<String> pools() {
    List<String> pools = new ArrayList<>(policy.pools());
    classifier.map(Classifier::pool).filter(pool -> !pools.contains(pool)).ifPresent(pools::add);
    return List.copyOf(pools);
  }
}
