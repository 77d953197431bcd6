package footfall.scenarios.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How requests find their pool.
 *
 * @param stalenessNanos how often the router's view of the loads is renewed; zero is always
 * @param classifier what tells the router of which kind a request is; empty where it simply knows
 * @param shadow what copies of requests go elsewhere in live mode; empty for none
 */
public record Routing(
    Policy policy, long stalenessNanos, Optional<Classifier> classifier, Optional<Shadow> shadow) {
  /** A policy that sees the loads as they are. */
  public static Routing by(Policy policy) {
    return new Routing(policy, 0, Optional.empty(), Optional.empty());
  }

  /** Whether what was chosen for a request is good for the next of its conversation. */
  public boolean choosesOnce() {
    return classifier.isEmpty() && !(policy instanceof Policy.Cascade);
  }

  /** The pool that is asked how good answers are; empty where none is. */
  private Optional<String> judge() {
    return policy instanceof Policy.Cascade cascade ? cascade.judge() : Optional.empty();
  }

  /** Every pool that a request may be sent to, those of a classifier and a judge included. */
  public List<String> pools() {
    List<String> pools = new ArrayList<>(policy.pools());
    Stream.concat(classifier.map(Classifier::pool).stream(), judge().stream())
        .filter(pool -> !pools.contains(pool))
        .forEach(pools::add);
    return List.copyOf(pools);
  }
}
