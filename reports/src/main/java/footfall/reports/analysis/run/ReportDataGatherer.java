package footfall.reports.analysis.run;

import footfall.queueing.statistics.CumulativeCounts;
import footfall.queueing.statistics.Durations;
import footfall.reports.analysis.samples.Figures;
import footfall.reports.analysis.samples.MonthlyCost;
import footfall.reports.analysis.samples.Sample;
import footfall.reports.analysis.samples.Samples;
import footfall.reports.analysis.samples.Stability;
import footfall.reports.analysis.samples.TimeSeries;
import footfall.reports.measurement.LoadMeasurement;
import footfall.reports.measurement.ServerSample;
import footfall.reports.recording.Attempt;
import footfall.reports.recording.Metric;
import footfall.reports.recording.PoolLevels;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.recording.WindowPlan;
import footfall.reports.results.ReportData;
import footfall.reports.results.ReportData.Judgement;
import footfall.reports.results.ReportData.Levels;
import footfall.reports.results.ReportData.MonthOfRun;
import footfall.reports.results.ReportData.Percentiles;
import footfall.reports.results.ReportData.Readings;
import footfall.reports.results.ReportData.Use;
import footfall.reports.results.Results;
import footfall.scenarios.Scenario;
import footfall.scenarios.Slo;
import footfall.scenarios.months.Month;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.reading.ResolvedScenario;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Gathers what a report is drawn from and judged by, beyond the results. Stateless. */
final class ReportDataGatherer {
  private static final double FINE = 1.01;
  private static final double COARSE = 1.02;

  /** With more replications, several of them make one part. */
  private static final int MOST_PARTS = 40;

  private static final int[] ALONE = {1};
  private static final int[] BATCHES = {1, 2, 4};

  private ReportDataGatherer() {}

  /** Gathers what a report draws from beyond the results: time series, histograms, samples. */
  public static ReportData of(
      ResolvedScenario resolved,
      List<ReplicationRecord> replications,
      Samples samples,
      TimeSeries series) {
    Scenario scenario = resolved.scenario();
    Map<String, Percentiles> percentiles = new LinkedHashMap<>();
    Map<String, int[]> times = new LinkedHashMap<>();
    for (Metric metric : Metric.values()) {
      if (metric == Metric.TIME_TO_FIRST_VISIBLE_TOKEN && !samples.hasReasoning()) {
        continue;
      }
      if (metric != Metric.CONVERSATION_DURATION) {
        percentiles.put(metric.key(), overTime(replications, metric));
      }
      times.put(metric.key(), histogram(samples.whole().window().durations(metric), FINE));
    }
    return new ReportData(
        Results.SCHEMA_VERSION,
        resolved.provenance(),
        IntStream.range(0, scenario.pools().size())
            .mapToObj(pool -> levels(scenario.pools().get(pool), series.ofPool(pool)))
            .toList(),
        percentiles,
        List.of(),
        judgement(scenario, samples, FINE, times));
  }

  /** What is kept of a point of a sweep, of which there may be many. */
  static Judgement ofPoint(Scenario scenario, Samples samples) {
    Map<String, int[]> times = new LinkedHashMap<>();
    for (Slo slo : scenario.slos()) {
      if (slo.figure().isTime()) {
        Metric metric = Figures.metric(slo.figure());
        times.put(metric.key(), histogram(samples.whole().window().durations(metric), COARSE));
      }
    }
    return judgement(scenario, samples, COARSE, times);
  }

  static List<Readings> readings(Scenario scenario, LoadMeasurement load) {
    List<Readings> readings = new ArrayList<>();
    for (int pool = 0; pool < scenario.pools().size(); pool++) {
      int index = pool;
      List<ServerSample> of = load.server().stream().filter(s -> s.pool() == index).toList();
      if (!of.isEmpty()) {
        readings.add(
            new Readings(
                scenario.pools().get(pool).name(),
                of.stream().mapToDouble(s -> s.nanos() / 1e9).toArray(),
                of.stream().mapToDouble(s -> s.waiting() + s.inService()).toArray()));
      }
    }
    return readings;
  }

  /** All that was measured, and then its parts. */
  private static List<Sample> stretches(Samples samples) {
    List<Sample> stretches = new ArrayList<>(List.of(samples.whole()));
    stretches.addAll(parts(samples));
    return stretches;
  }

  private static List<Sample> parts(Samples samples) {
    List<Sample> all = samples.groupings().get(0);
    if (all.size() <= MOST_PARTS || samples.method() == Samples.Method.BATCHES) {
      return all;
    }
    List<Sample> parts = new ArrayList<>();
    for (int part = 0; part < MOST_PARTS; part++) {
      int from = part * all.size() / MOST_PARTS;
      int to = (part + 1) * all.size() / MOST_PARTS;
      parts.add(Sample.sum(all.subList(from, to)));
    }
    return parts;
  }

