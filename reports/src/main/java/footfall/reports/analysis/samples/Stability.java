package footfall.reports.analysis.samples;

import footfall.scenarios.Scenario;
import footfall.scenarios.arrivals.Arrivals;
import java.util.stream.IntStream;

/** Tells a pool that cannot keep up from one that is merely busy. */
public final class Stability {
  private static final double GOOD_PART = 0.1;

  private Stability() {}

  /** Whether any pool cannot keep up. */
  public static boolean isUnstable(Scenario scenario, Sample sample) {
    return IntStream.range(0, scenario.pools().size())
        .anyMatch(pool -> isUnstable(scenario, sample, pool));
  }

  /**
   * Whether more is offered to the pool than it can serve, and the queue shows it: open arrivals,
   * an offered utilisation of at least 1, and a queue that grew by more than the pool holds in
   * service and by a good part of what is too much: where patience or room bounds the queue it does
   * not. Prompts that come faster than a device reads them one after another are too many, whatever
   * a curve says of requests that are served beside each other.
   */
  public static boolean isUnstable(Scenario scenario, Sample sample, int pool) {
    if (scenario.pools().get(pool).engine().isPresent()) {
      return scenario.arrivals() instanceof Arrivals.Open && sample.engine(pool).isFallingBehind();
    }
    return scenario.arrivals() instanceof Arrivals.Open
        && (sample.prefillUtilization(pool) > 1
            || (sample.offeredUtilization(pool) >= 1
                && sample.backlogGrowth(pool) > sample.meanWorkersUp(pool) * sample.together(pool)
                && sample.backlogGrowth(pool) > GOOD_PART * tooMany(sample, pool)));
  }

  private static double tooMany(Sample sample, int pool) {
    return (1 - 1 / sample.offeredUtilization(pool)) * sample.arrivalsEach(pool);
  }
}
