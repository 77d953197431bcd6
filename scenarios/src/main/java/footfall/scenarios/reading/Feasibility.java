package footfall.scenarios.reading;

import com.fasterxml.jackson.databind.JsonNode;
import footfall.scenarios.Scenario;
import footfall.scenarios.arrivals.Arrivals;
import footfall.scenarios.engine.Engine;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.pools.Quota;
import footfall.scenarios.pools.VendorApi;
import footfall.scenarios.problems.Problem;
import footfall.scenarios.reading.binding.EngineBinder;
import footfall.scenarios.reading.binding.PoolBinder;
import footfall.scenarios.reading.yaml.Paths;
import footfall.scenarios.reading.yaml.Quantities;
import footfall.scenarios.shoppers.ShopperClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * That a scenario can go on at all: time passes, models fit on their devices, memory and quotas
 * hold at least one request, and the run ends some day. Told with the arithmetic.
 */
final class Feasibility {
  private final Scenario scenario;
  private final JsonNode tree;
  private final UnaryOperator<String> locate;
  private final RequestSize size;
  private final List<Problem> problems = new ArrayList<>();

  private Feasibility(Scenario scenario, JsonNode tree, UnaryOperator<String> locate) {
    this.scenario = scenario;
    this.tree = tree;
    this.locate = locate;
    this.size = RequestSize.of(scenario);
  }

  static List<Problem> check(Scenario scenario, JsonNode tree, UnaryOperator<String> locate) {
    Feasibility feasibility = new Feasibility(scenario, tree, locate);
    feasibility.checkThatTimePasses();
    feasibility.checkThatSomebodyComes();
    for (PoolSpec pool : scenario.pools()) {
      JsonNode node = tree.path("pools").path(pool.name());
      String pointer = "/pools/" + Paths.escape(pool.name());
      feasibility.checkMemory(pool, node, pointer);
      feasibility.checkCores(node, pointer);
      boolean neverUp =
          pool.operations()
              .failures()
              .filter(failures -> failures.uptime().mean() <= 0)
              .isPresent();
      if (neverUp) {
        feasibility.add(
            pointer + "/failures/uptime",
            "",
            "a worker must be up for some time before it fails",
            "write uptime: {exponential: {mean: 7d}}");
      }
      pool.api().ifPresent(api -> feasibility.checkQuotas(api, pointer + "/api"));
    }
    if (feasibility.problems.isEmpty()) {
      feasibility.checkThatItEnds();
    }
    return feasibility.problems;
  }

  private void checkThatTimePasses() {
    for (ShopperClass shopper : scenario.shoppers()) {
      if (scenario.arrivals() instanceof Arrivals.Closed && shopper.thinking().mean() <= 0) {
        add(
            "/shoppers/" + Paths.escape(shopper.name()) + "/thinking",
            "",
            "a closed population needs a thinking time above zero",
            "write `thinking: {exponential: {mean: 45s}}`");
      }
      if (shopper.persistence().comeBack().filter(back -> back.pause().mean() <= 0).isPresent()) {
        add(
            "/shoppers/" + Paths.escape(shopper.name()) + "/comeBack/after",
            "",
            "who comes back needs some time to do so",
            "write after: {exponential: {mean: 1h}}");
      }
    }
  }

  private void checkThatSomebodyComes() {
    if (scenario.arrivals() instanceof Arrivals.Open open
        && open.expectedUntil(scenario.horizonNanos()) <= 0) {
      add("/arrivals", "", "nobody comes before the horizon", "raise a rate, or the horizon");
    }
  }

  private void checkMemory(PoolSpec pool, JsonNode node, String pointer) {
    if (pool.engine().isPresent()) {
      checkMemory(pool.engine().get(), node, pointer);
      return;
    }
    if (!node.path("device").has("memory")) {
      return;
    }
    double memory = PoolBinder.memoryBytes(node);
    double weights = PoolBinder.weightBytes(node);
    String arithmetic =
        String.format(
            Locale.ROOT,
            "%s x %s usable / %d workers = %s",
            node.at("/device/memory").asText(),
            node.at("/device/usable").asText(),
            node.at("/device/workersPerDevice").asInt(),
            gigabytes(memory));
    if (weights > memory) {
      add(
          pointer + "/device",
          gigabytes(weights) + " of weights",
          "the model does not fit: a worker may use " + arithmetic,
          "take a larger device, fewer workersPerDevice, or quantization: int4");
    } else if (pool.kvTokens() < size.greatest()) {
      add(
          pointer + "/footprint/kvPerToken",
          node.at("/footprint/kvPerToken").toString(),
          String.format(
              Locale.ROOT,
              "the memory holds %,d tokens of context, the last request of a mean conversation needs"
                  + " %,.0f: a worker may use %s, less %s of weights",
              pool.kvTokens(),
              size.greatest(),
              arithmetic,
              gigabytes(weights)),
          "take a larger device, or a smaller context.limit");
    }
  }

