package footfall.simulator.experiments;

import footfall.reports.recording.Bundles;
import footfall.reports.recording.ReplicationRecord;
import footfall.simulator.experiments.Replicator.Order;
import footfall.simulator.experiments.Replicator.PointListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Puts points of a sweep together, each as soon as the last of its replications has ended. */
final class PointsOfReplications implements Replicator.Listener {
  private final PointListener listener;
  private final List<Run> runs = new ArrayList<>();

  /** One replication of a point. */
  private record Run(Replicated point, int number) {}

  /** A point, and those of its replications that have ended. */
  private static final class Replicated {
    final int index;
    final PointOrder order;
    final AtomicReference<Bundles> records = new AtomicReference<>(new Bundles());
    final AtomicInteger missing;

    Replicated(int index, PointOrder order) {
      this.index = index;
      this.order = order;
      this.missing = new AtomicInteger(order.replications());
    }
  }

  PointsOfReplications(List<PointOrder> points, PointListener listener) {
    this.listener = listener;
    for (int index = 0; index < points.size(); index++) {
      Replicated point = new Replicated(index, points.get(index));
      for (int number = 0; number < point.order.replications(); number++) {
        runs.add(new Run(point, number));
      }
    }
  }

  void run(Replicator replicator) {
    replicator.run(
        runs.stream()
            .map(run -> new Order(run.point().order.resolved().scenario(), run.number()))
            .toList(),
        this);
  }

  @Override
  public void advanced(int index, double part) {
    Replicated point = runs.get(index).point();
    listener.advanced(point.index, part / point.order.replications());
  }

  @Override
  public void ended(int index, ReplicationRecord record) {
    Run run = runs.get(index);
    Replicated point = run.point();
    point.records.get().add(record, run.number());
    if (point.missing.decrementAndGet() == 0) {
      Bundles all = point.records.getAndSet(null); // Records are large, and a sweep has many.
      listener.ended(point.index, point.order.of(all.records()));
    }
  }
}
