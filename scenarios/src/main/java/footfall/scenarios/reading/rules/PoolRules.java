package footfall.scenarios.reading.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.scenarios.reading.binding.Distributions;
import footfall.scenarios.reading.yaml.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** That what a pool states fits together. */
final class PoolRules extends Rules {
  private static final long MAX_SLOTS = 10_000_000;
  private static final double PACE_ROUNDING = 0.005;
  private static final List<String> OF_OUR_OWN_WORKERS =
      List.of("failures", "outages", "rollingRestart", "autoscale");

  PoolRules(ObjectNode tree, UnaryOperator<String> locate) {
    super(tree, locate);
  }

  @Override
  void check() {
    eachPool(this::check);
  }

  private void check(JsonNode pool, String pointer) {
    if (!pool.has("service") && !pool.has("model") && !pool.has("engine")) {
      add(
          pointer,
          "",
          "needs a service, an engine or a model",
          "add `service: {time: {exponential: {mean: 1s}}}`");
    }
    long servers = pool.path("workers").asLong(1) * pool.path("slots").asLong(1);
    if (servers > MAX_SLOTS) {
      add(
          pointer,
          servers + " slots",
          "a pool has at most " + MAX_SLOTS + " slots in all",
          "use fewer");
    }
    if (List.of("affinity", "prefix").contains(pool.at("/queue/placement").asText())
        && !pool.at("/queue/layout").asText().equals("per-worker")) {
      add(
          pointer + "/queue/placement",
          Schema.written(pool.at("/queue/placement")),
          "a shopper can only stay with a worker that has a queue of its own",
          "add layout: per-worker");
    }
    checkLocal(pool.at("/backend/local"), pointer + "/backend/local");
    checkWorkers(pool, pointer);
    checkPreemption(pool, pointer);
    checkBatching(pool, pointer);
    checkApi(pool, pointer);
    checkAutoscale(pool.path("autoscale"), pool, pointer + "/autoscale");
    checkOutages(pool, pointer);
  }

  private void checkLocal(JsonNode local, String pointer) {
    if (!local.isObject()) {
      return;
    }
    if (local.has("model") == local.has("gguf")) {
      add(
          pointer,
          Schema.written(local),
          "must have either model or gguf, and not both",
          "write `model: DIRECTORY` for ONNX, or `gguf: FILE`");
    }
    String foreign = local.has("gguf") ? "precision" : "context";
    if (local.has(foreign)) {
      add(
          pointer + "/" + foreign,
          Schema.written(local.get(foreign)),
          foreign.equals("context")
              ? "is for a gguf only: the context of a model directory stands in its config.json"
              : "is for a model directory only: a gguf is of one precision",
          "leave it out");
    }
  }

  private void checkPreemption(JsonNode pool, String pointer) {
    if (!pool.at("/queue/preemptive").asBoolean()) {
      return;
    }
    if (!pool.at("/queue/discipline").asText().equals("priority")) {
      add(
          pointer + "/queue/preemptive",
          "true",
          "only priorities say who makes way for whom",
          "add `discipline: priority`");
    }
    boolean isPlain =
        !pool.has("api")
            && !pool.has("engine")
            && !pool.has("model")
            && !pool.at("/service").has("batching")
            && !pool.path("footprint").has("kvPerToken");
    if (!isPlain) {
      add(
          pointer + "/queue/preemptive",
          "true",
          "only a service by its distribution can be interrupted; an engine preempts for memory",
          "state `service`, without batching, or remove it");
    }
  }

  private void checkWorkers(JsonNode pool, String pointer) {
    int workers = pool.path("workers").asInt(1);
    JsonNode scale = pool.path("autoscale");
    if (workers == 0 && scale.path("min").asInt(1) > 0) {
      add(
          pointer + "/workers",
          "0",
          "must be a whole number from 1 to 100000; 0 is for a pool whose autoscale.min is 0",
          "write 1, or `autoscale: {min: 0, max: 4, inSystem: 4}` beside it");
    }
    JsonNode speeds = pool.path("speeds");
    if (!speeds.isArray()) {
      return;
    }
    int most = Math.max(workers, scale.path("max").asInt(0));
    if (speeds.size() != most) {
      add(
          pointer + "/speeds",
          Schema.written(speeds),
          "must be one number for each of the " + most + (most == 1 ? " worker" : " workers"),
          "count those that autoscale may add, too");
    }
    if (pool.has("api")) {
      add(pointer + "/speeds", Schema.written(speeds), "an account has no workers", "remove it");
    }
  }

  private void checkBatching(JsonNode pool, String pointer) {
    JsonNode batching = pool.at("/service/batching");
    if (batching.isMissingNode()) {
      return;
    }
    String at = pointer + "/service/batching";
    JsonNode perToken = pool.at("/service/perOutputToken");
    if (!perToken.isMissingNode() && !perToken.asText().equals("0s")) {
      add(
          pointer + "/service/perOutputToken",
          Schema.written(perToken),
          "batching.tpot says how long output tokens take",
          "remove one of the two");
    }
    checkRising(batching.at("/tpot/table"), at + "/tpot/table");
    checkRising(batching.path("prefillSlowdown"), at + "/prefillSlowdown");
    checkPace(batching.path("pace"), at + "/pace");
    checkContention(batching.path("contention"), at + "/contention");
    JsonNode affine = batching.at("/tpot/affine");
    if (magnitude(affine.path("base")) + magnitude(affine.path("perRequest")) <= 0) {
      add(at + "/tpot/affine", "", "a token must take some time", "write base: 13ms");
    }
  }

