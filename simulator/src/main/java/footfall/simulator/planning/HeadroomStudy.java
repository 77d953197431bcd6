package footfall.simulator.planning;

import footfall.queueing.statistics.Interval;
import footfall.queueing.statistics.StudentT;
import footfall.reports.analysis.verdicts.ReplicationSet;
import footfall.reports.results.Results.Verdict;
import footfall.reports.results.SizingFigures.Headroom;
import footfall.reports.results.SizingFigures.Recovery;
import footfall.reports.results.SizingFigures.WithoutOne;
import footfall.reports.results.SloVerdict;
import footfall.scenarios.Scenario;
import footfall.scenarios.WarmUp;
import footfall.scenarios.arrivals.Arrivals;
import footfall.scenarios.arrivals.RateShape;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.sizing.Sizing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How much more a deployment stands: more load, one worker less, a flash sale. Single verdicts are
 * at 95 %.
 */
final class HeadroomStudy {
  private static final double CONFIDENCE = 0.95;
  private static final double MOST_LOAD = 8;
  private static final double STEP = 1.25;
  private static final double CLOSE = 1.02;
  private static final int DECAYS = 6;
  private static final double QUIET_SECONDS = 1_200;

  private final Sizing sizing;
  private final Scenario scenario;
  private final StudyRunner runner;
  private final Map<Double, Verdict> verdicts = new HashMap<>();

  HeadroomStudy(Sizing sizing, Scenario scenario, StudyRunner runner) {
    this.sizing = sizing;
    this.scenario = scenario;
    this.runner = runner;
  }

  Headroom study() {
    double passes = 1;
    double other = Double.NaN;
    double fails = Double.NaN;
    for (double load = STEP; load <= MOST_LOAD && Double.isNaN(fails); load *= STEP) {
      Verdict verdict = verdict(load);
      if (verdict == Verdict.PASS) {
        passes = load;
        other = Double.NaN;
      } else {
        other = Double.isNaN(other) ? load : other;
        fails = verdict == Verdict.FAIL ? load : fails;
      }
    }
    double low = boundary(passes, other, verdict -> verdict == Verdict.PASS)[0];
    double high = boundary(low, fails, verdict -> verdict != Verdict.FAIL)[1];
    ReplicationSet broken = Double.isNaN(high) ? null : loadedBy(high);
    ReplicationSet busiest = broken == null ? loadedBy(low) : broken;
    int bottleneck = busiest.bottleneck();
    return new Headroom(
        new double[] {low, high},
        broken == null ? null : firstFailing(broken).orElse(null),
        broken == null ? null : cause(broken, scenario.pools().get(bottleneck).name()),
        scenario.pools().get(bottleneck).name(),
        busiest.pressure(bottleneck),
        busiest.isShortOfQuota(bottleneck),
        withoutOneWorker(),
        recovery().orElse(null));
  }

  /** Closes in on where a verdict changes, from a load that has it and one that has not. */
  private double[] boundary(double has, double hasNot, Predicate<Verdict> wanted) {
    double low = has;
    double high = hasNot;
    while (high / low > CLOSE) {
      double middle = Math.sqrt(low * high);
      if (wanted.test(verdict(middle))) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return new double[] {low, high};
  }

  private ReplicationSet loadedBy(double load) {
    return runner.of(scenario.atLoad(load));
  }

  private Verdict verdict(double load) {
    return verdicts.computeIfAbsent(load, l -> StudyRunner.verdict(loadedBy(l)));
  }

  /** The objective that is missed; empty where none is, and a pool cannot keep up all the same. */
  private static Optional<SloVerdict> firstFailing(ReplicationSet broken) {
    return StudyRunner.judged(broken).stream()
        .filter(slo -> slo.verdict() == Verdict.FAIL)
        .findFirst();
  }

  private static String cause(ReplicationSet broken, String bottleneck) {
    return firstFailing(broken)
        .map(slo -> slo.words() + " fails")
        .orElse(bottleneck + " cannot keep up");
  }

  private List<WithoutOne> withoutOneWorker() {
    List<WithoutOne> all = new ArrayList<>();
    for (PoolSpec pool : scenario.pools()) {
      if (pool.isAccount() || pool.operations().autoscaling().isPresent()) {
        continue; // An account has no second worker, and a pool that scales replaces one.
      }
      Optional<Scenario> left = Stress.without(scenario, pool, 1);
      Optional<ReplicationSet> without = left.map(runner::of);
      all.add(
          new WithoutOne(
              pool.name(),
              pool.workers() - 1,
              without.map(StudyRunner::verdict).orElse(Verdict.FAIL),
              without.map(StudyRunner::judged).orElse(List.of())));
    }
    return all;
  }

  /** Twenty quiet minutes, or half the horizon where that is less, and then the sale. */
  private Optional<Recovery> recovery() {
    Sizing.Surge surge = sizing.surge();
    double at = Math.min(QUIET_SECONDS, scenario.horizonSeconds() / 2);
    RateShape shape =
        new RateShape.FlashSale(at, surge.peak(), surge.rampSeconds(), surge.decaySeconds());
    Optional<Arrivals> arrivals = ScenarioPerturbation.shaped(scenario.arrivals(), shape);
    double seconds = at + surge.rampSeconds() + DECAYS * surge.decaySeconds();
    return arrivals.map(
        shaped -> {
          ReplicationSet tried = runner.of(during(scenario.withArrivals(shaped), seconds));
          double[] each = tried.recoverySeconds(Math.round(at * 1e9));
          boolean all = Arrays.stream(each).allMatch(Double::isFinite);
          double mean = Arrays.stream(each).average().orElse(Double.NaN);
          Interval interval =
              all ? StudentT.interval(mean, each, CONFIDENCE).atLeastZero() : Interval.NONE;
          return new Recovery(
              surge.peak(),
              all ? mean : Double.POSITIVE_INFINITY,
              new double[] {interval.low(), interval.high()},
              each.length);
        });
  }

  private static Scenario during(Scenario scenario, double seconds) {
    return scenario.over(Math.round(seconds * 1e9), new WarmUp.None());
  }
}
