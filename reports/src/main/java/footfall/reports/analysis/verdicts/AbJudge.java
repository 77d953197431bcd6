package footfall.reports.analysis.verdicts;

import footfall.queueing.statistics.Interval;
import footfall.queueing.statistics.TwoProportions;
import footfall.reports.analysis.samples.Sample;
import footfall.reports.analysis.samples.Samples;
import footfall.reports.recording.PoolTally;
import footfall.reports.results.Results.AbTestFigures;
import footfall.reports.results.Results.Better;
import footfall.scenarios.Scenario;
import footfall.scenarios.distributions.Distribution;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.routing.AbTest;
import footfall.scenarios.routing.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Tells the arms of an A/B test apart, from their counts alone: successes of all conversations that
 * ended in each arm, unanswered ones included. Every replication is a test by itself; together they
 * show how often such a test finds a difference.
 */
public final class AbJudge {
  private final Scenario scenario;
  private final Samples samples;
  private final List<String> pools;
  private final AbTest test;

  private AbJudge(Scenario scenario, Samples samples, Policy.StickySplit split) {
    this.scenario = scenario;
    this.samples = samples;
    this.pools = split.pools();
    this.test = split.test();
  }

  /** The test; null where the scenario is none. */
  public static AbTestFigures judge(Scenario scenario, Samples samples) {
    return scenario.routing().policy() instanceof Policy.StickySplit split
        ? new AbJudge(scenario, samples, split).figures()
        : null;
  }

  /**
   * Conversations that each arm needs to tell the first two pools apart by the satisfaction that
   * they state; NaN where they do not.
   */
  public static double conversationsNeeded(Scenario scenario, Policy.StickySplit split) {
    if (split.test().measure() != AbTest.Measure.SATISFACTION || split.pools().size() < 2) {
      return Double.NaN;
    }
    double first = statedSatisfaction(scenario.pool(split.pools().get(0)));
    double second = statedSatisfaction(scenario.pool(split.pools().get(1)));
    return Double.isNaN(first + second)
        ? Double.NaN
        : TwoProportions.trialsNeeded(
            first,
            second,
            split.test().significance() / (split.pools().size() - 1),
            split.test().power());
  }

  private static double statedSatisfaction(PoolSpec pool) {
    return pool.quality().of("satisfaction", null, null).map(Distribution::mean).orElse(Double.NaN);
  }

  private AbTestFigures figures() {
    List<AbTestFigures.Arm> arms = new ArrayList<>();
    for (String pool : pools) {
      PoolTally tally = tally(samples.whole(), pool);
      arms.add(
          new AbTestFigures.Arm(
              pool,
              tally.conversations(),
              successes(tally),
              (double) successes(tally) / tally.conversations()));
    }
    double planned =
        conversationsNeeded(scenario, (Policy.StickySplit) scenario.routing().policy());
    boolean stated = !Double.isNaN(planned);
    double found =
        arms.size() < 2
            ? Double.NaN
            : TwoProportions.trialsNeeded(
                arms.get(0).rate(),
                arms.get(1).rate(),
                test.significance() / (pools.size() - 1),
                test.power());
    return new AbTestFigures(
        test.measure().name().toLowerCase(Locale.ROOT),
        test.significance(),
        test.power(),
        arms,
        stated ? planned : found,
        stated ? "stated satisfaction" : "rates found",
        pools.subList(1, pools.size()).stream().map(this::comparison).toList());
  }

  private AbTestFigures.ArmComparison comparison(String pool) {
    PoolTally arm = tally(samples.whole(), pool);
    PoolTally first = tally(samples.whole(), pools.get(0));
    Interval interval =
        TwoProportions.difference(
            successes(arm), arm.conversations(), successes(first), first.conversations());
    double difference =
        (double) successes(arm) / arm.conversations()
            - (double) successes(first) / first.conversations();
    double pValue = pValue(samples.whole(), pool);
    List<Sample> tests =
        samples.method() == Samples.Method.REPLICATIONS
            ? samples.groupings().get(0)
            : List.of(samples.whole());
    int found = (int) tests.stream().filter(each -> tells(pValue(each, pool))).count();
    return new AbTestFigures.ArmComparison(
        pool,
        pools.get(0),
        difference,
        new double[] {interval.low(), interval.high()},
        pValue,
        found,
        tests.size(),
        !tells(pValue) ? Better.UNDECIDED : difference > 0 ? Better.BETTER : Better.WORSE);
  }

  /** With several comparisons each has its part of the error (Bonferroni). */
  private boolean tells(double pValue) {
    return pValue < test.significance() / (pools.size() - 1);
  }

  private double pValue(Sample sample, String pool) {
    PoolTally arm = tally(sample, pool);
    PoolTally first = tally(sample, pools.get(0));
    return TwoProportions.pValue(
        successes(arm), arm.conversations(), successes(first), first.conversations());
  }

  private long successes(PoolTally tally) {
    return test.measure() == AbTest.Measure.SATISFACTION ? tally.satisfied() : tally.purchases();
  }

  private PoolTally tally(Sample sample, String pool) {
    return sample.tally(scenario.pools().indexOf(scenario.pool(pool)));
  }
}
