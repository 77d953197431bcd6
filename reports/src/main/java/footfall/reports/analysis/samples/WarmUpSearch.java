package footfall.reports.analysis.samples;

import footfall.queueing.statistics.MserFive;
import footfall.reports.recording.PoolLevels;
import footfall.reports.recording.ReplicationRecord;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Where the warm-up of replications ends that all begin alike: by the latency of the requests, by
 * their number in the system, by those in service and by those that are answered. The latest of the
 * four counts; conversations build up long before latencies show it.
 */
final class WarmUpSearch {
  private static final double NEGLIGIBLE = 0.002;

  private final List<ReplicationRecord> replications;
  private final long[] tickNanos;

  private WarmUpSearch(List<ReplicationRecord> replications) {
    this.replications = replications;
    this.tickNanos = replications.get(0).plan().tickNanos();
  }

  /** Nanoseconds since the start; {@link Long#MAX_VALUE} where no steady state was reached. */
  static long endNanos(List<ReplicationRecord> replications) {
    WarmUpSearch search = new WarmUpSearch(replications);
    return Math.max(
        search.byLatency(),
        Math.max(
            search.byLevel(level -> level.waitingArea() + level.inServiceArea()),
            Math.max(search.byLevel(PoolLevels::inServiceArea), search.byThroughput())));
  }

  /**
   * All replications warm up alike, so one cut serves all. The median is taken because the cut that
   * MSER-5 finds for a single replication follows that replication's chance.
   */
  private long byLatency() {
    long[] ends =
        replications.stream().mapToLong(ReplicationRecord::warmUpEndNanos).sorted().toArray();
    return ends[ends.length / 2];
  }

  private long byLevel(ToDoubleFunction<PoolLevels> area) {
    return end(
        tick -> {
          double grown = 0;
          for (ReplicationRecord replication : replications) {
            PoolLevels[] from = replication.levels().get(tick - 1);
            PoolLevels[] to = replication.levels().get(tick);
            for (int pool = 0; pool < to.length; pool++) {
              grown += area.applyAsDouble(to[pool]) - area.applyAsDouble(from[pool]);
            }
          }
          return grown;
        });
  }

  private long byThroughput() {
    return end(
        tick ->
            replications.stream()
                .mapToLong(r -> r.completedAtTicks()[tick] - r.completedAtTicks()[tick - 1])
                .sum());
  }

  /** By the means of all replications, tick by tick; a cut that changes nothing is not made. */
  private long end(IntToDoubleFunction grownAtTick) {
    MserFive mser = new MserFive();
    double[] means = new double[tickNanos.length];
    for (int tick = 1; tick < tickNanos.length; tick++) {
      double seconds = (tickNanos[tick] - tickNanos[tick - 1]) / 1e9;
      means[tick] = grownAtTick.applyAsDouble(tick) / seconds / replications.size();
      mser.add(means[tick], tickNanos[tick]);
    }
    long end = mser.warmUpEndNanos();
    double all = mean(means, 0);
    double after = mean(means, end);
    return Math.abs(all - after) < NEGLIGIBLE * after ? 0 : end;
  }

  /** Of the ticks that end after the instant; NaN where none does. */
  private double mean(double[] means, long fromNanos) {
    return IntStream.range(1, means.length)
        .filter(tick -> tickNanos[tick] > fromNanos)
        .mapToDouble(tick -> means[tick])
        .average()
        .orElse(Double.NaN);
  }
}
