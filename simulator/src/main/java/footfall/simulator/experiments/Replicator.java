package footfall.simulator.experiments;

import footfall.reports.recording.ReplicationRecord;
import footfall.reports.results.SweepResults.Point;
import footfall.reports.watching.Watcher;
import footfall.scenarios.Scenario;
import java.util.List;

/**
 * Where replications are run: on threads of this process, or on the nodes of a cluster. What a
 * replication shows does not depend on where it ran. One caller at a time.
 */
public interface Replicator extends AutoCloseable {
  /**
   * A replication that is wanted.
   *
   * @param number of the replication, from zero
   */
  record Order(Scenario scenario, int number) {}

  /** Told how the orders come on, each by its index; may be called from any thread. */
  interface Listener {
    /** It begins here and now; returns who watches it, or null for none. */
    default Watcher began(int index) {
      return null;
    }

    /** It has come on by such a part of the whole. */
    default void advanced(int index, double part) {
      // Not shown.
    }

    /** It has ended; told once. */
    void ended(int index, ReplicationRecord replication);
  }

  /**
   * Runs what is ordered, and returns when all of it has ended. The first that fails calls off the
   * others.
   *
   * @throws RuntimeException whatever a replication, or its listener, failed with
   */
  void run(List<Order> orders, Listener listener);

  /** Told how points of a sweep come on, each by its index; may be called from any thread. */
  interface PointListener {
    /** It has come on by such a part of the whole. */
    void advanced(int index, double part);

    /** It is there; told once. */
    void ended(int index, Point point);
  }

  /**
   * Simulates points of a sweep, and returns when all of them are there. The first that fails calls
   * off the others.
   *
   * @throws RuntimeException whatever a replication, or its listener, failed with
   */
  default void runPoints(List<PointOrder> points, PointListener listener) {
    new PointsOfReplications(points, listener).run(this);
  }

  @Override
  void close();
}
