package footfall.reports.analysis;

import footfall.reports.recording.PoolLevels;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.recording.SectionPlan;
import footfall.scenarios.Scenario;
import java.util.ArrayList;
import java.util.List;

/**
 * Levels of the pools over time, averaged over the replications; one point for each tick, which
 * speaks of the time since the tick before.
 */
public record TimeSeries(List<Point> points) {

  /** One pool between two ticks. */
  public record Point(
      double seconds,
      int pool,
      double queueLength,
      double inService,
      double utilization,
      double throughput) {}

  static TimeSeries of(Scenario scenario, List<ReplicationRecord> replications) {
    List<Point> points = new ArrayList<>();
    int ticks = replications.get(0).levels().size();
    for (int tick = 1; tick < ticks; tick++) {
      for (int pool = 0; pool < scenario.pools().size(); pool++) {
        points.add(point(scenario, replications, tick, pool));
      }
    }
    return new TimeSeries(List.copyOf(points));
  }

  /** The points of one pool. */
  public List<Point> ofPool(int pool) {
    return points.stream().filter(point -> point.pool() == pool).toList();
  }

  /** Turns completed per second between each two ticks from the first to the last given. */
  static double[] throughputPerTick(ReplicationRecord replication, int firstTick, int lastTick) {
    double[] throughputs = new double[lastTick - firstTick];
    for (int tick = firstTick + 1; tick <= lastTick; tick++) {
      double completions = 0;
      for (int pool = 0; pool < replication.atEnd().length; pool++) {
        completions +=
            replication.levels().get(tick)[pool].completions()
                - replication.levels().get(tick - 1)[pool].completions();
      }
      throughputs[tick - firstTick - 1] = completions / seconds(replication.plan(), tick);
    }
    return throughputs;
  }

  private static Point point(
      Scenario scenario, List<ReplicationRecord> replications, int tick, int pool) {
    SectionPlan plan = replications.get(0).plan();
    double seconds = seconds(plan, tick);
    double waiting = 0;
    double inService = 0;
    double completions = 0;
    for (ReplicationRecord replication : replications) {
      PoolLevels from = replication.levels().get(tick - 1)[pool];
      PoolLevels to = replication.levels().get(tick)[pool];
      waiting += (to.waitingArea() - from.waitingArea()) / 1e9;
      inService += (to.inServiceArea() - from.inServiceArea()) / 1e9;
      completions += to.completions() - from.completions();
    }
    double total = seconds * replications.size();
    return new Point(
        plan.tickNanos()[tick] / 1e9,
        pool,
        waiting / total,
        inService / total,
        inService / total / scenario.pools().get(pool).servers(),
        completions / total);
  }

  private static double seconds(SectionPlan plan, int tick) {
    return (plan.tickNanos()[tick] - plan.tickNanos()[tick - 1]) / 1e9;
  }
}
