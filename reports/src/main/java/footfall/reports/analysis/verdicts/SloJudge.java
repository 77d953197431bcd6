package footfall.reports.analysis.verdicts;

import footfall.queueing.statistics.Interval;
import footfall.reports.analysis.samples.Figures;
import footfall.reports.analysis.samples.Sample;
import footfall.reports.analysis.samples.Samples;
import footfall.reports.analysis.samples.Stability;
import footfall.reports.results.Results.SloVerdict;
import footfall.reports.results.Results.Verdict;
import footfall.scenarios.Scenario;
import footfall.scenarios.Slo;
import footfall.scenarios.figures.FigureName;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Judges objectives on the 95 % interval: a threshold inside it is undecided. So is a time of which
 * too few were observed, and a time that looks good only because a pool that cannot keep up has not
 * finished the long ones.
 */
public final class SloJudge {
  private static final int MIN_SAMPLES = 30;

  /** By what part of a threshold sums of doubles may be off. */
  static final double DUST = 1e-9;

  private SloJudge() {}

  /** A verdict on every objective, on intervals of 95 %, in their order. */
  public static List<SloVerdict> judge(Scenario scenario, Samples samples) {
    return judge(scenario, samples, 0.95);
  }

  /** The same on intervals of another confidence, which stand in the verdicts as well. */
  public static List<SloVerdict> judge(Scenario scenario, Samples samples, double confidence) {
    return scenario.slos().stream().map(slo -> judge(scenario, slo, samples, confidence)).toList();
  }

  private static SloVerdict judge(Scenario scenario, Slo slo, Samples samples, double confidence) {
    ToDoubleFunction<Sample> figure = Figures.of(scenario, slo.figure());
    double actual = samples.value(figure);
    Interval interval = samples.interval(scenario, slo.figure(), confidence);
    return new SloVerdict(
        slo.metric(),
        slo.stat(),
        slo.op().sign(),
        slo.threshold(),
        actual,
        new double[] {interval.low(), interval.high()},
        verdict(scenario, slo, samples, actual, interval, confidence),
        slo.pool().orElse(null),
        null);
  }

  private static Verdict verdict(
      Scenario scenario,
      Slo slo,
      Samples samples,
      double actual,
      Interval interval,
      double confidence) {
    Verdict verdict = verdict(slo, actual, interval);
    if (!slo.figure().isTime()) {
      return verdict;
    }
    boolean unstable = Stability.isUnstable(scenario, samples.whole());
    boolean tooFew = hasTooFew(slo.figure(), samples, confidence);
    return tooFew || (unstable && verdict == Verdict.PASS) ? Verdict.UNDECIDED : verdict;
  }

  /** Whether fewer were observed than the statistic of a time needs. */
  static boolean hasTooFew(FigureName time, Samples samples, double confidence) {
    return samples.whole().window().durations(Figures.metric(time)).count()
        < samplesNeeded(time.stat(), confidence);
  }

  /**
   * The least number of samples with which a two-sided bound on the percentile p exists at all:
   * {@code ln((1 - confidence)/2)/ln(p)}, that is 368 for p99 at 95 %.
   */
  public static long samplesNeeded(String stat, double confidence) {
    double part =
        switch (stat) {
          case "p75" -> 0.75;
          case "p90" -> 0.9;
          case "p95" -> 0.95;
          case "p99" -> 0.99;
          case "p999" -> 0.999;
          default -> 0.5;
        };
    return Math.max(MIN_SAMPLES, (long) Math.ceil(Math.log((1 - confidence) / 2) / Math.log(part)));
  }

  /** PASS or FAIL where the whole interval lies on one side of the threshold, else UNDECIDED. */
  public static Verdict verdict(Slo slo, double actual, Interval interval) {
    if (!interval.exists() || Double.isNaN(actual)) {
      return Verdict.UNDECIDED;
    }
    double dust = Math.abs(slo.threshold()) * DUST;
    if (slo.op() == Slo.Op.AT_MOST) {
      return interval.high() <= slo.threshold() + dust
          ? Verdict.PASS
          : interval.low() > slo.threshold() ? Verdict.FAIL : Verdict.UNDECIDED;
    }
    return interval.low() >= slo.threshold() - dust
        ? Verdict.PASS
        : interval.high() < slo.threshold() ? Verdict.FAIL : Verdict.UNDECIDED;
  }
}
