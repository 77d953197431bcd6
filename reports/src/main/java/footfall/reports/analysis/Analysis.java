package footfall.reports.analysis;

import footfall.reports.recording.Durations;
import footfall.reports.recording.Failure;
import footfall.reports.recording.Metric;
import footfall.reports.recording.PoolTally;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.results.Results;
import footfall.reports.results.Results.CostFigures;
import footfall.reports.results.Results.EnergyFigures;
import footfall.reports.results.Results.Ledger;
import footfall.reports.results.Results.Mean;
import footfall.reports.results.Results.MetricFigures;
import footfall.reports.results.Results.PoolFigures;
import footfall.reports.results.Results.QualityFigures;
import footfall.reports.results.Results.QueueLength;
import footfall.reports.statistics.Interval;
import footfall.scenarios.Scenario;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.reading.ResolvedScenario;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** Turns the records of all replications of a scenario into results. Stateless. */
public final class Analysis {
  private final Scenario scenario;
  private final List<ReplicationRecord> replications;
  private final Samples samples;

  private Analysis(Scenario scenario, List<ReplicationRecord> replications) {
    this.scenario = scenario;
    this.replications = replications;
    this.samples = Samples.of(scenario, replications);
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
      List<ReplicationRecord> twin,
      String mode,
      String version,
      Results.Wall wall) {
    Analysis analysis = new Analysis(resolved.scenario(), replications);
    Results results = analysis.results(resolved, twin, mode, version, wall);
    return new Outcome(
        resolved,
        results,
        analysis.samples.whole().section().durations(Metric.REQUEST_LATENCY).histogramMicros(),
        TimeSeries.of(resolved.scenario(), replications),
        replications);
  }

  private Results results(
      ResolvedScenario resolved,
      List<ReplicationRecord> twin,
      String mode,
      String version,
      Results.Wall wall) {
    List<PoolFigures> pools = pools();
    List<Results.SloVerdict> slos = SloJudge.judge(scenario, samples);
    Ledger ledger = Ledgers.of(replications);
    List<Results.TheoryRow> theory = TheoryJudge.judge(scenario, samples);
    Results.Burstiness burstiness =
        PoissonTwin.of(scenario)
            .filter(twinScenario -> !twin.isEmpty())
            .map(twinScenario -> PoissonTwin.compare(replications, samples, twinScenario, twin))
            .orElse(null);
    List<Results.Check> checks = Checks.of(scenario, ledger, replications, pools, samples);
    return new Results(
        Results.SCHEMA_VERSION,
        run(resolved, mode, version, wall),
        Answer.sentence(
            scenario,
            samples,
            pools,
            slos,
            theory,
            checks,
            Highlights.of(scenario, replications, samples, pools, burstiness)),
        ledger,
        metrics(),
        pools,
        Workloads.of(scenario, replications, samples),
        quality(),
        Workloads.business(samples),
        cost(),
        energy(),
        slos,
        theory,
        List.of(),
        burstiness,
        checks);
  }

  private Results.Run run(
      ResolvedScenario resolved, String mode, String version, Results.Wall wall) {
    return new Results.Run(
        scenario.name() + "-" + resolved.sha256().substring(0, 12) + "-" + version,
        "footfall",
        version,
        mode,
        scenario.name(),
        resolved.sha256(),
        scenario.seed(),
        replications.size(),
        scenario.horizonSeconds(),
        samples.warmUpNanos() / 1e9,
        samples.method().key(),
        replications.stream().mapToLong(ReplicationRecord::events).sum(),
        wall);
  }

  private Map<String, MetricFigures> metrics() {
    Map<String, MetricFigures> metrics = new LinkedHashMap<>();
    for (Metric metric : Metric.values()) {
      metrics.put(metric.key(), durations(metric));
    }
    metrics.put("request_throughput", throughput());
    return metrics;
  }

  private MetricFigures durations(Metric metric) {
    Durations whole = samples.whole().section().durations(metric);
    Map<String, double[]> intervals = new LinkedHashMap<>();
    intervals.put("mean", ci(s -> s.section().durations(metric).meanSeconds()));
    for (int percent : new int[] {50, 95, 99}) {
      intervals.put(
          "p" + percent, ci(s -> s.section().durations(metric).percentileSeconds(percent)));
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
        intervals);
  }

