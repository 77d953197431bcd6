package footfall.reports.analysis.samples;

import footfall.reports.recording.EngineLevels.Count;
import footfall.reports.recording.PoolLevels;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.pools.Power;
import java.util.function.ToDoubleFunction;

/** What a pool draws, from how its levels grew over some time. */
final class PowerDraw {
  /** By how much a level of the pool grew, given what to read of it. */
  interface Growth extends ToDoubleFunction<ToDoubleFunction<PoolLevels>> {}

  private PowerDraw() {}

  /**
   * Watts at the wall, times nanoseconds; NaN where the power is not stated. Where power is a
   * straight line, what workers are there and how many requests they serve tells it all.
   */
  static double wattNanos(PoolSpec spec, Growth growth) {
    if (spec.power().isEmpty()) {
      return Double.NaN;
    }
    Power power = spec.power().get();
    double pue = power.site().pue();
    if (power.perToken().isPresent()) {
      return 1e9
          * pue
          * power
              .perToken()
              .get()
              .joules(
                  growth.applyAsDouble(PoolLevels::inputTokens)
                      - growth.applyAsDouble(PoolLevels::cachedTokens),
                  growth.applyAsDouble(PoolLevels::outputTokens));
    }
    if (spec.engine().isPresent()) {
      double idle =
          growth.applyAsDouble(PoolLevels::workersPaidArea)
              - growth.applyAsDouble(levels -> levels.engine(Count.COMPUTING));
      double computing = growth.applyAsDouble(levels -> levels.engine(Count.WATTS_AREA));
      return (power.idleWatts() * Math.max(0, idle) + computing) * pue;
    }
    if (power.curve().isPresent()) {
      return growth.applyAsDouble(PoolLevels::wattsArea) * pue;
    }
    double perSlot = (power.busyWatts() - power.idleWatts()) / spec.slots();
    return idleWattNanos(spec, growth)
        + perSlot * growth.applyAsDouble(PoolLevels::inServiceArea) * pue;
  }

  /** What it would draw with nothing to do; NaN where the power is not stated. */
  static double idleWattNanos(PoolSpec spec, Growth growth) {
    return spec.power()
        .map(
            p -> p.idleWatts() * growth.applyAsDouble(PoolLevels::workersPaidArea) * p.site().pue())
        .orElse(Double.NaN);
  }
}
