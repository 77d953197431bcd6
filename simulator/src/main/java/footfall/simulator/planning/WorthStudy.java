package footfall.simulator.planning;

import footfall.queueing.statistics.Interval;
import footfall.queueing.statistics.StudentT;
import footfall.reports.analysis.samples.MonthlyCost;
import footfall.reports.analysis.samples.RevenueLoss;
import footfall.reports.analysis.samples.Sample;
import footfall.reports.analysis.verdicts.ReplicationSet;
import footfall.reports.recording.LossCause;
import footfall.reports.results.SizingFigures.Worth;
import footfall.scenarios.Scenario;
import footfall.scenarios.months.Month;
import footfall.scenarios.pools.PoolSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a little more of each pool is worth: the revenue that is lost no more, and what it costs,
 * each as the difference between two runs that meet the same shoppers.
 */
final class WorthStudy {
  private static final double CONFIDENCE = 0.95;
  private static final double TIER = 1.25;

  private final Scenario scenario;
  private final StudyRunner runner;

  WorthStudy(Scenario scenario, StudyRunner runner) {
    this.scenario = scenario;
    this.runner = runner;
  }

  /** One row for each worker or quota that could be more; none where nobody buys anything. */
  List<Worth> study() {
    List<Worth> all = new ArrayList<>();
    if (scenario.month() instanceof Month.Unstated || !RevenueLoss.isKnown(scenario.shoppers())) {
      return all;
    }
    ReplicationSet base = runner.of(scenario);
    for (PoolSpec pool : scenario.pools()) {
      if (pool.isAccount() && hasQuota(pool)) {
        PoolSpec more = pool.withApi(pool.api().orElseThrow().withQuotas(TIER));
        all.add(worth(base, "25 % more quota of " + pool.name(), more));
      } else if (!pool.isAccount() && pool.operations().autoscaling().isEmpty()) {
        PoolSpec more = pool.withWorkers(pool.workers() + 1);
        all.add(worth(base, "one more worker of " + pool.name(), more));
      }
    }
    return all;
  }

  private static boolean hasQuota(PoolSpec pool) {
    return pool.api().filter(api -> !api.quotas().limits().isEmpty()).isPresent();
  }

  private Worth worth(ReplicationSet base, String change, PoolSpec more) {
    ReplicationSet changed = runner.of(Stress.with(scenario, more));
    double[] revenue = difference(base, changed, s -> -RevenueLoss.revenue(s));
    double[] margin = difference(base, changed, WorthStudy::keptMargin);
    double[] cost = difference(base, changed, s -> MonthlyCost.of(s) / MonthlyCost.times(s));
    double times = Arrays.stream(base.each(MonthlyCost::times)).average().orElse(Double.NaN);
    Interval interval = StudentT.interval(mean(revenue), revenue, CONFIDENCE);
    return new Worth(
        change,
        mean(cost) * times,
        mean(revenue) * times,
        new double[] {interval.low() * times, interval.high() * times},
        mean(margin) * times);
  }

  private static double keptMargin(Sample sample) {
    double lost = 0;
    for (LossCause cause : LossCause.values()) {
      lost += RevenueLoss.margin(sample, cause);
    }
    return -lost;
  }

  private static double[] difference(
      ReplicationSet base, ReplicationSet changed, ToDoubleFunction<Sample> figure) {
    double[] before = base.each(figure);
    double[] after = changed.each(figure);
    for (int i = 0; i < after.length; i++) {
      after[i] -= before[i];
    }
    return after;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }
}
