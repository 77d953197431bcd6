package footfall.reports.analysis.run;

import footfall.queueing.statistics.Durations;
import footfall.reports.analysis.samples.Figures;
import footfall.reports.analysis.samples.Samples;
import footfall.reports.analysis.verdicts.SloJudge;
import footfall.reports.figures.Quantity;
import footfall.reports.recording.ConversationSums;
import footfall.reports.recording.Metric;
import footfall.reports.recording.PoolLevels;
import footfall.reports.recording.PoolTally;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.recording.WindowPlan;
import footfall.reports.results.EngineFigures;
import footfall.reports.results.Results.Burstiness;
import footfall.reports.results.Results.PoolFigures;
import footfall.scenarios.Scenario;
import footfall.scenarios.TraceWarnings;
import footfall.scenarios.UnstatedLanguages;
import footfall.scenarios.pools.Curve;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.pools.Power;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What stands out in a run besides its verdicts and loads, each in a few words. */
final class Highlights {
  /** Less than this goes without saying. */
  private static final double NOTABLE = 0.001;

  private static final double NOTABLY_MORE = 1.2;
  private static final double BUSY = 0.3;

  /** Conversations that a run should be as long as. */
  private static final double SHORT = 10;

  private final Scenario scenario;
  private final List<ReplicationRecord> replications;
  private final Samples samples;
  private final List<PoolFigures> pools;

  private final List<String> words = new ArrayList<>();

  private Highlights(
      Scenario scenario,
      List<ReplicationRecord> replications,
      Samples samples,
      List<PoolFigures> pools) {
    this.scenario = scenario;
    this.replications = replications;
    this.samples = samples;
    this.pools = pools;
  }

  /**
   * The highlights, the most important first.
   *
   * @param burstiness null where no trace was replayed
   */
  public static List<String> of(
      Scenario scenario,
      List<ReplicationRecord> replications,
      Samples samples,
      List<PoolFigures> pools,
      Burstiness burstiness,
      boolean realTime) {
    Highlights highlights = new Highlights(scenario, replications, samples, pools);
    if (burstiness != null && Double.isFinite(burstiness.ratioOfP99())) {
      highlights.burstiness(burstiness);
    }
    highlights.worstTime();
    highlights.words.addAll(VendorHighlights.of(scenario, samples));
    highlights.shortRun();
    highlights.unfinished();
    highlights.noSteadyState();
    if (!realTime) {
      highlights.oneReplication();
    }
    highlights.derived();
    highlights.words.addAll(UnstatedLanguages.of(scenario));
    highlights.words.addAll(TraceWarnings.of(scenario));
    for (int pool = 0; pool < pools.size(); pool++) {
      if (pools.get(pool).share() == 0) {
        continue; // Nothing that it does stands out.
      }
      highlights.counted(pool);
      highlights.workers(pool);
      if (!realTime) { // The speed of a batch is the service model's, not what was measured.
        highlights.batch(pool);
      }
      highlights.engine(pool);
      highlights.memory(pool);
      highlights.energy(pool);
    }
    highlights.context();
    highlights.purchases();
    return List.copyOf(highlights.words);
  }

  private void burstiness(Burstiness found) {
    add(
        "request_latency p99 is %s as recorded, but %s if the same requests came as a Poisson"
            + " process of the same rate (%.2f times)",
        Quantity.seconds(found.replayed().requestLatencyP99()),
        Quantity.seconds(found.poisson().requestLatencyP99()),
        found.ratioOfP99());
  }

  /** The section with the greatest p95, where the run has a course that is asked about. */
  private void worstTime() {
    if (scenario.warmUp().isSteadyState()) {
      return;
    }
    WindowPlan plan = replications.get(0).plan();
    double worst = 0;
    int at = 0;
    for (int window = 0; window < plan.sections(); window++) {
      Durations latency = latency(window);
      double p95 = latency.percentileSeconds(95);
      if (latency.count() >= SloJudge.samplesNeeded("p95", 0.95) && p95 > worst) {
        worst = p95;
        at = window;
      }
    }
    double overall =
        samples.whole().window().durations(Metric.REQUEST_LATENCY).percentileSeconds(95);
    if (worst > NOTABLY_MORE * overall) {
      add(
          "worst from %s to %s: request_latency p95 %s, against %s over the whole run",
          Quantity.timeOfRun(plan.sectionNanos(at) / 1e9),
          Quantity.timeOfRun(plan.sectionNanos(at + 1) / 1e9),
          Quantity.seconds(worst),
          Quantity.seconds(overall));
    }
  }