  private void checkPace(JsonNode pace, String pointer) {
    double mean = pace.isMissingNode() ? 1 : mean(pace);
    if (Math.abs(mean - 1) > PACE_ROUNDING) {
      add(
          pointer,
          Schema.written(pace),
          "must have a mean of 1, and has " + plain(mean),
          "tpot says how long a token takes, and pace by what that scatters");
    }
  }

  /** NaN where it is no distribution, which is told elsewhere. */
  private static double mean(JsonNode distribution) {
    try {
      return Distributions.bind(distribution).mean();
    } catch (RuntimeException e) {
      return Double.NaN;
    }
  }

  private void checkContention(JsonNode contention, String pointer) {
    for (String phase : List.of("tpot", "prefill")) {
      JsonNode table = contention.path(phase);
      checkRising(table, pointer + "/" + phase);
      table
          .properties()
          .forEach(
              point -> {
                if (point.getValue().isNumber() && point.getValue().asDouble() < 1) {
                  add(
                      pointer + "/" + phase + "/" + point.getKey(),
                      point.getValue().asText(),
                      "must be 1 or more",
                      "other workers of a machine make no request faster");
                }
              });
    }
  }

  /** Whatever runs beside more others gets no faster, and draws no less power. */
  private void checkApi(JsonNode pool, String pointer) {
    if (!pool.has("api")) {
      return;
    }
    if (pool.at("/service").has("batching")) {
      add(
          pointer + "/api",
          "",
          "a vendor does not tell how it batches",
          "state service.time and service.perOutputToken as distributions");
    }
    if (pool.path("workers").asInt(1) > 1) {
      add(
          pointer + "/workers",
          pool.get("workers").toString(),
          "an account at a vendor is one worker; slots are the calls that it keeps open",
          "write slots instead, or make two accounts two pools");
    }
    if (pool.at("/api").has("budget")
        && !pool.path("cost").has("perMillionInputTokens")
        && !pool.path("cost").has("perMillionOutputTokens")
        && !pool.has("model")) {
      add(
          pointer + "/api/budget",
          "",
          "a budget needs prices of tokens",
          "add `cost: {perMillionInputTokens: $0.15, perMillionOutputTokens: $0.60}`");
    }
    for (String key : OF_OUR_OWN_WORKERS) {
      if (!pool.path(key).isEmpty()) {
        add(
            pointer + "/" + key,
            "",
            "is for workers of our own; an account at a vendor has none of it",
            "use api.outages");
      }
    }
    if (magnitude(pool.at("/api/retries/base")) > magnitude(pool.at("/api/retries/cap"))) {
      add(
          pointer + "/api/retries/base",
          pool.at("/api/retries/base").toString(),
          "must not be above cap",
          "swap them");
    }
  }

  private void checkAutoscale(JsonNode scale, JsonNode pool, String pointer) {
    if (!scale.isObject()) {
      return;
    }
    List<String> rules = new ArrayList<>();
    for (String rule : new String[] {"utilization", "inSystem", "schedule", "forecast"}) {
      if (scale.has(rule)) {
        rules.add(rule);
      }
    }
    if (rules.size() != 1) {
      add(
          pointer,
          String.join(", ", rules),
          "must have exactly one of utilization, inSystem, schedule, forecast",
          "write utilization: 0.7");
    }
    if (scale.has("forecast") && tree.path("arrivals").has("closed")) {
      add(
          pointer + "/forecast",
          "",
          "nobody can foresee the arrivals of a closed population",
          "write utilization: 0.7");
    }
    int max = scale.path("max").asInt(Integer.MAX_VALUE);
    int workers = pool.path("workers").asInt(1);
    if (scale.path("min").asInt(1) > max) {
      add(pointer + "/min", scale.path("min").toString(), "must not be above max", "swap them");
    }
    if (workers > max) {
      add(
          pointer + "/max",
          scale.path("max").toString(),
          "must not be below the " + workers + " workers at the start",
          "raise it");
    }
    if (pool.at("/queue/layout").asText().equals("per-worker")) {
      add(pointer, "", "needs one queue for all workers", "write queue: {layout: shared}");
    }
    for (int i = 0; i < scale.path("schedule").size(); i++) {
      if (scale.path("schedule").get(i).path("workers").asInt() > max) {
        add(
            pointer + "/schedule/" + i + "/workers",
            scale.path("schedule").get(i).path("workers").toString(),
            "must not be above max",
            "raise max");
      }
    }
  }

  private void checkOutages(JsonNode pool, String pointer) {
    int most = Math.max(pool.path("workers").asInt(1), pool.at("/autoscale/max").asInt(0));
    JsonNode outages = pool.path("outages");
    for (int i = 0; outages.isArray() && i < outages.size(); i++) {
      if (outages.get(i).path("workers").asInt() > most) {
        add(
            pointer + "/outages/" + i + "/workers",
            outages.get(i).path("workers").toString(),
            "the pool has only " + most,
            "lose fewer");
      }
    }
  }

  /** Watts; NaN where it is no power. */
}
