package footfall.reports.analysis.verdicts;

import footfall.queueing.statistics.Interval;
import footfall.reports.analysis.samples.Figures;
import footfall.reports.analysis.samples.Sample;
import footfall.reports.analysis.samples.Samples;
import footfall.reports.analysis.samples.Stability;
import footfall.reports.recording.PoolLevels;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.results.Results;
import footfall.reports.results.Results.Verdict;
import footfall.reports.results.RunMode;
import footfall.reports.results.SloVerdict;
import footfall.scenarios.Scenario;
import footfall.scenarios.figures.FigureName;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What the replications of one configuration show as far as a choice between configurations needs
 * it. Immutable.
 */
public final class ReplicationSet {
  private final Scenario scenario;
  private final List<ReplicationRecord> replications;
  private final Samples.Stretches stretches;
  private final Samples samples;

  /**
   * A trial of so many replications.
   *
   * @param replications at least two for any interval
   */
  public ReplicationSet(Scenario scenario, List<ReplicationRecord> replications) {
    this(scenario, replications, new Samples.Stretches());
  }

  private ReplicationSet(
      Scenario scenario, List<ReplicationRecord> replications, Samples.Stretches stretches) {
    this.scenario = scenario;
    this.replications = List.copyOf(replications);
    this.stretches = stretches;
    this.samples = Samples.of(scenario, replications, stretches);
  }

  /** The same trial with more replications. */
  public ReplicationSet with(List<ReplicationRecord> more) {
    List<ReplicationRecord> all = new ArrayList<>(replications);
    all.addAll(more);
    return new ReplicationSet(scenario, all, stretches);
  }

  /** What the replications left behind. */
  public List<ReplicationRecord> records() {
    return replications;
  }

  /** The same replications, read with other prices or thresholds. */
  public ReplicationSet in(Scenario other) {
    return new ReplicationSet(other, replications);
  }

  /** What was replicated. */
  public Scenario scenario() {
    return scenario;
  }

  /** How many replications there are. */
  public int replications() {
    return ReplicationRecord.replications(replications);
  }

  /** Every objective judged on intervals of this confidence, which stand in the verdicts. */
  public List<SloVerdict> judge(double confidence) {
    return SloJudge.judge(scenario, samples, confidence);
  }

  /** FAIL where one fails, PASS where all pass, else UNDECIDED. */
  public static Verdict all(List<SloVerdict> slos) {
    if (slos.stream().anyMatch(slo -> slo.verdict() == Verdict.FAIL)) {
      return Verdict.FAIL;
    }
    return slos.stream().allMatch(slo -> slo.verdict() == Verdict.PASS)
        ? Verdict.PASS
        : Verdict.UNDECIDED;
  }

  /**
   * One verdict over all: what cannot keep up fails, whatever its objectives do not ask, and even
   * if the requests that wait longest have not ended yet.
   */
  public Verdict verdict(List<SloVerdict> slos) {
    return isStable() ? all(slos) : Verdict.FAIL;
  }

  /** A figure of all replications together. */
  public double value(FigureName name) {
    return samples.value(Figures.of(scenario, name));
  }

  /** Its interval. */
  public Interval interval(FigureName name, double confidence) {
    return samples.interval(scenario, name, confidence);
  }

  /** A figure of every replication by itself, in order; not where they are bundled. */
  public double[] each(FigureName name) {
    return samples.groupings().get(0).stream().mapToDouble(Figures.of(scenario, name)).toArray();
  }

  /** The same of any figure of a sample. */
  public double[] each(ToDoubleFunction<Sample> figure) {
    return samples.groupings().get(0).stream().mapToDouble(figure).toArray();
  }

  /** Whether every pool keeps up. */
  public boolean isStable() {
    return !Stability.isUnstable(scenario, samples.whole());
  }

  /** Whether every ledger balances and Little's law holds for every pool. */
  public boolean isSound() {
    return Checks.laws(scenario, replications, samples, RunMode.SIMULATE).stream()
        .allMatch(Results.Check::holds);
  }

  /** Index of the pool that has least to spare: of its workers, or of its quota. */
  public int bottleneck() {
    return IntStream.range(0, scenario.pools().size())
        .boxed()
        .max((a, b) -> Double.compare(pressure(a), pressure(b)))
        .orElseThrow();
  }

  /** What comes to a pool over what its workers serve, or its quota grants: the greater. */
  public double pressure(int pool) {
    double offered = samples.whole().offeredUtilization(pool);
    return Math.max(Double.isNaN(offered) ? 0 : offered, samples.whole().quotaUtilization(pool));
  }

  /** Whether it is its quota that a pool has least to spare of. */
  public boolean isShortOfQuota(int pool) {
    return samples.whole().quotaUtilization(pool) == pressure(pool) && pressure(pool) > 0;
  }

  /**
   * When the queues have recovered from a surge, in each replication: seconds from its start until
   * for good no more requests wait, over all pools, than ever did before it (and two, where nearly
   * none did); infinite where they do not by the horizon, zero where they never rose above that.
   *
   * @param surgeNanos when it starts
   */
  public double[] recoverySeconds(long surgeNanos) {
    return replications.stream().mapToDouble(r -> recoverySeconds(r, surgeNanos)).toArray();
  }

  private static double recoverySeconds(ReplicationRecord replication, long surgeNanos) {
    long before = 2;
    long last = Long.MIN_VALUE;
    boolean atEnd = false;
    for (PoolLevels[] levels : replication.levels()) {
      long waiting = 0;
      for (PoolLevels level : levels) {
        waiting += level.waiting();
      }
      if (levels[0].atNanos() <= surgeNanos) {
        before = Math.max(before, waiting);
      } else {
        boolean tooMany = waiting > before;
        last = tooMany || atEnd ? levels[0].atNanos() : last; // The tick that shows the recovery.
        atEnd = tooMany;
      }
    }
    if (last == Long.MIN_VALUE) {
      return 0;
    }
    return atEnd ? Double.POSITIVE_INFINITY : (last - surgeNanos) / 1e9;
  }
}