  private Durations latency(int window) {
    List<Durations> parts = new ArrayList<>();
    for (ReplicationRecord replication : replications) {
      parts.add(replication.sections().get(window).durations(Metric.REQUEST_LATENCY));
    }
    return Durations.merged(parts);
  }

  private void workers(int pool) {
    PoolSpec spec = scenario.pools().get(pool);
    if (spec.operations().isUneventful()) {
      return;
    }
    int least = Integer.MAX_VALUE;
    int most = 0;
    for (ReplicationRecord replication : replications) {
      for (PoolLevels[] levels : replication.levels()) {
        int up = levels[pool].workersUp() / replication.replications();
        least = Math.min(least, up);
        most = Math.max(most, up);
      }
    }
    add(
        "%s has %d to %d workers up, %.2f on average, and pays for %.2f%s",
        spec.name(),
        least,
        most,
        pools.get(pool).workersUp().mean(),
        pools.get(pool).workersPaid().mean(),
        spec.operations().loadNanos() == 0
            ? ""
            : "; each takes "
                + Quantity.seconds(spec.operations().loadNanos() / 1e9)
                + " to start");
  }

  private void batch(int pool) {
    PoolSpec spec = scenario.pools().get(pool);
    if (spec.service().batching().isPresent()) {
      double together = pools.get(pool).inService().mean() / pools.get(pool).workersUp().mean();
      Curve tpot = spec.service().batching().get().tpot();
      add(
          "a worker of %s runs %.1f requests together, of at most %d, at %s a token, against %s"
              + " alone",
          spec.name(),
          together,
          spec.slots(),
          Quantity.seconds(tpot.at((int) Math.max(1, Math.round(together)))),
          Quantity.seconds(tpot.at(1)));
    }
  }

  private void engine(int pool) {
    EngineFigures engine = pools.get(pool).engine();
    if (engine == null) {
      return;
    }
    add(
        "%s prefills %,.0f of at most %,.0f tokens/s and decodes %,.0f of at most %,.0f",
        pools.get(pool).name(),
        engine.tokensRead() + engine.tokensRecomputed(),
        engine.capacity().promptTokensPerSecond(),
        engine.tokensWritten(),
        engine.capacity().outputTokensPerSecond());
    if (engine.preemptionsPerRequest() > NOTABLE) {
      add(
          "%s runs out of KV memory: %.2f preemptions per request, and %s of its prefill is"
              + " recomputation",
          pools.get(pool).name(),
          engine.preemptionsPerRequest(),
          Quantity.percent(
              engine.tokensRecomputed() / (engine.tokensRead() + engine.tokensRecomputed())));
    }
    if (engine.cacheHits() > NOTABLE) {
      add("%s of the prompt tokens hit the prefix cache", Quantity.percent(engine.cacheHits()));
    }
  }

  /** The warm-up was to be left out, and there was no end to it. */
  private void noSteadyState() {
    if (!samples.steady() && scenario.arrivals().isStationary()) {
      add("the run is too short for a steady state, so its start counts too");
    }
  }

  /** Parts of one run resemble their neighbours, which makes intervals from them too narrow. */
  private void oneReplication() {
    if (samples.method() == Samples.Method.BATCHES && !scenario.slos().isEmpty()) {
      add(
          "one replication: its intervals come from parts of it, and are too narrow where queues"
              + " take long to settle; five tell more");
    }
  }

  /** Conversations that go on count by their beginnings. */
  private void unfinished() {
    double part = samples.whole().unfinishedPart();
    if (part > SloJudge.UNFINISHED && part < 1 && !scenario.drain()) {
      add(
          "%s of what was served is of conversations that go on, so cost per conversation is of"
              + " their beginnings, and may be too low",
          Quantity.percent(part));
    }
  }

