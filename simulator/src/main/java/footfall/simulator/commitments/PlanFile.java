package footfall.simulator.commitments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import footfall.reports.analysis.run.Outcome;
import footfall.reports.analysis.samples.Sample;
import footfall.reports.analysis.samples.Samples;
import footfall.reports.results.Results;
import footfall.scenarios.Scenario;
import footfall.scenarios.Slo;
import footfall.scenarios.figures.Selection;
import footfall.scenarios.pools.PoolSpec;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Writes what was sized as a plan that can be kept and checked again. */
public final class PlanFile {
  /** By how much what makes work may exceed the plan; a share may differ by half of it. */
  private static final double SLACK = 0.1;

  /** By how much a token may take longer: the stated error of most profiles. */
  private static final double SLOWER = 0.25;

  private static final Set<String> TIMES =
      Set.of("time_to_first_token", "time_per_output_token", "queue_wait", "request_latency");

  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder()
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .build());

  private final Scenario scenario;
  private final Results results;
  private final Samples samples;
  private final Series series;
  private final ObjectNode assumptions = YAML.createObjectNode();
  private final ArrayNode unchecked = YAML.createArrayNode();

  private PlanFile(Outcome outcome, Series series) {
    this.scenario = outcome.resolved().scenario();
    this.results = outcome.results();
    this.samples = Samples.of(scenario, outcome.replications());
    this.series = series;
  }

  /**
   * The plan as text.
   *
   * @param file the scenario, as the user named it
   * @param deployment whose metrics will be asked for
   */
  public static String of(Outcome outcome, String file, Series deployment) {
    PlanFile plan = new PlanFile(outcome, deployment);
    try {
      return "# What was decided and what it relies on. Compare it with what a deployment does:\n"
          + "#   footfall check THIS-FILE --metrics http://127.0.0.1:9090\n"
          + "# It ends with exit code 2 where a figure has left its bounds: size again then. $window\n"
          + "# is the time looked at, and $interval that of which the busiest counts. Bounds and\n"
          + "# queries may be changed.\n"
          + YAML.writeValueAsString(plan.content(outcome, file));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private ObjectNode content(Outcome outcome, String file) {
    arrivals();
    for (int i = 0; i < scenario.pools().size(); i++) {
      work(i);
    }
    scenario.slos().forEach(this::objective);
    ObjectNode content = YAML.createObjectNode();
    content.put("plan", scenario.name());
    content.put("scenario", file);
    content.put("sha256", outcome.resolved().sha256());
    content.put("footfall", results.run().version());
    content.put("answer", results.answer());
    ObjectNode bought = content.putObject("bought");
    results.sizing().configuration().forEach(bought::put);
    content.set("assumptions", assumptions);
    if (!unchecked.isEmpty()) {
      content.set("notChecked", unchecked);
    }
    return content;
  }

  /** The busiest hour is what the plan is made for. */
  private void arrivals() {
    double planned =
        seenShare()
            * samples.value(Sample::throughput)
            / results.losses().requests().answeredShare();
    add(
        "requests in the busiest hour",
        planned,
        "/s",
        Double.NEGATIVE_INFINITY,
        planned * (1 + SLACK),
        "max_over_time(sum(rate(" + allRequests() + "[$interval]))[$window:$interval])");
  }

  /** The part of the requests that the deployment's metrics tell of. */
  private double seenShare() {
    double seen = 0;
    for (int i = 0; i < scenario.pools().size(); i++) {
      int pool = i;
      boolean isSeen = series != Series.VLLM || !scenario.pools().get(i).isAccount();
      seen += isSeen ? samples.value(sample -> sample.share(pool)) : 0;
    }
    return seen;
  }

  /** Of the plan's own pools, where others may be told of, too. */
  private String allRequests() {
    return series.requestsOf(
        scenario.pools().stream()
            .filter(pool -> series != Series.VLLM || !pool.isAccount())
            .map(pool -> series.named(pool.name()))
            .toList());
  }

  private void work(int index) {
    PoolSpec pool = scenario.pools().get(index);
    if (pool.isAccount() && series == Series.VLLM) {
      unchecked.add("what the vendor of " + pool.name() + " does: vLLM does not see it");
      return;
    }
    String requests = "sum(rate(" + series.requests(series.named(pool.name())) + "[$window]))";
    double share = samples.value(sample -> sample.share(index));
    if (scenario.pools().size() > 1 && series != Series.VLLM) {
      add(
          "share of " + pool.name(),
          share,
          "",
          Math.max(0, share - SLACK / 2),
          Math.min(1, share + SLACK / 2),
          "(" + requests + " or vector(0)) / sum(rate(" + allRequests() + "[$window]))");
    }
    for (String direction : new String[] {"input", "output"}) {
      double tokens =
          samples.value(
              s ->
                  (direction.equals("input") ? s.inputTokens(index) : s.outputTokens(index))
                      / s.completions(index));
      Optional<String> counter = series.tokens(series.named(pool.name()), direction);
      if (counter.isPresent() && Double.isFinite(tokens)) {
        add(
            direction + " tokens of a request to " + pool.name(),
            tokens,
            "",
            Double.NEGATIVE_INFINITY,
            tokens * (1 + SLACK),
            "sum(rate(" + counter.get() + "[$window])) / " + requests);
      }
    }
    if (!pool.isAccount()) {
      speedAndWorkers(pool);
    }
  }

  private void speedAndWorkers(PoolSpec pool) {
    Results.MetricFigures perToken = results.metrics().get("time_per_output_token");
    boolean isOnly = scenario.pools().stream().filter(p -> !p.isAccount()).count() == 1;
    if (perToken != null && Double.isFinite(perToken.mean()) && isOnly && isAllOwn()) {
      add(
          "time of a token of " + pool.name(),
          perToken.mean(),
          "s",
          Double.NEGATIVE_INFINITY,
          perToken.mean() * (1 + SLOWER),
          mean("time_per_output_token", series.named(pool.name())));
    }
    Optional<String> up = series.workers(series.named(pool.name()));
    if (up.isPresent() && pool.operations().autoscaling().isEmpty()) {
      add(
          "workers of " + pool.name(),
          pool.workers(),
          "",
          pool.workers(),
          Double.POSITIVE_INFINITY,
          series.workersUp(up.get()));
    }
  }

  private boolean isAllOwn() {
    return scenario.pools().stream().noneMatch(PoolSpec::isAccount);
  }

  private void objective(Slo slo) {
    Optional<String> query = query(slo);
    if (query.isEmpty()) {
      unchecked.add(slo.figure().words() + " " + slo.op().sign() + " " + slo.stated());
      return;
    }
    boolean isUpper = slo.op() == Slo.Op.AT_MOST;
    add(
        slo.figure().words(),
        results.slo().get(scenario.slos().indexOf(slo)).actual(),
        TIMES.contains(slo.metric()) ? "s" : "",
        isUpper ? Double.NEGATIVE_INFINITY : slo.threshold(),
        isUpper ? slo.threshold() : Double.POSITIVE_INFINITY,
        query.get());
  }

  private Optional<String> query(Slo slo) {
    if (slo.figure().selection().isPresent() && !isOfAll(slo.figure().selection().get())) {
      return Optional.empty();
    }
    String pool = slo.pool().map(series::named).orElse("");
    if (TIMES.contains(slo.metric())) {
      return slo.stat().equals("mean")
          ? Optional.of(mean(slo.metric(), pool))
          : slo.stat().matches("p[0-9.]+")
              ? Optional.of(
                  String.format(
                      Locale.ROOT,
                      "histogram_quantile(%s, sum by (le) (rate(%s[$window])))",
                      number(Double.parseDouble(slo.stat().substring(1)) / 100),
                      series.seconds(slo.metric(), pool, "_bucket")))
              : Optional.empty();
    }
    return switch (slo.metric()) {
      case "abandonment_rate" -> part("abandoned");
      case "rejection_rate" -> part("rejected");
      case "failure_rate" -> part("failed");
      default -> Optional.empty();
    };
  }

  /** Prometheus knows no classes of shoppers, and the window of a check is its own. */
  private static boolean isOfAll(Selection selection) {
    return selection.equals(Selection.ALL)
        || selection.equals(new Selection(true, Optional.empty(), 0, Long.MAX_VALUE, 0, List.of()));
  }

  private Optional<String> part(String outcome) {
    return series
        .outcome(outcome)
        .map(
            counter ->
                "(sum(rate("
                    + counter
                    + "[$window])) or vector(0)) / sum(rate("
                    + allRequests()
                    + "[$window]))");
  }

  private String mean(String metric, String pool) {
    return "sum(rate("
        + series.seconds(metric, pool, "_sum")
        + "[$window])) / sum(rate("
        + series.seconds(metric, pool, "_count")
        + "[$window]))";
  }

  private void add(
      String name, double planned, String unit, double atLeast, double atMost, String query) {
    ObjectNode assumption = YAML.createObjectNode();
    assumption.set("planned", rounded(planned));
    if (!unit.isEmpty()) {
      assumption.put("unit", unit);
    }
    if (Double.isFinite(atLeast)) {
      assumption.set("atLeast", rounded(atLeast));
    }
    if (Double.isFinite(atMost)) {
      assumption.set("atMost", rounded(atMost));
    }
    assumption.put("query", query);
    assumptions.set(name, assumption);
  }

  private static DecimalNode rounded(double value) {
    return DecimalNode.valueOf(new BigDecimal(number(value)));
  }

  /** Four digits tell a drift; more are noise. */
  static String number(double value) {
    return Double.isFinite(value)
        ? new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toPlainString()
        : "0";
  }
}
