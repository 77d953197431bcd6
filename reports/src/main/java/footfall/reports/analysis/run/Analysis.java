package footfall.reports.analysis.run;

import footfall.queueing.statistics.Durations;
import footfall.reports.analysis.samples.Intervals;
import footfall.reports.analysis.samples.KeyFigures;
import footfall.reports.analysis.samples.Sample;
import footfall.reports.analysis.samples.Samples;
import footfall.reports.analysis.samples.Stability;
import footfall.reports.analysis.samples.TimeSeries;
import footfall.reports.analysis.verdicts.AbJudge;
import footfall.reports.analysis.verdicts.Checks;
import footfall.reports.analysis.verdicts.ClaimJudge;
import footfall.reports.analysis.verdicts.Ledgers;
import footfall.reports.analysis.verdicts.LossAccount;
import footfall.reports.analysis.verdicts.SloJudge;
import footfall.reports.analysis.verdicts.TheoryJudge;
import footfall.reports.recording.Confidences;
import footfall.reports.recording.Failure;
import footfall.reports.recording.Metric;
import footfall.reports.recording.PoolTally;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.recording.Submissions;
import footfall.reports.results.Losses;
import footfall.reports.results.Results;
import footfall.reports.results.Results.DeviceCount;
import footfall.reports.results.Results.Ledger;
import footfall.reports.results.Results.Mean;
import footfall.reports.results.Results.MetricFigures;
import footfall.reports.results.Results.PoolFigures;
import footfall.reports.results.Results.QueueLength;
import footfall.reports.results.RunMode;
import footfall.reports.results.SloVerdict;
import footfall.reports.results.SweepResults;
import footfall.scenarios.Scenario;
import footfall.scenarios.experiments.Experiment;
import footfall.scenarios.figures.FigureName;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.shoppers.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Turns the records of all replications of a scenario into results. Stateless. */
public final class Analysis {
  private final Scenario scenario;
  private final List<ReplicationRecord> replications;
  private final Samples samples;
  private final Intervals intervals;

  private Analysis(Scenario scenario, List<ReplicationRecord> replications) {
    this.scenario = scenario;
    this.replications = replications;
    this.samples = Samples.of(scenario, replications);
    this.intervals = new Intervals(samples);
  }

  /**
   * Everything that the replications show.
   *
   * @param twin records of the scenario's {@link PoissonTwin}; empty where it has none
   * @param version of the tool
   * @param wall when the run was made and how long it took
   */
  public static Outcome of(
      ResolvedScenario resolved,
      List<ReplicationRecord> replications,
      Twins twins,
      RunMode mode,
      String version,
      Results.Wall wall) {
    Analysis analysis = new Analysis(resolved.scenario(), replications);
    Results results = analysis.results(resolved, twins, mode, version, wall);
    TimeSeries series = TimeSeries.of(resolved.scenario(), replications, analysis::together);
    return new Outcome(
        resolved,
        results,
        ReportDataGatherer.of(resolved, replications, analysis.samples, series),
        series,
        replications,
        null,
        List.of());
  }

  private double together(int pool) {
    Sample whole = samples.whole();
    return whole.tally(pool).isWaitUnknown() ? Double.NaN : whole.together(pool);
  }

  /**
   * What a sweep keeps of a scenario: its key figures and verdicts.
   *
   * @param more figures that are asked for besides
   * @param again whether it keeps what verdicts and costs are judged again from
   */
  public static SweepResults.Point pointOf(
      Experiment.Point point,
      ResolvedScenario resolved,
      List<ReplicationRecord> replications,
      List<FigureName> more,
      boolean again) {
    Analysis analysis = new Analysis(resolved.scenario(), replications);
    Samples samples = analysis.samples;
    Map<String, SweepResults.Figure> figures = new LinkedHashMap<>();
    KeyFigures.of(resolved.scenario(), samples, more)
        .forEach((n, f) -> figures.put(n, new SweepResults.Figure(f.value(), f.ci95())));
    List<Results.Check> checks =
        Checks.of(resolved.scenario(), replications, samples, RunMode.SIMULATE);
    return new SweepResults.Point(
        point.index(),
        point.at(),
        resolved.sha256(),
        figures,
        SloJudge.judge(resolved.scenario(), samples),
        !Stability.isUnstable(resolved.scenario(), samples.whole()),
        checks.stream().allMatch(Results.Check::holds),
        resolved.scenario().currency(),
        replications.stream().mapToLong(ReplicationRecord::events).sum(),
        null,
        again ? ReportDataGatherer.ofPoint(resolved.scenario(), samples) : null);
  }