  /** Long conversations are open at the end, and are not counted as ended. */
  private void shortRun() {
    double conversation =
        samples.whole().window().durations(Metric.CONVERSATION_DURATION).meanSeconds();
    if (conversation * SHORT > scenario.horizonSeconds() && !scenario.drain()) {
      add(
          "conversations take %s on average, which is long for a run of %s: those still open at"
              + " its end are the longer ones, and in no mean of those that ended",
          Quantity.seconds(conversation), Quantity.seconds(scenario.horizonSeconds()));
    }
  }

  /** Speeds that nobody measured, and what would replace them. */
  private void derived() {
    List<PoolSpec> derived = new ArrayList<>();
    for (int pool = 0; pool < pools.size(); pool++) {
      PoolSpec spec = scenario.pools().get(pool);
      if (pools.get(pool).share() > 0
          && spec.engine().filter(e -> e.rates().uncertainty() > 0).isPresent()) {
        derived.add(spec);
      }
    }
    if (!derived.isEmpty()) {
      add(
          "the speed of %s is derived from data sheets and may be off by %.0f %% (one standard"
              + " deviation; replications draw it): measure TTFT and TPOT at a few concurrencies,"
              + " and fit it with footfall calibrate --table",
          derived.stream().map(PoolSpec::name).collect(Collectors.joining(", ")),
          100
              * derived.stream()
                  .mapToDouble(pool -> pool.engine().orElseThrow().rates().uncertainty())
                  .max()
                  .orElseThrow());
    }
  }

  private void counted(int pool) {
    PoolTally tally = samples.whole().tally(pool);
    if (tally.counted() > 0) {
      add(
          "%s does not tell the tokens of %d of its %d replies: they are counted by the events"
              + " heard, which may bring several tokens each, and so is what they cost",
          scenario.pools().get(pool).name(), tally.counted(), tally.completed());
    }
  }

  private void memory(int pool) {
    double together = samples.whole().together(pool);
    if (together < scenario.pools().get(pool).slots()) {
      add(
          scenario.pools().get(pool).engine().isPresent()
              ? "KV memory limits a worker of %s to %.0f requests of mean size (maxSequences is %d)"
              : "the memory of a worker of %s holds %.0f requests of the mean size, fewer than its"
                  + " %d slots",
          scenario.pools().get(pool).name(),
          together,
          scenario.pools().get(pool).slots());
    }
  }

  private void energy(int pool) {
    scenario
        .pools()
        .get(pool)
        .power()
        .flatMap(Power::perToken)
        .ifPresent(
            tokens ->
                add(
                    "the energy of %s is assumed (%s), %s J for an output token",
                    pools.get(pool).name(),
                    tokens.source(),
                    Quantity.digits(tokens.outputJoules())));
    double idle = samples.whole().idlePart(pool);
    double perThousand =
        1_000 * samples.value(s -> Figures.perConversation(s, each -> each.energyJoules(pool)));
    if (idle > BUSY && Double.isFinite(perThousand)) {
      add(
          "%s draws %s kWh per 1,000 conversations, %.0f %% of it while idle",
          pools.get(pool).name(), Quantity.digits(perThousand / 3.6e6), 100 * idle);
    }
  }

  private void context() {
    boolean history =
        scenario.shoppers().stream()
            .anyMatch(s -> s.context().isPresent() || s.intents().isPresent());
    ConversationSums conversations = samples.whole().window().talk();
    if (history
        && conversations.inputTokens().count() > 0
        && conversations.outputTokens().mean() > 0) {
      add(
          "a request reads %,.0f tokens on average (p99 %,.0f), and the first of the %,.0f that it"
              + " writes comes after %s",
          conversations.inputTokens().mean(),
          conversations.inputTokens().percentile(99),
          conversations.outputTokens().mean(),
          Quantity.seconds(
              samples.whole().window().durations(Metric.TIME_TO_FIRST_TOKEN).meanSeconds()));
    }
  }

  private void purchases() {
    double rate = samples.value(Figures::conversionRate);
    if (rate > 0) {
      double revenue = Workloads.revenuePerThousand(samples.whole());
      add(
          "%.1f %% of the conversations end in a purchase%s",
          100 * rate,
          revenue > 0
              ? ", worth "
                  + Quantity.money(revenue, scenario.currency())
                  + " per 1,000 completed conversations"
              : "");
    }
  }

  private void add(String format, Object... values) {
    words.add(String.format(Locale.ROOT, format, values));
  }
}
