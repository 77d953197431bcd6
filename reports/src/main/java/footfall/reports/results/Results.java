package footfall.reports.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run found, as it stands in {@code results.json}; times in seconds, energy in joules, money
 * in currency units. An interval is two numbers, low and high. NaN is written as null: not observed
 * or not stated.
 */
public record Results(
    int schemaVersion,
    Run run,
    String answer,
    Ledger ledger,
    @JsonInclude(JsonInclude.Include.NON_NULL) Losses losses,
    Map<String, MetricFigures> metrics,
    List<PoolFigures> pools,
    Workload workload,
    QualityFigures quality,
    Business business,
    CostFigures cost,
    EnergyFigures energy,
    List<SloVerdict> slo,
    List<TheoryRow> theory,
    List<ClaimVerdict> claims,
    Map<String, KeyFigure> figures,
    Detours routing,
    @JsonInclude(JsonInclude.Include.NON_NULL) AbTestFigures abTest,
    @JsonInclude(JsonInclude.Include.NON_NULL) Burstiness burstiness,
    @JsonInclude(JsonInclude.Include.NON_NULL) SizingFigures sizing,
    @JsonInclude(JsonInclude.Include.NON_NULL) List<PredictionRow> prediction,
    @JsonInclude(JsonInclude.Include.NON_NULL) LoadFigures load,
    @JsonInclude(JsonInclude.Include.NON_NULL) EvaluationFigures evaluation,
    @JsonInclude(JsonInclude.Include.NON_NULL) LiveTestFigures liveTest,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ShadowFigures shadow,
    List<Check> checks) {

  /** The version of the schema that this class writes. */
  public static final int SCHEMA_VERSION = 1;

  /** The same run with one more law that it had to obey. */
  public Results checked(Check check) {
    List<Check> all = new ArrayList<>(checks);
    all.add(check);
    return copy(answer, slo, sizing, prediction, load, liveTest, shadow, List.copyOf(all));
  }

  /** The same run beside what was predicted of it. */
  public Results predicted(List<PredictionRow> rows) {
    return copy(answer, slo, sizing, List.copyOf(rows), load, liveTest, shadow, checks);
  }

  /** The same run as a load test. */
  public Results loaded(LoadFigures figuresOfLoad) {
    return copy(answer, slo, sizing, prediction, figuresOfLoad, liveTest, shadow, checks);
  }

  /** The same run with the A/B test that went on in it. */
  public Results tested(LiveTestFigures test) {
    return copy(answer, slo, sizing, prediction, load, test, shadow, checks);
  }

  /** The same run with what copies of its requests have shown. */
  public Results shadowed(ShadowFigures figuresOfShadow) {
    return copy(answer, slo, sizing, prediction, load, liveTest, figuresOfShadow, checks);
  }

  /** The same run with another answer. */
  public Results answering(String sentence) {
    return copy(sentence, slo, sizing, prediction, load, liveTest, shadow, checks);
  }

  /** The same run as the outcome of a sizing, which has the last word. */
  public Results sized(String sentence, List<SloVerdict> slos, SizingFigures sizingFigures) {
    return copy(sentence, slos, sizingFigures, prediction, load, liveTest, shadow, checks);
  }

  /** The same run as an evaluation of its models, which has the last word on their quality. */
  public Results evaluated(
      String sentence,
      List<PoolFigures> judged,
      QualityFigures qualityFigures,
      CostFigures costFigures,
      List<SloVerdict> slos,
      EvaluationFigures evaluationFigures) {
    return new Results(
        schemaVersion,
        run,
        sentence,
        ledger,
        losses,
        metrics,
        judged,
        workload,
        qualityFigures,
        Business.NONE,
        costFigures,
        energy,
        slos,
        theory,
        claims,
        figures,
        routing,
        abTest,
        burstiness,
        sizing,
        prediction,
        load,
        evaluationFigures,
        liveTest,
        shadow,
        checks);
  }

  private Results copy(
      String sentence,
      List<SloVerdict> slos,
      SizingFigures sizingFigures,
      List<PredictionRow> rows,
      LoadFigures loadFigures,
      LiveTestFigures test,
      @Nullable ShadowFigures shadowFigures,
      List<Check> laws) {
    return new Results(
        schemaVersion,
        run,
        sentence,
        ledger,
        losses,
        metrics,
        pools,
        workload,
        quality,
        business,
        cost,
        energy,
        slos,
        theory,
        claims,
        figures,
        routing,
        abTest,
        burstiness,
        sizingFigures,
        rows,
        loadFigures,
        evaluation,
        test,
        shadowFigures,
        laws);
  }

  /** Whether something holds. */
  public enum Verdict {
    PASS,
    FAIL,
    UNDECIDED
  }

  /**
   * Which run this is.
   *
   * @param id the same for the same scenario, seed and version
   * @param measuredFromSeconds what of the start was left out
   * @param intervals where the intervals come from: replications or batches
   */
  public record Run(
      String id,
      String tool,
      String version,
      String mode,
      String scenario,
      String scenarioSha256,
      long seed,
      int replications,
      double simulatedSeconds,
      double measuredFromSeconds,
      String intervals,
      long events,
      Wall wall) {}

  /** The only part that differs from run to run. */
  public record Wall(String startedAt, double seconds, double eventsPerSecond) {}

  /** Where everybody is, over all replications, warm-up included. */
  public record Ledger(
      Conversations conversations, Turns turns, Requests requests, Hops hops, Attempts attempts) {
    /** Every conversation that began. */
    public record Conversations(
        long arrived, long completed, long abandoned, long failed, long open) {
      /** Whether none is missing. */
      public boolean balances() {
        return arrived == completed + abandoned + failed + open;
      }
    }

    /** Every message of a shopper, with all calls and retries that it took. */
    public record Turns(
        long submitted, long completed, long rejected, long abandoned, long failed, long open) {
      /** Whether none is missing. */
      public boolean balances() {
        return submitted == completed + rejected + abandoned + failed + open;
      }
    }

    /** Every model call that a shopper's turn takes, each try of it counted. */
    public record Requests(
        long submitted, long completed, long rejected, long abandoned, long failed, long open) {
      /** Whether none is missing. */
      public boolean balances() {
        return submitted == completed + rejected + abandoned + failed + open;
      }
    }

    /** Every request at every pool that had it: more than one where it is classified or sent on. */
    public record Hops(
        long submitted, long completed, long rejected, long abandoned, long failed, long open) {
      /** Whether none is missing. */
      public boolean balances() {
        return submitted == completed + rejected + abandoned + failed + open;
      }
    }

    /** Every attempt of an API worker at its vendor; a request may take several. */
    public record Attempts(
        long sent, long succeeded, long throttled, long failed, long timedOut, long open) {}
  }

  /** The distribution of one metric. */
  public record MetricFigures(
      String unit,
      long count,
      double mean,
      double stdev,
      double min,
      double p50,
      double p75,
      double p90,
      double p95,
      double p99,
      double p999,
      double max,
      Map<String, double[]> ci95) {}

  /**
   * A figure that was measured, beside what a simulation of the same scenario predicts.
   *
   * @param metric of the results, whose unit both figures have
   * @param pool null where it is of the whole
   * @param ratio of the measured to the predicted
   * @param countedReplies answered requests whose tokens were counted by who heard them, because
   *     the vendor does not tell them
   */
  public record PredictionRow(
      String metric,
      String pool,
      String stat,
      double predicted,
      double[] predictedCi95,
      double measured,
      double[] measuredCi95,
      double ratio) {}

  /** One pool; figures are means over the replications. */
  public record PoolFigures(
      String name,
      String kind,
      int workers,
      @JsonInclude(JsonInclude.Include.NON_NULL) DeviceCount devices,
      int slots,
      double utilization,
      double offeredUtilization,
      boolean stable,
      double share,
      double throughput,
      QueueLength queueLength,
      Mean inSystem,
      Mean inService,
      Mean workersUp,
      Mean workersPaid,
      Mean sojourn,
      Mean queueWait,
      Mean service,
      @JsonProperty("pWait") double probabilityOfWait,
      @JsonProperty("pAbandon") double probabilityOfAbandonment,
      @JsonProperty("pReject") double probabilityOfRejection,
      @JsonProperty("pFail") double probabilityOfFailure,
      Map<String, Long> failures,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) long countedReplies,
      double backlog,
      double littleResidual,
      double cost,
      double energyJoules,
      @JsonProperty("gramsCO2e") double gramsCo2e,
      Map<String, Double> quality,
      @JsonInclude(JsonInclude.Include.NON_NULL) EngineFigures engine,
      Map<String, double[]> ci95) {
    /** Part of the time that its devices compute; null in a pool without engines. */
    @JsonProperty(value = "computing", access = JsonProperty.Access.READ_ONLY)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public Double computing() {
      return engine == null ? null : engine.computing();
    }

    /** The same pool with other opinions of it. */
    public PoolFigures judged(Map<String, Double> otherQuality) {
      return new PoolFigures(
          name,
          kind,
          workers,
          devices,
          slots,
          utilization,
          offeredUtilization,
          stable,
          share,
          throughput,
          queueLength,
          inSystem,
          inService,
          workersUp,
          workersPaid,
          sojourn,
          queueWait,
          service,
          probabilityOfWait,
          probabilityOfAbandonment,
          probabilityOfRejection,
          probabilityOfFailure,
          failures,
          countedReplies,
          backlog,
          littleResidual,
          cost,
          energyJoules,
          gramsCo2e,
          otherQuality,
          engine,
          ci95);
    }
  }

  /** What the workers that a pool has at the start run on; null where no device is named. */
  public record DeviceCount(String name, int count) {}

  /** Requests waiting. */
  public record QueueLength(double mean, long max) {}

  /** A mean, where more may follow. */
  public record Mean(double mean) {}

  /**
   * Who came and what they said.
   *
   * @param cachedTokens mean input tokens of a request that were found in a cache
   * @param languages part of the answered turns; the other maps alike
   * @param trace null where none was replayed
   */
  public record Workload(
      Arrivals arrivals,
      Tokens inputTokens,
      Tokens outputTokens,
      double cachedTokens,
      Map<String, Double> languages,
      Map<String, Double> intents,
      Map<String, Double> rejectionReasons,
      @JsonInclude(JsonInclude.Include.NON_NULL) TraceFile trace) {

    /**
     * Arrivals of new shoppers, over all replications; rate, coefficient of variation and index of
     * dispersion are means of the replications' own.
     */
    public record Arrivals(
        long count, double ratePerSecond, double cv, Map<String, Double> dispersion) {}

    /** Token counts of the answered requests; NaN where all are alike. */
    public record Tokens(double mean, double p50, double p90, double p99) {}

    /** The trace that was replayed. */
    public record TraceFile(
        String name, String sha256, int requests, double seconds, double speed) {}
  }

  /** What the conversations of one replication brought, on average. */
  public record Business(
      double accepted,
      double purchases,
      double conversionRate,
      double revenue,
      double revenuePerThousandConversations,
      double returned,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable LostRevenue lost,
      Map<String, double[]> ci95) {
    /** Not known. */
    public static final Business NONE =
        new Business(
            Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, null, Map.of());
  }

  /** The replayed trace beside Poisson arrivals of the same rate and the same token counts. */
  public record Burstiness(Tail replayed, Tail poisson, double ratioOfP99) {
    /** How bursty the arrivals are and what the slowest requests wait for. */
    public record Tail(
        double ratePerSecond,
        double cv,
        double dispersion60s,
        double requestLatencyP99,
        double[] ci95) {}
  }

  /** Quality of the answers, by the share of the requests that each model answered. */
  public record QualityFigures(
      double satisfaction,
      double coherence,
      @JsonProperty("tool_selection") double toolSelection,
      double flow,
      @JsonProperty("ndcg_at_1") double ndcgAt1,
      @JsonProperty("ndcg_at_5") double ndcgAt5,
      @JsonProperty("recall_at_5") double recallAt5,
      double accuracy,
      Map<String, Double> byLanguage,
      Map<String, Double> stdev,
      Map<String, double[]> ci95) {}

  /**
   * Money.
   *
   * @param perMonth of serving everybody; NaN where nothing is known of a month
   * @param budgetSpentAfterHours of the month, the first budget; NaN where all last
   * @param month what that cost is made of; null in runs of version 0.1
   * @param satisfiedShoppers of one replication
   */
  public record CostFigures(
      String currency,
      double total,
      double perHour,
      double perConversation,
      double perThousandConversations,
      double perMonth,
      double budgetSpentAfterHours,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable MonthFigures month,
      double perSatisfiedShopper,
      double satisfiedShoppers,
      double measuredSeconds,
      Map<String, double[]> ci95) {}

  /**
   * Energy at the wall, and the carbon of the grid for it, of the pools that state their power.
   *
   * @param coverage part of the answered requests that it is of: per request, conversation and
   *     shopper it is known only where that is one
   * @param unknown the pools that answered and do not state their power; null in runs of version
   *     0.1
   * @param assumed who assumes it, by pool, where it is not known
   */
  public record EnergyFigures(
      double joules,
      double coverage,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> unknown,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable Map<String, String> assumed,
      double joulesPerRequest,
      double joulesPerThousandConversations,
      double joulesPerMonth,
      double joulesPerSatisfiedShopper,
      @JsonProperty("gramsCO2e") double gramsCo2e,
      @JsonProperty("gramsCO2ePerThousandConversations") double gramsPerThousandConversations,
      @JsonProperty("gramsCO2ePerMonth") double gramsPerMonth,
      @JsonProperty("gramsCO2ePerSatisfiedShopper") double gramsPerSatisfiedShopper,
      Map<String, double[]> ci95) {}

  /** Theory beside simulation, judged on a 99.9 % interval. */
  public record TheoryRow(
      String system,
      String metric,
      String pool,
      double closedForm,
      double simulated,
      double[] ci95,
      double[] ci999,
      Verdict verdict) {}

  /**
   * A stated figure beside what was found.
   *
   * @param stated as a number, in seconds, per second, parts of one or currency units
   * @param found by arithmetic, or else by the run
   * @param measured by the run; NaN without
   * @param ci95 of that
   * @param difference of what is found from what is stated, as a part of the latter
   * @param because one sentence
   */
  public record ClaimVerdict(
      String claim,
      double stated,
      String statedText,
      String op,
      double found,
      double measured,
      double[] ci95,
      ClaimHolds verdict,
      double difference,
      @JsonInclude(JsonInclude.Include.NON_NULL) String formula,
      @JsonInclude(JsonInclude.Include.NON_NULL) String figure,
      String because,
      String source,
      String note) {}

  /** Whether a claim holds. */
  public enum ClaimHolds {
    HOLDS,
    DOES_NOT_HOLD,
    CANNOT_BE_DECIDED,
    /** It holds, and could not have come out otherwise. */
    BY_CONSTRUCTION,
    /** It holds of one run of a comparison, and not of another. */
    DOES_NOT_REPLICATE
  }

  /**
   * A figure by the name that objectives, sweeps and comparisons use.
   *
   * @param samples the figure of every replication, or of every batch of a single one
   */
  public record KeyFigure(double value, double[] ci95, double[] samples) {}

  /** What became of requests that did not simply go to one pool, over all replications. */
  public record Detours(
      String policy,
      long classified,
      long misclassified,
      long escalated,
      long passedOn,
      long refused,
      long circuitOpenings,
      @Nullable Confidence confidence) {}

  /**
   * How confident one could be in answers that might have been replaced, to a thousandth; {@code
   * values} and {@code weights} are an empirical distribution of scenarios.
   *
   * @param count answers of which it is known
   * @param unknown answers of which nothing told it: they were replaced
   */
  public record Confidence(
      long count,
      long unknown,
      double mean,
      double p10,
      double p50,
      double p90,
      double[] values,
      long[] weights) {}

  /**
   * An A/B test; every replication is one.
   *
   * @param conversationsPerArm that the first two arms need for the test's power, by the
   *     satisfaction that the pools state, or else by what was found
   * @param comparisons of every other arm with the first
   */
  public record AbTestFigures(
      String measure,
      double significance,
      double power,
      List<Arm> arms,
      double conversationsPerArm,
      String conversationsPerArmBy,
      List<ArmComparison> comparisons) {
    /** One arm, over all replications. */
    public record Arm(String pool, long conversations, long successes, double rate) {}

    /**
     * One arm beside the first.
     *
     * @param difference of the rates, over all replications
     * @param found how many replications tell the arms apart by themselves
     */
    public record ArmComparison(
        String pool,
        String against,
        double difference,
        double[] ci95,
        double pValue,
        int found,
        int replications,
        Better verdict) {}
  }

  /** How one thing stands to another. */
  public enum Better {
    BETTER,
    WORSE,
    UNDECIDED
  }

  /** A law that every run must obey. */
  public record Check(String name, boolean holds, String detail) {}
}