  private Results results(
      ResolvedScenario resolved, Twins twins, RunMode mode, String version, Results.Wall wall) {
    List<PoolFigures> pools = pools();
    Accounts accounts = new Accounts(scenario, samples);
    List<SloVerdict> slos = SloJudge.judge(scenario, samples);
    Ledger ledger = Ledgers.of(replications);
    List<Results.TheoryRow> theory = TheoryJudge.judge(scenario, samples);
    Results.Burstiness burstiness =
        PoissonTwin.of(scenario)
            .filter(twinScenario -> !twins.poisson().isEmpty())
            .map(
                twinScenario ->
                    PoissonTwin.compare(replications, samples, twinScenario, twins.poisson()))
            .orElse(null);
    List<Results.Check> checks = Checks.of(scenario, replications, samples, mode);
    boolean unjudged = mode == RunMode.SERVE || mode == RunMode.EVALUATE;
    Results.AbTestFigures abTest = unjudged ? null : AbJudge.judge(scenario, samples);
    Results.CostFigures cost = accounts.cost(SpentBudgets.lostShare(scenario, twins.spent()));
    Losses losses = LossAccount.of(scenario, samples.whole().window());
    List<String> highlights =
        new ArrayList<>(
            Highlights.of(scenario, replications, samples, pools, burstiness, mode.isRealTime()));
    Results.Business business =
        Workloads.business(samples, SpentBudgets.lostShare(scenario, twins.spent()));
    Map<String, MetricFigures> metrics = metrics();
    highlights.addAll(RevenueWords.of(business.lost(), scenario.currency()));
    highlights.addAll(RoutingHighlights.of(detours(), ledger.requests().submitted(), abTest));
    return new Results(
        Results.SCHEMA_VERSION,
        run(resolved, mode, version, wall),
        Answer.sentence(
            scenario,
            cost,
            pools,
            LossWords.of(losses, pools),
            slos,
            theory,
            checks,
            highlights,
            metrics.get(Metric.REQUEST_LATENCY.key())),
        ledger,
        losses,
        metrics,
        pools,
        Workloads.of(scenario, replications, samples),
        accounts.quality(),
        business,
        cost,
        accounts.energy(),
        slos,
        theory,
        ClaimJudge.judge(scenario, samples),
        KeyFigures.of(scenario, samples, List.of()),
        detours(),
        abTest,
        burstiness,
        null,
        null,
        null,
        null,
        null,
        null,
        checks);
  }

  private Results.Run run(
      ResolvedScenario resolved, RunMode mode, String version, Results.Wall wall) {
    return new Results.Run(
        scenario.name() + "-" + resolved.sha256().substring(0, 12) + "-" + version,
        "footfall",
        version,
        mode.key(),
        scenario.name(),
        resolved.sha256(),
        scenario.seed(),
        ReplicationRecord.replications(replications),
        scenario.horizonSeconds(),
        samples.warmUpNanos() / 1e9,
        samples.method().key(),
        replications.stream().mapToLong(ReplicationRecord::events).sum(),
        wall);
  }

  private Map<String, MetricFigures> metrics() {
    Map<String, MetricFigures> metrics = new LinkedHashMap<>();
    for (Metric metric : Metric.values()) {
      if (metric != Metric.TIME_TO_FIRST_VISIBLE_TOKEN || samples.hasReasoning()) {
        metrics.put(metric.key(), durations(metric));
      }
    }
    metrics.put("request_throughput", throughput());
    return metrics;
  }

  private MetricFigures durations(Metric metric) {
    Durations whole = samples.whole().window().durations(metric);
    Map<String, double[]> ci95 = new LinkedHashMap<>();
    ci95.put("mean", intervals.of(s -> s.window().durations(metric).meanSeconds()));
    for (int percent : new int[] {50, 90, 95, 99}) {
      ci95.put("p" + percent, intervals.ofPercentile(metric, percent));
    }
    return new MetricFigures(
        "s",
        whole.count(),
        whole.meanSeconds(),
        whole.stdevSeconds(),
        whole.minSeconds(),
        whole.percentileSeconds(50),
        whole.percentileSeconds(75),
        whole.percentileSeconds(90),
        whole.percentileSeconds(95),
        whole.percentileSeconds(99),
        whole.percentileSeconds(99.9),
        whole.maxSeconds(),
        ci95);
  }

  /** The distribution of throughput is over the ticks of all replications. */
  private MetricFigures throughput() {
    Sample whole = samples.whole();
    double[] ticks = whole.tickThroughputs();
    double mean = whole.throughput();
    double squares = Arrays.stream(ticks).map(t -> (t - mean) * (t - mean)).average().orElse(0);
    Map<String, double[]> ci95 = new LinkedHashMap<>();
    ci95.put("mean", intervals.of(Sample::throughput));
    for (int percent : new int[] {50, 90, 95, 99}) {
      ci95.put("p" + percent, intervals.of(s -> s.throughputPercentile(percent)));
    }
    return new MetricFigures(
        "1/s",
        ticks.length,
        mean,
        Math.sqrt(squares),
        whole.throughputPercentile(0),
        whole.throughputPercentile(50),
        whole.throughputPercentile(75),
        whole.throughputPercentile(90),
        whole.throughputPercentile(95),
        whole.throughputPercentile(99),
        whole.throughputPercentile(99.9),
        whole.throughputPercentile(100),
        ci95);
  }

  private List<PoolFigures> pools() {
    List<PoolFigures> pools = new ArrayList<>();
    for (int i = 0; i < scenario.pools().size(); i++) {
      pools.add(pool(i, scenario.pools().get(i)));
    }
    return pools;
  }

