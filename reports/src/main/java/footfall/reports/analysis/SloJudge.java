package footfall.reports.analysis;

import footfall.reports.results.Results.SloVerdict;
import footfall.reports.results.Results.Verdict;
import footfall.reports.statistics.Interval;
import footfall.scenarios.Scenario;
import footfall.scenarios.Slo;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Judges objectives on the 95 % interval: a threshold inside it is undecided. */
final class SloJudge {
  private SloJudge() {}

  static List<SloVerdict> judge(Scenario scenario, Samples samples) {
    return scenario.slos().stream().map(slo -> judge(scenario, slo, samples)).toList();
  }

  private static SloVerdict judge(Scenario scenario, Slo slo, Samples samples) {
    ToDoubleFunction<Sample> figure = Figures.of(scenario, slo);
    double actual = samples.value(figure);
    Interval interval = samples.interval(figure);
    return new SloVerdict(
        slo.metric(),
        slo.stat(),
        slo.op().sign(),
        slo.threshold(),
        actual,
        new double[] {interval.low(), interval.high()},
        verdict(slo, actual, interval),
        slo.pool().orElse(null));
  }

  static Verdict verdict(Slo slo, double actual, Interval interval) {
    if (!interval.exists() || Double.isNaN(actual)) {
      return Verdict.UNDECIDED;
    }
    if (slo.op() == Slo.Op.AT_MOST) {
      return interval.high() <= slo.threshold()
          ? Verdict.PASS
          : interval.low() > slo.threshold() ? Verdict.FAIL : Verdict.UNDECIDED;
    }
    return interval.low() >= slo.threshold()
        ? Verdict.PASS
        : interval.high() < slo.threshold() ? Verdict.FAIL : Verdict.UNDECIDED;
  }
}
