package footfall.serving.cluster;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A process that works in a cluster for others, until it leaves or is taken out. Thread-safe. */
public interface ClusterNode {
  /** Where the others reach it, as {@code host:port}. */
  String address();

  /** What it does, for people. */
  String work();

  /** Where the other members that stay are reached, as far as it knows. */
  List<String> others();

  /** Done when it is no member any more. */
  CompletableFuture<Void> ended();

  /**
   * Leaves in good order, and returns how that went, for people.
   *
   * @param atMost how long what is under way may take
   */
  String leave(Duration atMost);
}