  private PoolFigures pool(int pool, PoolSpec spec) {
    Sample whole = samples.whole();
    Map<String, double[]> ci95 = new LinkedHashMap<>();
    ci95.put("utilization", intervals.ofPart(s -> s.utilization(pool)));
    ci95.put("throughput", intervals.of(s -> s.throughput(pool)));
    ci95.put("share", intervals.ofPart(s -> s.share(pool)));
    ci95.put("queueLength", intervals.of(s -> s.meanWaiting(pool)));
    ci95.put("inSystem", intervals.of(s -> s.meanInSystem(pool)));
    ci95.put("sojourn", intervals.of(s -> s.tally(pool).meanSojournSeconds()));
    ci95.put("queueWait", intervals.of(s -> s.tally(pool).meanWaitSeconds()));
    ci95.put("service", intervals.of(s -> s.tally(pool).meanServiceSeconds()));
    ci95.put("offeredUtilization", intervals.of(s -> s.offeredUtilization(pool)));
    ci95.put("pWait", intervals.ofPart(s -> s.tally(pool).probabilityOfWait()));
    ci95.put("pAbandon", intervals.ofPart(s -> s.tally(pool).probabilityOfAbandonment()));
    ci95.put("pReject", intervals.ofPart(s -> s.tally(pool).probabilityOfRejection()));
    ci95.put("pFail", intervals.ofPart(s -> s.tally(pool).probabilityOfFailure()));
    ci95.put("workersUp", intervals.of(s -> s.meanWorkersUp(pool)));
    ci95.put("gramsCO2e", intervals.ofTotal(s -> s.gramsCarbon(pool)));
    ci95.put("cost", intervals.ofTotal(s -> s.cost(pool)));
    ci95.put("energyJoules", intervals.ofTotal(s -> s.energyJoules(pool)));
    boolean hasEngine = spec.engine().isPresent();
    if (hasEngine) {
      ci95.put("computing", intervals.ofPart(s -> s.engine(pool).computing()));
    }
    return new PoolFigures(
        spec.name(),
        spec.kind().name().toLowerCase(Locale.ROOT),
        spec.workers(),
        spec.devices().map(d -> new DeviceCount(d.name(), d.count(spec.workers()))).orElse(null),
        spec.slots(),
        whole.utilization(pool),
        whole.offeredUtilization(pool),
        !Stability.isUnstable(scenario, whole, pool),
        whole.share(pool),
        whole.throughput(pool),
        new QueueLength(whole.meanWaiting(pool), whole.maxWaiting(pool)),
        new Mean(whole.meanInSystem(pool)),
        new Mean(whole.meanInService(pool)),
        new Mean(whole.meanWorkersUp(pool)),
        new Mean(whole.meanWorkersPaid(pool)),
        new Mean(whole.tally(pool).meanSojournSeconds()),
        new Mean(whole.tally(pool).meanWaitSeconds()),
        new Mean(whole.tally(pool).meanServiceSeconds()),
        whole.tally(pool).probabilityOfWait(),
        whole.tally(pool).probabilityOfAbandonment(),
        whole.tally(pool).probabilityOfRejection(),
        whole.tally(pool).probabilityOfFailure(),
        failures(whole.tally(pool)),
        whole.tally(pool).counted(),
        whole.backlog(pool),
        whole.littleResidual(pool),
        whole.cost(pool),
        whole.energyJoules(pool),
        whole.gramsCarbon(pool),
        quality(pool),
        hasEngine ? whole.engine(pool).figures() : null,
        ci95);
  }

  private Map<String, Double> quality(int pool) {
    Map<String, Double> quality = new LinkedHashMap<>();
    for (String measure : FigureName.QUALITY) {
      double value = samples.whole().quality(measure, pool);
      if (!Double.isNaN(value)) {
        quality.put(measure, value);
      }
    }
    for (String language : Vocabulary.of(scenario.shoppers()).languages()) {
      double value = samples.whole().satisfactionIn(language, pool);
      if (!Double.isNaN(value)) {
        quality.put("byLanguage." + language, value);
      }
    }
    return quality;
  }

  private Results.Detours detours() {
    Submissions.Detours all =
        replications.stream()
            .map(replication -> replication.submissions().detours())
            .reduce(Submissions.Detours.NONE, Submissions.Detours::plus);
    return new Results.Detours(
        scenario.routing().policy().key(),
        all.classified(),
        all.misclassified(),
        all.escalated(),
        all.passedOn(),
        all.refused(),
        all.circuitOpenings(),
        ConfidenceFigures.of(
            replications.stream()
                .map(replication -> replication.submissions().confidences())
                .reduce(Confidences.NONE, Confidences::plus)));
  }

  private static Map<String, Long> failures(PoolTally tally) {
    Map<String, Long> failures = new LinkedHashMap<>();
    for (Failure failure : Failure.values()) {
      if (tally.failed(failure) > 0) {
        failures.put(failure.key(), tally.failed(failure));
      }
    }
    return failures;
  }
}
