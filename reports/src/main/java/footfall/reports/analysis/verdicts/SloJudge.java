package footfall.reports.analysis.verdicts;

import footfall.queueing.statistics.Interval;
import footfall.reports.analysis.samples.ArrivedFigures;
import footfall.reports.analysis.samples.ArrivedFigures.Judged;
import footfall.reports.analysis.samples.Figures;
import footfall.reports.analysis.samples.MonthlyCost;
import footfall.reports.analysis.samples.Samples;
import footfall.reports.analysis.samples.Stability;
import footfall.reports.results.Results.Verdict;
import footfall.reports.results.SloVerdict;
import footfall.reports.results.SloVerdict.Needs;
import footfall.reports.results.SloVerdict.Stretch;
import footfall.scenarios.Scenario;
import footfall.scenarios.Slo;
import footfall.scenarios.WarmUp;
import footfall.scenarios.figures.FigureName;
import footfall.scenarios.figures.Selection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Judges objectives on the 95 % interval: a threshold inside it is undecided. So is a time of which
 * too few were observed, a mean of which a part is unknown, and a time that looks good only because
 * a pool that cannot keep up has not finished the long ones. An objective about requests speaks of
 * all that arrived.
 */
public final class SloJudge {
  private static final int MIN_SAMPLES = 30;

  /** Of so few unanswered requests a mean may keep silent. */
  private static final double NEGLIGIBLE = 0.01;

  /** By what part of a threshold sums of doubles may be off. */
  static final double DUST = 1e-9;

  private static final double MOST_REPLICATIONS = 1e9;

  /** Above this share of open conversations, cost per conversation may be too low to pass. */
  public static final double UNFINISHED = 0.05;

