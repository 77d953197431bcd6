package footfall.serving.cluster;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Which endpoints of a pool no proxy of this gateway has. One that was given back is left alone for
 * a while: it leaves, or is lost and not known to be. Thread-safe.
 */
final class FreeEndpoints {
  private static final long LEFT_ALONE_NANOS = 5_000_000_000L;

  private final Set<ActorRef<WorkerEndpoint.Command>> taken = new HashSet<>();
  private final Map<ActorRef<WorkerEndpoint.Command>, Long> givenBackNanos = new HashMap<>();

  /** Takes one of those that are there; empty where there is none. */
  synchronized Optional<ActorRef<WorkerEndpoint.Command>> take(
      Collection<ActorRef<WorkerEndpoint.Command>> there, long nowNanos) {
    givenBackNanos.values().removeIf(then -> nowNanos - then > LEFT_ALONE_NANOS);
    for (ActorRef<WorkerEndpoint.Command> endpoint : there) {
      if (!givenBackNanos.containsKey(endpoint) && taken.add(endpoint)) {
        return Optional.of(endpoint);
      }
    }
    return Optional.empty();
  }

  /** Gives one back. */
  synchronized void giveBack(ActorRef<WorkerEndpoint.Command> endpoint, long nowNanos) {
    taken.remove(endpoint);
    givenBackNanos.put(endpoint, nowNanos);
  }
}
