package footfall.serving.gateway;

import footfall.actors.protocol.RequestOutcome;
import footfall.actors.protocol.RequestOutcome.Completed;
import footfall.actors.protocol.RequestOutcome.Failed;
import footfall.actors.protocol.RequestOutcome.Rejected;
import footfall.reports.recording.PoolLevels;
import footfall.reports.results.LiveTestFigures;
import footfall.scenarios.Scenario;
import footfall.scenarios.pools.Backend;
import footfall.scenarios.pools.PoolSpec;
import footfall.serving.ingress.LiveTest;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.ToDoubleFunction;

/**
 * What the server tells of itself: its own names, those of OpenTelemetry for generative AI, and
 * where asked for those of vLLM. Never a session or a request as a label. Thread-safe.
 */
final class GatewayMetrics {
  private static final double[] REQUEST_SECONDS = {
    .001, .005, .01, .02, .04, .06, .08, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10
  };
  private static final double[] TOKEN_SECONDS = {
    .01, .025, .05, .075, .1, .15, .2, .3, .4, .5, .75, 1, 2.5
  };
  private static final double NANOS = 1e9;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicReferenceArray<PoolLevels> levels;
  private final List<PoolMeters> pools = new ArrayList<>();
  private final Map<Integer, Counter> responses = new ConcurrentHashMap<>();

  /** What is measured of one pool. */
  private final class PoolMeters {
    final Timer duration;
    final Timer firstToken;
    final Timer perToken;
    final Timer queued;
    final Counter inputTokens;
    final Counter outputTokens;
    final Map<String, Counter> outcomes = new ConcurrentHashMap<>();
    final Tags tags;

    /** By their names of vLLM; none unless asked for. */
    final List<Timer> aliases = new ArrayList<>();

    final List<Counter> aliasCounters = new ArrayList<>();

    PoolMeters(PoolSpec pool, boolean vllm) {
      tags = Tags.of("pool", pool.name(), "kind", pool.kind().name().toLowerCase(Locale.ROOT));
      Tags genAi = Tags.of("gen_ai.response.model", pool.name(), "gen_ai.operation.name", "chat");
      duration = timer("gen_ai.server.request.duration", genAi, REQUEST_SECONDS);
      firstToken = timer("gen_ai.server.time_to_first_token", genAi, REQUEST_SECONDS);
      perToken = timer("gen_ai.server.time_per_output_token", genAi, TOKEN_SECONDS);
      queued = timer("footfall.pool.queue_wait", tags, REQUEST_SECONDS);
      inputTokens = registry.counter("footfall.pool.tokens", tags.and("direction", "input"));
      outputTokens = registry.counter("footfall.pool.tokens", tags.and("direction", "output"));
      if (vllm) {
        Tags names = Tags.of("model_name", pool.name(), "engine", "0");
        aliases.add(timer("vllm:e2e_request_latency", names, REQUEST_SECONDS));
        aliases.add(timer("vllm:time_to_first_token", names, REQUEST_SECONDS));
        aliases.add(timer("vllm:inter_token_latency", names, TOKEN_SECONDS));
        aliases.add(timer("vllm:request_queue_time", names, REQUEST_SECONDS));
        aliasCounters.add(registry.counter("vllm:prompt_tokens", names));
        aliasCounters.add(registry.counter("vllm:generation_tokens", names));
        aliasCounters.add(registry.counter("vllm:request_success", names));
      }
    }

    void completed(Completed completed) {
      long submitted = completed.request().firstSubmittedNanos();
      int input = completed.request().inputTokens();
      int output = completed.request().outputTokens();
      Duration whole = Duration.ofNanos(completed.endedNanos() - submitted);
      Duration first = Duration.ofNanos(completed.firstTokenNanos() - submitted);
      Duration wait = Duration.ofNanos(completed.request().waitedNanos() + completed.waitNanos());
      Duration gap =
          output > 1 && completed.endedNanos() > completed.firstTokenNanos()
              ? Duration.ofNanos(
                  (completed.endedNanos() - completed.firstTokenNanos()) / (output - 1))
              : null;
      duration.record(whole);
      firstToken.record(first);
      queued.record(wait);
      if (gap != null) {
        perToken.record(gap);
      }
      inputTokens.increment(input);
      outputTokens.increment(output);
      if (!aliases.isEmpty()) {
        aliases.get(0).record(whole);
        aliases.get(1).record(first);
        if (gap != null) {
          aliases.get(2).record(gap);
        }
        aliases.get(3).record(wait);
        aliasCounters.get(0).increment(input);
        aliasCounters.get(1).increment(output);
        aliasCounters.get(2).increment();
      }
    }