  private static final Set<String> PER_CONVERSATION =
      Set.of(
          "cost_per_conversation",
          "cost_per_thousand_conversations",
          "energy_per_thousand_conversations",
          "carbon_per_thousand_conversations");

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
    if (slo.figure().selection().isPresent()) {
      return ofRequests(scenario, slo, samples, confidence);
    }
    double actual = samples.value(Figures.of(scenario, slo.figure()));
    boolean isPartOfEnergy = isOfEnergy(slo) && samples.whole().energyCoverage() < 1;
    Interval interval =
        isPartOfEnergy
            ? atLeast(samples.interval(Figures.ofStatedPower(slo.figure()), confidence))
            : samples.interval(scenario, slo.figure(), confidence);
    Verdict byInterval =
        isPartOfEnergy && slo.op() == Slo.Op.AT_MOST && interval.low() > slo.threshold()
            ? Verdict.FAIL
            : verdict(slo, actual, interval);
    boolean isOfBeginnings =
        byInterval == Verdict.PASS
            && PER_CONVERSATION.contains(slo.metric())
            && samples.whole().unfinishedPart() > UNFINISHED;
    Verdict sure = isOfBeginnings ? Verdict.UNDECIDED : byInterval;
    Verdict verdict =
        slo.metric().equals("cost_per_month")
            ? withinBudgets(sure, scenario, samples, confidence)
            : sure;
    return new SloVerdict(
        slo.metric(),
        slo.stat(),
        slo.op().sign(),
        slo.threshold(),
        actual,
        new double[] {interval.low(), interval.high()},
        verdict,
        slo.pool().orElse(null),
        needs(slo, actual, interval, samples, verdict));
  }

  private static boolean isOfEnergy(Slo slo) {
    return slo.metric().startsWith("energy_") || slo.metric().startsWith("carbon_");
  }

  /** What pools draw that do not state their power is not known. */
  private static Interval atLeast(Interval ofStatedPower) {
    return new Interval(ofStatedPower.low(), Double.NaN);
  }

  /** A budget that is spent before the end of the month fails the objective. */
  private static Verdict withinBudgets(
      Verdict verdict, Scenario scenario, Samples samples, double confidence) {
    Verdict found = verdict;
    for (int i = 0; i < scenario.pools().size(); i++) {
      int pool = i;
      OptionalDouble budget = MonthlyCost.budget(scenario, pool);
      if (budget.isPresent()) {
        Interval needed = samples.interval(sample -> MonthlyCost.tokens(sample, pool), confidence);
        if (needed.low() > budget.getAsDouble()) {
          return Verdict.FAIL;
        }
        if (!(needed.high() <= budget.getAsDouble()) && found == Verdict.PASS) {
          found = Verdict.UNDECIDED;
        }
      }
    }
    return found;
  }

  private static SloVerdict ofRequests(
      Scenario scenario, Slo slo, Samples samples, double confidence) {
    ArrivedFigures figures = new ArrivedFigures(scenario, slo.figure());
    List<Judged> books = samples.arrived(figures, confidence);
    boolean unstable = Stability.isUnstable(scenario, samples.whole());
    List<Verdict> verdicts =
        books.stream()
            .map(book -> verdict(slo, figures, book, confidence))
            .map(v -> unstable && v == Verdict.PASS ? Verdict.UNDECIDED : v)
            .toList();
    int decisive =
        IntStream.range(0, books.size())
            .boxed()
            .reduce(
                (a, b) ->
                    isWorse(slo, verdicts.get(b), books.get(b), verdicts.get(a), books.get(a))
                        ? b
                        : a)
            .orElseThrow();
    Judged book = books.get(decisive);
    Verdict verdict = verdicts.get(decisive);
    Selection selection = slo.figure().selection().orElseThrow();
    return new SloVerdict(
        slo.metric(),
        slo.stat(),
        slo.op().sign(),
        slo.threshold(),
        finite(book.value()),
        new double[] {finite(book.interval().low()), finite(book.interval().high())},
        verdict,
        slo.pool().orElse(null),
        null,
        selection.ofCompleted() ? "completed" : "arrived",
        selection.shopperClass().orElse(null),
        limits(selection),
        stretch(scenario, samples, selection, decisive),
        needs(slo, figures, book, samples, verdict, confidence));
  }

  private static double finite(double value) {
    return Double.isInfinite(value) ? Double.NaN : value;
  }

  /**
   * Of several windows the first that decides counts: one that fails, or is undecided, or worst.
   */
  private static boolean isWorse(Slo slo, Verdict a, Judged ofA, Verdict b, Judged ofB) {
    if (a != b) {
      return a == Verdict.FAIL || (a == Verdict.UNDECIDED && b == Verdict.PASS);
    }
    return slo.op() == Slo.Op.AT_MOST ? ofA.value() > ofB.value() : ofA.value() < ofB.value();
  }

  private static @Nullable Map<String, Double> limits(Selection selection) {
    Map<String, Double> limits = new LinkedHashMap<>();
    selection.limits().forEach(limit -> limits.put(limit.metric(), limit.seconds()));
    return limits.isEmpty() ? null : limits;
  }

  private static @Nullable Stretch stretch(
      Scenario scenario, Samples samples, Selection selection, int window) {
    if (selection.hasWindows()) {
      double length = selection.windowNanos() / 1e9;
      double start =
          scenario.warmUp() instanceof WarmUp.Auto
              ? Math.ceil(samples.warmUpNanos() / 1e9 / length) * length
              : samples.warmUpNanos() / 1e9;
      return new Stretch(length, start + window * length, start + (window + 1) * length);
    }
    if (selection.isPartOfRun()) {
      double from = selection.fromNanos() / 1e9;
      double to = Math.min(scenario.horizonNanos(), selection.toNanos()) / 1e9;
      return new Stretch(to - from, from, to);
    }
    return null;
  }

  private static Verdict verdict(
      Slo slo, ArrivedFigures figures, Judged judged, double confidence) {
    double base = figures.base(judged.book());
    if (base < samplesNeeded(slo.stat(), confidence)) {
      return Verdict.UNDECIDED;
    }
    Verdict verdict = verdict(slo, judged.value(), judged.interval());
    boolean isUnknown =
        judged.book().open().count() > 0 || judged.book().lost() > NEGLIGIBLE * base;
    return slo.stat().equals("mean")
            && slo.figure().isTime()
            && !slo.figure().selection().orElseThrow().ofCompleted()
            && isUnknown
            && verdict == Verdict.PASS
        ? Verdict.UNDECIDED
        : verdict;
  }

  private static @Nullable Needs needs(
      Slo slo,
      ArrivedFigures figures,
      Judged judged,
      Samples samples,
      Verdict verdict,
      double confidence) {
    double base = figures.base(judged.book());
    double needed = samplesNeeded(slo.stat(), confidence);
    if (verdict == Verdict.UNDECIDED && base < needed) {
      return new Needs(
          (long) needed,
          (long) Math.ceil(samples.whole().replications() * needed / Math.max(1, base)),
          samples.whole().seconds() / 3_600 * needed / Math.max(1, base));
    }
    return needs(slo, judged.value(), judged.interval(), samples, verdict);
  }

  /**
   * By the interval's half-width, which shrinks with the root of what is observed. One replication
   * has no such interval of a window: then two are the least.
   */
  private static @Nullable Needs needs(
      Slo slo, double actual, Interval interval, Samples samples, Verdict verdict) {
    if (verdict != Verdict.UNDECIDED) {
      return null;
    }
    int spans = samples.whole().replications();
    double half = Math.max(interval.high() - actual, actual - interval.low());
    double off = Math.abs(actual - slo.threshold());
    double times = Math.min(MOST_REPLICATIONS, half * half / (off * off));
    if (Double.isNaN(times) || Double.isInfinite(half)) {
      return spans > 1 ? null : new Needs(0, 2, 0);
    }
    if (times <= 1) {
      return null; // It is not the interval that leaves it open.
    }
    double hours = samples.whole().seconds() / 3_600;
    return new Needs(0, (long) Math.ceil(spans * times), hours * times);
  }

  /** Whether fewer were observed than the statistic of a time needs. */
  static boolean hasTooFew(FigureName time, Samples samples, double confidence) {
    return samples.whole().window().durations(Figures.metric(time)).count()
        < samplesNeeded(time.stat(), confidence);
  }

  /**
   * The least number of samples with which a two-sided bound on the percentile p exists at all:
   * {@code ln((1 - confidence)/2)/ln(p)}, that is 368 for p99 at 95 %; below the median by its
   * other end.
   */
  public static long samplesNeeded(String stat, double confidence) {
    double part = stat.startsWith("p") ? FigureName.percent(stat) / 100 : 0.5;
    double rarer = Math.max(part, 1 - part);
    return Math.max(
        MIN_SAMPLES, (long) Math.ceil(Math.log((1 - confidence) / 2) / Math.log(rarer)));
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
