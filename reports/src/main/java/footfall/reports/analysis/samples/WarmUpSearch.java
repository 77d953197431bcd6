package footfall.reports.analysis.samples;

import footfall.queueing.statistics.MserFive;
import footfall.queueing.statistics.StudentT;
import footfall.reports.recording.PoolLevels;
import footfall.reports.recording.ReplicationRecord;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Where the warm-up of replications ends that all begin alike: by the latency of the requests, by
 * their number in the system, by those in service and by those that are answered. The latest of the
 * four counts; conversations build up long before latencies show it.
 */
final class WarmUpSearch {
  private static final double SURE = 0.999;

  /** What the start may change of a mean. */
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
        replications.stream()
            .flatMap(record -> record.singles().stream())
            .mapToLong(ReplicationRecord.Single::warmUpEndNanos)
            .sorted()
            .toArray();
    return ends[ends.length / 2];
  }

  private long byLevel(ToDoubleFunction<PoolLevels> area) {
    return end(
        (replication, tick) -> {
          double grown = 0;
          PoolLevels[] from = replication.levels().get(tick - 1);
          PoolLevels[] to = replication.levels().get(tick);
          for (int pool = 0; pool < to.length; pool++) {
            grown += area.applyAsDouble(to[pool]) - area.applyAsDouble(from[pool]);
          }
          return grown;
        });
  }

  private long byThroughput() {
    return end(
        (replication, tick) ->
            (double) replication.completedAt(tick) - replication.completedAt(tick - 1));
  }

  /** By how much something grew in a replication since the tick before. */
  private interface Growth {
    double at(ReplicationRecord replication, int tick);
  }

  /**
   * By the means of all replications, tick by tick. So few points find a cut in noise alone, so it
   * is made only where it changes the mean, and the replications agree that the level before it is
   * another than after it.
   */
  private long end(Growth grown) {
    if (replications.size() == 1) {
      return 0; // Nothing to tell a warm-up from chance by.
    }
    MserFive mser = new MserFive();
    double all = 0;
    for (int tick = 1; tick < tickNanos.length; tick++) {
      double sum = 0;
      for (ReplicationRecord replication : replications) {
        sum += grown.at(replication, tick);
      }
      all += sum;
      mser.add(sum / (tickNanos[tick] - tickNanos[tick - 1]), tickNanos[tick]);
    }
    long end = mser.warmUpEndNanos();
    long last = tickNanos[tickNanos.length - 1];
    long cut = end == Long.MAX_VALUE ? last / 2 : end;
    double[] steps = replications.stream().mapToDouble(r -> step(r, grown, cut)).toArray();
    double mean = Arrays.stream(steps).average().orElseThrow();
    boolean isSeen = Math.abs(mean) * cut > NEGLIGIBLE * all / replications.size();
    return isSeen && !StudentT.interval(mean, steps, SURE).covers(0) ? end : 0;
  }

  /** The level after an instant less the level before it. */
  private double step(ReplicationRecord replication, Growth grown, long atNanos) {
    double before = 0;
    double after = 0;
    for (int tick = 1; tick < tickNanos.length; tick++) {
      if (tickNanos[tick] <= atNanos) {
        before += grown.at(replication, tick);
      } else {
        after += grown.at(replication, tick);
      }
    }
    double last = tickNanos[tickNanos.length - 1];
    return atNanos == 0 ? 0 : after / (last - atNanos) - before / atNanos;
  }
}