    void outcome(String outcome) {
      outcomes
          .computeIfAbsent(
              outcome,
              name -> registry.counter("footfall.pool.requests", tags.and("outcome", name)))
          .increment();
    }
  }

  GatewayMetrics(Scenario scenario, boolean vllm) {
    this.levels = new AtomicReferenceArray<>(scenario.pools().size());
    for (PoolSpec spec : scenario.pools()) {
      int index = pools.size();
      PoolMeters meters = new PoolMeters(spec, vllm);
      pools.add(meters);
      Gauge.builder("footfall.pool.info", () -> 1)
          .tags(meters.tags.and("backend", backend(spec)))
          .register(registry);
      gauge("footfall.pool.queue_length", meters.tags, index, PoolLevels::waiting);
      gauge("footfall.pool.in_service", meters.tags, index, PoolLevels::inService);
      gauge("footfall.pool.workers_up", meters.tags, index, PoolLevels::workersUp);
      gauge(
          "footfall.pool.slots_up",
          meters.tags,
          index,
          now -> (double) now.workersUp() * spec.slots());
      if (vllm) {
        Tags names = Tags.of("model_name", spec.name(), "engine", "0");
        gauge("vllm:num_requests_running", names, index, PoolLevels::inService);
        gauge("vllm:num_requests_waiting", names, index, PoolLevels::waiting);
      }
    }
    Gauge.builder("footfall.gateway.requests_in_flight", inFlight, AtomicInteger::get)
        .register(registry);
  }

  /** Tells how an A/B test stands as well. */
  void follow(LiveTest test) {
    LiveTestFigures now = test.figures();
    for (int i = 0; i < now.arms().size(); i++) {
      int arm = i;
      Tags tags = Tags.of("arm", now.arms().get(i).pool());
      Gauge.builder(
              "footfall.ab.conversations", test, t -> t.figures().arms().get(arm).conversations())
          .description("Sessions of the arm of which somebody told how they went")
          .tags(tags)
          .register(registry);
      Gauge.builder("footfall.ab.successes", test, t -> t.figures().arms().get(arm).successes())
          .description("Those of them that went well")
          .tags(tags)
          .register(registry);
    }
    for (int i = 0; i < now.comparisons().size(); i++) {
      int comparison = i;
      Gauge.builder(
              "footfall.ab.e_value", test, t -> t.figures().comparisons().get(comparison).eValue())
          .description("Evidence that the arm differs from the first; one is none")
          .tags(Tags.of("arm", now.comparisons().get(i).pool()))
          .register(registry);
    }
  }

  /** What answers in this pool, so that a measurement can tell models from played ones. */
  private static String backend(PoolSpec pool) {
    if (pool.backend() instanceof Backend.Played) {
      return "played";
    }
    return pool.backend() instanceof Backend.Remote ? "remote" : "local";
  }

  private void gauge(String name, Tags tags, int pool, ToDoubleFunction<PoolLevels> level) {
    Gauge.builder(
            name, levels, all -> all.get(pool) == null ? 0 : level.applyAsDouble(all.get(pool)))
        .tags(tags)
        .register(registry);
  }

  private Timer timer(String name, Tags tags, double[] seconds) {
    return Timer.builder(name)
        .tags(tags)
        .serviceLevelObjectives(
            Arrays.stream(seconds)
                .mapToObj(second -> Duration.ofNanos(Math.round(second * NANOS)))
                .toArray(Duration[]::new))
        .register(registry);
  }

  /** A request goes to the ingress. */
  void asked() {
    inFlight.incrementAndGet();
  }

  /** A response of that status goes out. */
  void responded(int status) {
    responses
        .computeIfAbsent(
            status,
            s -> registry.counter("footfall.gateway.responses", "status", Integer.toString(s)))
        .increment();
  }

  int inFlight() {
    return inFlight.get();
  }

  void ended(RequestOutcome outcome) {
    inFlight.decrementAndGet();
    if (outcome.pool() < 0) {
      return;
    }
    PoolMeters meters = pools.get(outcome.pool());
    if (outcome instanceof Completed completed) {
      meters.completed(completed);
      meters.outcome("completed");
    } else if (outcome instanceof Failed failed) {
      meters.outcome(failed.failure().key());
    } else {
      meters.outcome(outcome instanceof Rejected ? "rejected" : "abandoned");
    }
  }

  /** How things stand in a pool. */
  void levels(int pool, PoolLevels now) {
    levels.set(pool, now);
  }

  /** Everything in the text format of Prometheus. */
  String scrape() {
    return registry.scrape();
  }
}
