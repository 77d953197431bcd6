package footfall.reports.analysis.samples;

import footfall.reports.recording.EngineLevels.Count;
import footfall.reports.recording.PoolLevels;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.recording.WindowPlan;
import footfall.scenarios.Scenario;
import footfall.scenarios.engine.Engine;
import footfall.scenarios.pools.PoolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

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
      double watts,
      EnginePoint engine) {}

  /**
   * The engines of a pool between two ticks; NaN in a pool without.
   *
   * @param computing part of the time of its workers
   * @param kvMemory part of the blocks that sequences hold
   * @param tokensRead of prompts per second, again after preemptions or not
   * @param tokensWritten per second
   * @param preemptions per second
   * @param cacheHits part of the prompt tokens
   */
  public record EnginePoint(
      double computing,
      double kvMemory,
      double tokensRead,
      double tokensWritten,
      double preemptions,
      double cacheHits) {
    private static final EnginePoint NONE =
        new EnginePoint(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
  }

  /**
   * Levels over time, means over the replications.
   *
   * @param together requests that a worker of a pool can serve at the same time
   */
  public static TimeSeries of(
      Scenario scenario, List<ReplicationRecord> replications, IntToDoubleFunction together) {
    List<Point> points = new ArrayList<>();
    int ticks = replications.get(0).levels().size();
    for (int tick = 1; tick < ticks; tick++) {
      for (int pool = 0; pool < scenario.pools().size(); pool++) {
        points.add(point(scenario, replications, tick, pool, together.applyAsDouble(pool)));
      }
    }
    return new TimeSeries(List.copyOf(points));
  }

  /** The points of one pool. */
  public List<Point> ofPool(int pool) {
    return points.stream().filter(point -> point.pool() == pool).toList();
  }

  /**
   * Requests completed per second between each two ticks from the first to the last given, of every
   * replication.
   */
  static double[] throughputPerTick(ReplicationRecord replications, int firstTick, int lastTick) {
    return replications.singles().stream()
        .map(ReplicationRecord.Single::completedAtTicks)
        .flatMapToDouble(
            completed ->
                IntStream.rangeClosed(firstTick + 1, lastTick)
                    .mapToDouble(
                        tick ->
                            (completed[tick] - completed[tick - 1])
                                / seconds(replications.plan(), tick)))
        .toArray();
  }

  private static Point point(
      Scenario scenario,
      List<ReplicationRecord> replications,
      int tick,
      int pool,
      double together) {
    WindowPlan plan = replications.get(0).plan();
    double total = seconds(plan, tick) * ReplicationRecord.replications(replications);
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
        spec.engine().isPresent()
            ? fullness(spec.engine().get(), mean, up)
            : inService / (up * together),
        mean.applyAsDouble(PoolLevels::completions),
        up,
        paid,
        PowerDraw.wattNanos(spec, mean) / 1e9,
        spec.engine().isPresent() ? engine(mean, up) : EnginePoint.NONE);
  }

  /** Sequences of those that may run, or memory, whichever is more. */
  private static double fullness(Engine engine, PowerDraw.Growth mean, double workersUp) {
    double running = count(mean, Count.RUNNING_AREA) / engine.maxSequences();
    return Math.max(running, count(mean, Count.MEMORY_AREA)) / 1e9 / workersUp;
  }

  private static EnginePoint engine(PowerDraw.Growth mean, double workersUp) {
    double read = count(mean, Count.TOKENS_READ);
    double cached = count(mean, Count.TOKENS_CACHED);
    return new EnginePoint(
        count(mean, Count.COMPUTING) / 1e9 / workersUp,
        count(mean, Count.MEMORY_AREA) / 1e9 / workersUp,
        read + count(mean, Count.TOKENS_RECOMPUTED),
        count(mean, Count.TOKENS_WRITTEN),
        count(mean, Count.PREEMPTIONS),
        cached / (read + cached));
  }

  private static double count(PowerDraw.Growth mean, Count count) {
    return mean.applyAsDouble(levels -> levels.engine(count));
  }

  private static double seconds(WindowPlan plan, int tick) {
    return (plan.tickNanos()[tick] - plan.tickNanos()[tick - 1]) / 1e9;
  }
}
