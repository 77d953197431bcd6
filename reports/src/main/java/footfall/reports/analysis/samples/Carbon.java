package footfall.reports.analysis.samples;

import footfall.reports.recording.PoolLevels;
import footfall.reports.recording.ReplicationRecord;
import footfall.scenarios.Scenario;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.pools.Power;

/** What the grid emits for what pools draw, tick by tick where it is not always the same. */
final class Carbon {
  private Carbon() {}

  /** By pool, power at the wall times carbon intensity, times time; NaN without power. */
  static double[] gramWattNanos(
      Scenario scenario, ReplicationRecord replication, int fromTick, int toTick) {
    double[] sums = new double[scenario.pools().size()];
    for (int pool = 0; pool < sums.length; pool++) {
      PoolSpec spec = scenario.pools().get(pool);
      if (spec.power().isEmpty()) {
        sums[pool] = Double.NaN;
        continue;
      }
      Power power = spec.power().get();
      int step = power.site().isSteady() ? Math.max(1, toTick - fromTick) : 1;
      for (int tick = fromTick; tick < toTick; tick += step) {
        PoolLevels from = replication.levels().get(tick)[pool];
        PoolLevels to = replication.levels().get(tick + step)[pool];
        double drawn =
            PowerDraw.wattNanos(spec, level -> level.applyAsDouble(to) - level.applyAsDouble(from));
        sums[pool] +=
            drawn
                * power
                    .site()
                    .gramsPerKilowattHour(
                        replication.plan().tickNanos(tick),
                        replication.plan().tickNanos(tick + step));
      }
    }
    return sums;
  }
}
