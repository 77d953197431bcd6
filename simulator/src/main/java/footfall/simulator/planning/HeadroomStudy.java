package footfall.simulator.planning;

import footfall.reports.analysis.Trial;
import footfall.reports.results.Results.SloVerdict;
import footfall.reports.results.Results.Verdict;
import footfall.reports.results.SizingFigures.Headroom;
import footfall.reports.results.SizingFigures.Recovery;
import footfall.reports.results.SizingFigures.WithoutOne;
import footfall.reports.statistics.Interval;
import footfall.reports.statistics.StudentT;
import footfall.scenarios.Scenario;
import footfall.scenarios.WarmUp;
import footfall.scenarios.arrivals.Arrivals;
import footfall.scenarios.arrivals.RateShape;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.sizing.Sizing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

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
  private final Trials trials;

  HeadroomStudy(Sizing sizing, Scenario scenario, Trials trials) {
    this.sizing = sizing;
    this.scenario = scenario;
    this.trials = trials;
  }

  Headroom study() {
    double passes = 1;
    double fails = Double.NaN;
    Trial broken = null;
    for (double load = STEP; load <= MOST_LOAD; load *= STEP) {
      Trial trial = trials.of(scenario.atLoad(load));
      Verdict verdict = Trial.all(trial.judge(CONFIDENCE));
      if (verdict == Verdict.PASS) {
        passes = load;
      } else if (verdict == Verdict.FAIL) {
        fails = load;
        broken = trial;
        break;
      }
    }
    // Between the two, first from below and then from above what cannot be decided.
    double low = Double.isNaN(fails) ? Double.NaN : fails;
    double undecided = Double.NaN;
    while (low / passes > CLOSE && (Double.isNaN(undecided) || undecided / passes > CLOSE)) {
      double middle = Math.sqrt(passes * (Double.isNaN(undecided) ? low : undecided));
      Trial trial = trials.of(scenario.atLoad(middle));
      Verdict verdict = Trial.all(trial.judge(CONFIDENCE));
      if (verdict == Verdict.PASS) {
        passes = middle;
      } else if (verdict == Verdict.FAIL) {
        low = middle;
        fails = middle;
        broken = trial;
      } else {
        undecided = middle;
      }
    }
    double below = Double.isNaN(undecided) ? fails : undecided;
    while (!Double.isNaN(undecided) && fails / below > CLOSE) {
      double middle = Math.sqrt(below * fails);
      Trial trial = trials.of(scenario.atLoad(middle));
      if (Trial.all(trial.judge(CONFIDENCE)) == Verdict.FAIL) {
        fails = middle;
        broken = trial;
      } else {
        below = middle;
      }
    }
    SloVerdict limit =
        broken == null
            ? null
            : broken.judge(CONFIDENCE).stream()
                .filter(slo -> slo.verdict() == Verdict.FAIL)
                .findFirst()
                .orElseThrow();
    Trial busiest = broken == null ? trials.of(scenario.atLoad(passes)) : broken;
    int bottleneck = busiest.bottleneck();
    return new Headroom(
        new double[] {passes, fails},
        limit,
        scenario.pools().get(bottleneck).name(),
        busiest.offeredUtilization(bottleneck),
        withoutOneWorker(),
        recovery().orElse(null));
  }

  private List<WithoutOne> withoutOneWorker() {
    List<WithoutOne> all = new ArrayList<>();
    for (PoolSpec pool : scenario.pools()) {
      if (pool.isAccount() || pool.operations().autoscaling().isPresent()) {
        continue; // An account has no second worker, and a pool that scales replaces one.
      }
      if (pool.workers() == 1) {
        all.add(new WithoutOne(pool.name(), 0, Verdict.FAIL, List.of()));
      } else {
        List<SloVerdict> slos =
            trials.of(Surroundings.withoutOneWorker(scenario, pool)).judge(CONFIDENCE);
        all.add(new WithoutOne(pool.name(), pool.workers() - 1, Trial.all(slos), slos));
      }
    }
    return all;
  }

  /** Twenty quiet minutes, or half the horizon where that is less, and then the sale. */
  private Optional<Recovery> recovery() {
    Sizing.Surge surge = sizing.surge();
    double at = Math.min(QUIET_SECONDS, scenario.horizonSeconds() / 2);
    RateShape shape =
        new RateShape.FlashSale(at, surge.peak(), surge.rampSeconds(), surge.decaySeconds());
    Optional<Arrivals> arrivals = Surroundings.shaped(scenario.arrivals(), shape);
    double seconds = at + surge.rampSeconds() + DECAYS * surge.decaySeconds();
    return arrivals.map(
        shaped -> {
          Trial trial = trials.of(during(scenario.withArrivals(shaped), seconds));
          double[] each = trial.recoverySeconds(Math.round(at * 1e9));
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