  private static Judgement judgement(
      Scenario scenario, Samples samples, double ratio, Map<String, int[]> times) {
    List<Sample> stretches = stretches(samples);
    List<Use> uses = new ArrayList<>();
    for (int pool = 0; pool < scenario.pools().size(); pool++) {
      uses.add(use(scenario, pool, stretches));
    }
    return new Judgement(
        samples.whole().replications(),
        samples.method() == Samples.Method.BATCHES ? BATCHES : ALONE,
        ratio,
        times,
        Stability.isUnstable(scenario, samples.whole()),
        of(stretches, Sample::seconds),
        of(stretches, each -> each.window().conversationsServed()),
        of(stretches, each -> each.satisfiedShoppers() * each.replications()),
        new MonthOfRun(
            !(scenario.month() instanceof Month.Unstated),
            scenario.month() instanceof Month.OfVolume month ? month.conversations() : Double.NaN),
        of(stretches, Sample::conversationsCounted),
        uses);
  }

  private static Use use(Scenario scenario, int pool, List<Sample> stretches) {
    PoolSpec spec = scenario.pools().get(pool);
    return new Use(
        spec.name(),
        spec.prices(),
        MonthlyCost.budget(scenario, pool).orElse(Double.NaN),
        of(stretches, each -> each.area(pool, PoolLevels::workersPaidArea) / 3_600e9),
        of(stretches, each -> each.area(pool, PoolLevels::inputTokens)),
        of(stretches, each -> each.area(pool, PoolLevels::cachedTokens)),
        of(stretches, each -> each.area(pool, PoolLevels::outputTokens)),
        of(stretches, each -> each.tally(pool).conversationShares()),
        of(stretches, each -> each.electricityCost(pool) * each.replications()),
        of(stretches, each -> each.area(pool, PoolLevels::attemptsSent)),
        of(stretches, each -> each.area(pool, levels -> levels.attempts(Attempt.THROTTLED))));
  }

  private static double[] of(List<Sample> stretches, ToDoubleFunction<Sample> figure) {
    return stretches.stream().mapToDouble(figure).map(value -> shortened(value, 9)).toArray();
  }

  private static Levels levels(PoolSpec spec, List<TimeSeries.Point> points) {
    return new Levels(
        spec.name(),
        over(points, TimeSeries.Point::seconds),
        over(points, TimeSeries.Point::queueLength),
        over(points, TimeSeries.Point::utilization),
        over(points, TimeSeries.Point::throughput),
        over(points, TimeSeries.Point::workersUp),
        over(points, TimeSeries.Point::watts),
        spec.engine().isPresent() ? engine(points) : null);
  }

  private static ReportData.EngineLevels engine(List<TimeSeries.Point> points) {
    return new ReportData.EngineLevels(
        over(points, point -> point.engine().computing()),
        over(points, point -> point.engine().kvMemory()),
        over(points, point -> point.engine().tokensRead()),
        over(points, point -> point.engine().tokensWritten()),
        over(points, point -> point.engine().preemptions()),
        over(points, point -> point.engine().cacheHits()));
  }

  private static double[] over(
      List<TimeSeries.Point> points, ToDoubleFunction<TimeSeries.Point> figure) {
    return points.stream().mapToDouble(figure).map(ReportDataGatherer::shortened).toArray();
  }

  /** Six significant digits are more than a picture shows. */
  private static double shortened(double value) {
    return shortened(value, 6);
  }

  private static double shortened(double value, int digits) {
    return Double.isFinite(value)
        ? new BigDecimal(value).round(new MathContext(digits)).doubleValue()
        : value;
  }

  private static Percentiles overTime(List<ReplicationRecord> replications, Metric metric) {
    WindowPlan plan = replications.get(0).plan();
    int sections = plan.sections();
    double[][] figures = new double[5][sections];
    for (int i = 0; i < sections; i++) {
      int section = i;
      Durations merged =
          Durations.merged(
              replications.stream().map(r -> r.sections().get(section).durations(metric)).toList());
      figures[0][i] = (plan.sectionNanos(i) + plan.sectionNanos(i + 1)) / 2e9;
      figures[1][i] = merged.count();
      figures[2][i] = merged.percentileSeconds(50);
      figures[3][i] = merged.percentileSeconds(95);
      figures[4][i] = merged.percentileSeconds(99);
    }
    Arrays.setAll(
        figures, i -> Arrays.stream(figures[i]).map(ReportDataGatherer::shortened).toArray());
    return new Percentiles(figures[0], figures[1], figures[2], figures[3], figures[4]);
  }

  private static int[] histogram(Durations durations, double ratio) {
    CumulativeCounts counts = durations.cumulative();
    int[] pairs = new int[2 * counts.values()];
    int size = 0;
    int bucket = 0;
    long before = 0;
    for (int rank = 0; rank < counts.values(); rank++) {
      int next = (int) Math.floor(Math.log(Math.max(1, counts.micros(rank))) / Math.log(ratio));
      long upTo = counts.upTo(counts.micros(rank));
      int count = (int) (upTo - before);
      before = upTo;
      if (size > 0 && next == bucket) {
        pairs[size - 1] += count;
      } else {
        pairs[size++] = next - bucket;
        pairs[size++] = count;
        bucket = next;
      }
    }
    return Arrays.copyOf(pairs, size);
  }
}