  /** The distribution of throughput is over the ticks of all replications. */
  private MetricFigures throughput() {
    Sample whole = samples.whole();
    double[] ticks = whole.tickThroughputs();
    double mean = whole.throughput();
    double squares = Arrays.stream(ticks).map(t -> (t - mean) * (t - mean)).average().orElse(0);
    Map<String, double[]> intervals = new LinkedHashMap<>();
    intervals.put("mean", ci(Sample::throughput));
    for (int percent : new int[] {50, 95, 99}) {
      intervals.put("p" + percent, ci(s -> s.throughputPercentile(percent)));
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
        intervals);
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
    Map<String, double[]> intervals = new LinkedHashMap<>();
    intervals.put("utilization", ciOfPart(s -> s.utilization(pool)));
    intervals.put("throughput", ci(s -> s.throughput(pool)));
    intervals.put("share", ciOfPart(s -> s.share(pool)));
    intervals.put("queueLength", ci(s -> s.meanWaiting(pool)));
    intervals.put("inSystem", ci(s -> s.meanInSystem(pool)));
    intervals.put("sojourn", ci(s -> s.tally(pool).meanSojournSeconds()));
    intervals.put("queueWait", ci(s -> s.tally(pool).meanWaitSeconds()));
    intervals.put("service", ci(s -> s.tally(pool).meanServiceSeconds()));
    intervals.put("offeredUtilization", ci(s -> s.offeredUtilization(pool)));
    intervals.put("pWait", ciOfPart(s -> s.tally(pool).probabilityOfWait()));
    intervals.put("pAbandon", ciOfPart(s -> s.tally(pool).probabilityOfAbandonment()));
    intervals.put("pReject", ciOfPart(s -> s.tally(pool).probabilityOfRejection()));
    intervals.put("pFail", ciOfPart(s -> s.tally(pool).probabilityOfFailure()));
    intervals.put("workersUp", ci(s -> s.meanWorkersUp(pool)));
    intervals.put("gramsCO2e", ciOfTotal(s -> s.gramsCarbon(pool)));
    intervals.put("cost", ciOfTotal(s -> s.cost(pool)));
    intervals.put("energyJoules", ciOfTotal(s -> s.energyJoules(pool)));
    return new PoolFigures(
        spec.name(),
        spec.kind().name().toLowerCase(java.util.Locale.ROOT),
        spec.workers(),
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
        whole.backlog(pool),
        whole.littleResidual(pool),
        whole.cost(pool),
        whole.energyJoules(pool),
        whole.gramsCarbon(pool),
        intervals);
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

  private QualityFigures quality() {
    Map<String, double[]> intervals = new LinkedHashMap<>();
    Map<String, Double> values = new LinkedHashMap<>();
    for (String measure : Figures.QUALITY_MEASURES) {
      values.put(measure, samples.value(s -> s.quality(measure, false)));
      intervals.put(measure, ciOfPart(s -> s.quality(measure, false)));
    }
    Map<String, Double> byLanguage = new LinkedHashMap<>();
    TreeSet<String> languages = new TreeSet<>();
    scenario.pools().forEach(pool -> languages.addAll(pool.quality().byLanguage().keySet()));
    for (String language : languages) {
      byLanguage.put(language, samples.value(s -> s.quality(language, true)));
      intervals.put("byLanguage." + language, ciOfPart(s -> s.quality(language, true)));
    }
    return new QualityFigures(
        values.get("satisfaction"),
        values.get("coherence"),
        values.get("tool_selection"),
        values.get("flow"),
        values.get("ndcg_at_1"),
        values.get("ndcg_at_5"),
        values.get("recall_at_5"),
        values.get("accuracy"),
        byLanguage,
        intervals);
  }

  private CostFigures cost() {
    Map<String, double[]> intervals = new LinkedHashMap<>();
    intervals.put("total", ciOfTotal(Sample::cost));
    intervals.put("perConversation", ci(Figures::costPerConversation));
    intervals.put("perThousandConversations", ci(s -> 1_000 * Figures.costPerConversation(s)));
    intervals.put("perMonth", ci(Figures::costPerMonth));
    intervals.put("perSatisfiedShopper", ci(Figures::costPerSatisfiedShopper));
    double perConversation = samples.value(Figures::costPerConversation);
    return new CostFigures(
        scenario.currency(),
        samples.value(Sample::cost),
        perConversation,
        1_000 * perConversation,
        samples.value(Figures::costPerMonth),
        samples.value(Figures::costPerSatisfiedShopper),
        samples.whole().seconds() / samples.whole().spans().size(),
        intervals);
  }

  private EnergyFigures energy() {
    Map<String, double[]> intervals = new LinkedHashMap<>();
    intervals.put("joules", ciOfTotal(Sample::energyJoules));
    intervals.put("joulesPerRequest", ci(Figures::joulesPerRequest));
    intervals.put(
        "joulesPerThousandConversations",
        ci(s -> 1_000 * Figures.perConversation(s, Sample::energyJoules)));
    intervals.put("gramsCO2e", ciOfTotal(Sample::gramsCarbon));
    return new EnergyFigures(
        samples.value(Sample::energyJoules),
        samples.value(Figures::joulesPerRequest),
        1_000 * samples.value(s -> Figures.perConversation(s, Sample::energyJoules)),
        samples.value(s -> Figures.perMonth(s, Sample::energyJoules)),
        samples.value(s -> Figures.perSatisfiedShopper(s, Sample::energyJoules)),
        samples.value(Sample::gramsCarbon),
        1_000 * samples.value(s -> Figures.perConversation(s, Sample::gramsCarbon)),
        samples.value(s -> Figures.perMonth(s, Sample::gramsCarbon)),
        samples.value(s -> Figures.perSatisfiedShopper(s, Sample::gramsCarbon)),
        intervals);
  }

  private double[] ci(ToDoubleFunction<Sample> figure) {
    return array(samples.interval(figure));
  }

  /** The interval of something that cannot be more than one. */
  private double[] ciOfPart(ToDoubleFunction<Sample> figure) {
    Interval interval = samples.interval(figure);
    return new double[] {Math.min(1, interval.low()), Math.min(1, interval.high())};
  }

  /** A total is that of one replication; where the samples are batches, each is a part of it. */
  private double[] ciOfTotal(ToDoubleFunction<Sample> total) {
    double whole = samples.whole().seconds() / samples.whole().spans().size();
    return array(
        samples.interval(s -> total.applyAsDouble(s) * whole / (s.seconds() / s.spans().size())));
  }

  private static double[] array(Interval interval) {
    return new double[] {interval.low(), interval.high()};
  }
}