  private void checkMemory(Engine engine, JsonNode node, String pointer) {
    OptionalLong known = EngineBinder.kvTokens(node);
    if (known.isEmpty()) {
      add(
          pointer + "/engine",
          "",
          "needs the size of its KV memory",
          "write engine: {kvTokens: 41408}, or state device.memory");
      return;
    }
    long least = Math.max((long) Math.ceil(size.greatest()), 2L * engine.blockSize());
    String left =
        node.at("/engine").has("kvTokens")
            ? ""
            : String.format(
                Locale.ROOT,
                ": %s for the engine, less %s of weights and %s of activations",
                gigabytes(EngineBinder.memoryBytes(node)),
                gigabytes(PoolBinder.weightBytes(node)),
                node.at("/engine/activations").asText());
    if (known.getAsLong() < 0) {
      refuseWeights(node, pointer, least);
    } else if (engine.blocks() < engine.blocksOf(least)) {
      add(
          pointer + "/engine",
          known.getAsLong() + " tokens",
          String.format(
              Locale.ROOT,
              "the KV memory must hold at least one request; the last one of a mean conversation needs"
                  + " %,d tokens in blocks of %d, one of which is reserved%s",
              least,
              engine.blockSize(),
              left),
          "take a larger device, a smaller context.limit, or quantization: int4");
    } else if (engine.maxContext() < size.greatest()) {
      add(
          pointer + "/engine/maxContext",
          Long.toString(engine.maxContext()),
          String.format(
              Locale.ROOT,
              "the last request of a mean conversation needs %,.0f tokens",
              size.greatest()),
          "raise it, or lower context.limit");
    }
  }

  private void refuseWeights(JsonNode node, String pointer, long tokens) {
    double each = EngineBinder.memoryBytes(node) / Math.max(1, node.path("gpusPerWorker").asInt(1));
    double needed =
        PoolBinder.weightBytes(node)
            + Quantities.bytes(node.at("/engine/activations").asText())
            + tokens * Quantities.bytes(node.at("/footprint/kvPerToken").asText());
    int gpus = 1;
    while (gpus * each < needed) {
      gpus *= 2;
    }
    add(
        pointer + "/device",
        gigabytes(PoolBinder.weightBytes(node)) + " of weights",
        String.format(
            Locale.ROOT,
            "the model does not fit: an engine may use %s of the memory of a worker, and needs %s"
                + " for activations besides",
            gigabytes(EngineBinder.memoryBytes(node)),
            node.at("/engine/activations").asText()),
        String.format(
            Locale.ROOT,
            "%d of these devices would hold it (gpusPerWorker: %d); or take a larger one, or fewer"
                + " bits (precision: int4)",
            gpus,
            gpus));
  }

  private void checkCores(JsonNode node, String pointer) {
    double each = node.at("/footprint/cores").asDouble(0);
    int workers = node.at("/device/workersPerDevice").asInt(1);
    double cores = node.at("/device/cores").asDouble(Double.POSITIVE_INFINITY);
    if (each * workers > cores) {
      add(
          pointer + "/footprint/cores",
          plain(each),
          String.format(
              Locale.ROOT,
              "%d workers x %s cores = %s, the device has %s",
              workers,
              plain(each),
              plain(each * workers),
              plain(cores)),
          "lower device.workersPerDevice");
    }
  }

  private void checkQuotas(VendorApi api, String pointer) {
    int most = api.quotas().reserved().orElse(Integer.MAX_VALUE);
    if (size.output() > most) {
      add(
          pointer + "/maxTokens",
          Integer.toString(most),
          String.format(
              Locale.ROOT, "a mean reply has %,.0f tokens: it would be cut off", size.output()),
          "raise it, or shorten replyTokens");
    }
    for (Quota quota : api.quotas().limits()) {
      double output = size.output();
      double taken = Math.max(output, api.quotas().reserved().orElse(0));
      double least = quota.unit().of(1, size.greatest() - output, taken);
      if (quota.amount() < least) {
        add(
            pointer + "/" + quota.key(),
            plain(quota.amount()),
            String.format(
                Locale.ROOT,
                "the quota is smaller than the %,.0f %s of the last request of a mean conversation",
                least,
                quota.unit().words()),
            "raise it: such requests could never be sent");
      }
    }
  }

  private void checkThatItEnds() {
    WorkloadEstimate estimate = WorkloadEstimate.of(scenario);
    double limit = tree.get("maxEvents").asDouble();
    if (estimate.events() > limit) {
      add(
          "/horizon",
          tree.get("horizon").asText(),
          String.format(
              Locale.ROOT,
              "the run would handle about %.1e events (%.1e requests); the limit is %.1e",
              estimate.events(),
              estimate.requests(),
              limit),
          "shorten the horizon, lower the rate, or raise maxEvents");
    }
  }

  private void add(String pointer, String value, String rule, String hint) {
    problems.add(new Problem(locate.apply(pointer), Paths.dotted(pointer), value, rule, hint));
  }

  private static String gigabytes(double bytes) {
    return String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
