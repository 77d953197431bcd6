package footfall.simulator.experiments;

import footfall.reports.recording.ReplicationRecord;
import footfall.simulator.experiments.Replicator.Order;
import footfall.simulator.experiments.Replicator.PointListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Puts points of a sweep together, each as soon as the last of its replications has ended. */
final class PointsOfReplications implements Replicator.Listener {
  private final List<PointOrder> points;
  private final PointListener listener;
  private final List<Run> runs = new ArrayList<>();

  /** One replication of a point. */
  private record Run(int point, int replication, ReplicationRecord[] ofPoint) {
    /** Keeps its record, and tells whether all of its point are there. */
    boolean isLast(ReplicationRecord record) {
      synchronized (ofPoint) {
        ofPoint[replication] = record;
        return Arrays.stream(ofPoint).allMatch(r -> r != null);
      }
    }
  }

  PointsOfReplications(List<PointOrder> points, PointListener listener) {
    this.points = points;
    this.listener = listener;
    for (int point = 0; point < points.size(); point++) {
      ReplicationRecord[] records = new ReplicationRecord[points.get(point).replications()];
      for (int replication = 0; replication < records.length; replication++) {
        runs.add(new Run(point, replication, records));
      }
    }
  }

  void run(Replicator replicator) {
    replicator.run(
        runs.stream()
            .map(run -> new Order(points.get(run.point()).resolved().scenario(), run.replication()))
            .toList(),
        this);
  }

  @Override
  public void advanced(int index, double part) {
    Run run = runs.get(index);
    listener.advanced(run.point(), part / run.ofPoint().length);
  }

  @Override
  public void ended(int index, ReplicationRecord record) {
    Run run = runs.get(index);
    if (run.isLast(record)) {
      List<ReplicationRecord> records = List.of(run.ofPoint().clone());
      Arrays.fill(run.ofPoint(), null); // A record is large, and a sweep has many.
      listener.ended(run.point(), points.get(run.point()).of(records));
    }
  }
}
