package footfall.reports.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import footfall.scenarios.pools.Prices;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Data behind the results, too large for them, as written to {@code evidence.json}: enough to draw
 * the report again, and to judge its verdicts and costs again at other prices and thresholds. Times
 * in seconds, NaN is written as null.
 *
 * @param provenance where the figures of each pool come from: pool, then path of the figure
 * @param pools what goes on in each over time
 * @param percentiles of times over time, by metric
 * @param server what a server said of itself during a load test, by pool; empty for other runs
 */
public record ReportData(
    int schemaVersion,
    Map<String, Map<String, String>> provenance,
    List<Levels> pools,
    Map<String, Percentiles> percentiles,
    List<Readings> server,
    Judgement judgement) {

  /** The same with what a server said. */
  public ReportData with(List<Readings> readings) {
    return new ReportData(
        schemaVersion, provenance, pools, percentiles, List.copyOf(readings), judgement);
  }

  /** One pool between one tick and the next, averaged over the replications. */
  public record Levels(
      String pool,
      double[] seconds,
      double[] queueLength,
      double[] utilization,
      double[] throughput,
      double[] workersUp,
      double[] watts,
      @JsonInclude(JsonInclude.Include.NON_NULL) EngineLevels engine) {}

  /** The engines of a pool over time, as in {@code TimeSeries.EnginePoint}. */
  public record EngineLevels(
      double[] computing,
      double[] kvMemory,
      double[] tokensRead,
      double[] tokensWritten,
      double[] preemptions,
      double[] cacheHits) {}

  /** A time in each section of the run, all replications together. */
  public record Percentiles(
      double[] seconds, double[] count, double[] p50, double[] p95, double[] p99) {}

  /** Requests in a pool, as its server says. */
  public record Readings(String pool, double[] seconds, double[] inSystem) {}

  /**
   * Sums of what was measured, of all of it first, and then of independent parts: replications,
   * several of them together where there are many, or batches of a single one.
   *
   * @param replications in all
   * @param groupSizes how many neighbouring parts are taken as one for an interval; of several such
   *     intervals the widest counts
   * @param bucketRatio of the upper to the lower end of a class of the histograms; class {@code i}
   *     begins at {@code bucketRatio^i} microseconds
   * @param times histograms of all, by metric: a class, less the class before, and its count in
   *     turn
   * @param completedConversations and of those that go on the part that was answered
   * @param unstable whether a pool cannot keep up, so that times look better than they are
   * @param month what is known of a month; null in runs of version 0.1, of which it is their rate
   * @param countedConversations those that ended, and of those that go on the part that was
   *     answered
   */
  public record Judgement(
      int replications,
      int[] groupSizes,
      double bucketRatio,
      Map<String, int[]> times,
      boolean unstable,
      double[] seconds,
      double[] completedConversations,
      double[] satisfiedShoppers,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable MonthOfRun month,
      @JsonInclude(JsonInclude.Include.NON_NULL) double @Nullable [] countedConversations,
      List<Use> pools) {}

  /**
   * What is known of a month.
   *
   * @param known whether anything is
   * @param conversations in it; NaN where the run goes on for a month
   */
  public record MonthOfRun(boolean known, double conversations) {}

  /**
   * What is taken of a pool that has a price, in all and in each part.
   *
   * @param electricity what is paid for it beyond that of idle workers; null in runs of version 0.1
   * @param attempts at its vendor, of which some were throttled
   */
  public record Use(
      String pool,
      Prices prices,
      double monthlyBudget,
      double[] workerHours,
      double[] inputTokens,
      double[] cachedTokens,
      double[] outputTokens,
      double[] conversations,
      @JsonInclude(JsonInclude.Include.NON_NULL) double @Nullable [] electricity,
      double[] attempts,
      double[] throttled) {}
}
