package footfall.reports.analysis.samples;

import footfall.reports.recording.PoolLevels;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.recording.WindowPlan;
import footfall.scenarios.Scenario;
import footfall.scenarios.pools.PoolSpec;
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
      double throughput,
      double workersUp,
      double workersPaid,
      double watts) {}

  /** Levels over time, means over the replications. */
  public static TimeSeries of(Scenario scenario, List<ReplicationRecord> replications) {
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

  /** Requests completed per second between each two ticks from the first to the last given. */
  static double[] throughputPerTick(ReplicationRecord replication, int firstTick, int lastTick) {
    double[] throughputs = new double[lastTick - firstTick];
    for (int tick = firstTick + 1; tick <= lastTick; tick++) {
      double completions =
          (double) replication.completedAtTicks()[tick] - replication.completedAtTicks()[tick - 1];
      throughputs[tick - firstTick - 1] = completions / seconds(replication.plan(), tick);
    }
    return throughputs;
  }

  private static Point point(
      Scenario scenario, List<ReplicationRecord> replications, int tick, int pool) {
    WindowPlan plan = replications.get(0).plan();
    double total = seconds(plan, tick) * replications.size();
    PowerDraw.Growth mean =
        level -> {
          double sum = 0;
          for (ReplicationRecord replication : replications) {
            sum +=
                level.applyAsDouble(replication.levels().get(tick)[pool])
                    - level.applyAsDouble(replication.levels().get(tick - 1)[pool]);
          }
          return sum / total;
        };
    PoolSpec spec = scenario.pools().get(pool);
    double inService = mean.applyAsDouble(PoolLevels::inServiceArea) / 1e9;
    double up = mean.applyAsDouble(PoolLevels::workersUpArea) / 1e9;
    double paid = mean.applyAsDouble(PoolLevels::workersPaidArea) / 1e9;
    return new Point(
        plan.tickNanos()[tick] / 1e9,
        pool,
        mean.applyAsDouble(PoolLevels::waitingArea) / 1e9,
        inService,
        inService / (up * spec.slots()),
        mean.applyAsDouble(PoolLevels::completions),
        up,
        paid,
        PowerDraw.wattNanos(spec, mean) / 1e9);
  }

  private static double seconds(WindowPlan plan, int tick) {
    return (plan.tickNanos()[tick] - plan.tickNanos()[tick - 1]) / 1e9;
  }
}
