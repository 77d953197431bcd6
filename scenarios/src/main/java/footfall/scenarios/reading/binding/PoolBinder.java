package footfall.scenarios.reading.binding;

import com.fasterxml.jackson.databind.JsonNode;
import footfall.scenarios.distributions.Distribution;
import footfall.scenarios.distributions.Scaled;
import footfall.scenarios.engine.Engine;
import footfall.scenarios.pools.Backend;
import footfall.scenarios.pools.Batching;
import footfall.scenarios.pools.Batching.Contention;
import footfall.scenarios.pools.Curve;
import footfall.scenarios.pools.Devices;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.pools.Prices;
import footfall.scenarios.pools.Quality;
import footfall.scenarios.pools.QueueSpec;
import footfall.scenarios.pools.Service;
import footfall.scenarios.reading.yaml.Quantities;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Binds one of {@code pools}; quantisation and the sharing of a device are worked in here. */
public final class PoolBinder {
  private final JsonNode node;
  private final JsonNode device;
  private final JsonNode precision;

  private PoolBinder(JsonNode node) {
    this.node = node;
    this.device = node.path("device");
    this.precision = node.path("precision");
  }

  static PoolSpec bind(String name, JsonNode node) {
    return new PoolBinder(node).pool(name);
  }

  private PoolSpec pool(String name) {
    Optional<Engine> engine = EngineBinder.bind(node);
    return new PoolSpec(
        name,
        choice(PoolSpec.Kind.class, node.get("kind")),
        node.get("workers").asInt(),
        speeds(),
        devices(),
        node.get("slots").asInt(),
        queue(node.get("queue")),
        engine.map(EngineBinder::alone).orElseGet(() -> service(node.get("service"))),
        engine,
        engine.isPresent() ? PoolSpec.NO_BOUND : kvTokens(node),
        node.get("prefixCache").asDouble(),
        prices(node.path("cost")),
        quality(node.path("quality")),
        PowerBinder.bind(node, workersPerDevice()),
        Optional.ofNullable(node.get("api")).map(OperationsBinder::api),
        OperationsBinder.operations(node),
        backend(node.path("backend")));
  }

  private List<Double> speeds() {
    List<Double> speeds = new ArrayList<>();
    node.path("speeds").forEach(speed -> speeds.add(speed.asDouble()));
    return speeds;
  }

  private Optional<Devices> devices() {
    return Optional.ofNullable(node.get("hardware"))
        .map(hardware -> new Devices(hardware.asText(), 1 / workersPerDevice()));
  }

  private static QueueSpec queue(JsonNode queue) {
    return new QueueSpec(
        choice(QueueSpec.Discipline.class, queue.get("discipline")),
        choice(QueueSpec.Layout.class, queue.get("layout")),
        choice(QueueSpec.Placement.class, queue.get("placement")),
        queue.has("capacity") ? OptionalInt.of(queue.get("capacity").asInt()) : OptionalInt.empty(),
        queue.has("expiry")
            ? OptionalLong.of(Quantities.nanos(queue.get("expiry").asText()))
            : OptionalLong.empty(),
        queue.path("preemptive").asBoolean());
  }

  private static Backend backend(JsonNode backend) {
    if (backend.has("local")) {
      JsonNode local = backend.get("local");
      if (local.has("gguf")) {
        return new Backend.Gguf(
            local.get("gguf").asText(),
            local.get("device").asText(),
            local.get("cores").asInt(),
            local.has("context")
                ? OptionalInt.of(local.get("context").asInt())
                : OptionalInt.empty());
      }
      return new Backend.Local(
          local.get("model").asText(),
          Optional.ofNullable(local.get("precision")).map(JsonNode::asText),
          local.get("device").asText(),
          local.get("cores").asInt());
    }
    if (backend.has("remote")) {
      JsonNode remote = backend.get("remote");
      return new Backend.Remote(
          remote.get("url").asText(),
          remote.get("model").asText(),
          remote.path("keyVariable").asText());
    }
    return new Backend.Played();
  }

  private Service service(JsonNode service) {
    double speed = precision.path("speed").asDouble(1);
    return new Service(
        faster(Distributions.bind(service.get("time")), speed),
        Quantities.seconds(service.get("perInputToken").asText()) / speed,
        faster(Distributions.bind(service.get("perOutputToken")), speed),
        Optional.ofNullable(service.get("batching")).map(batching -> batching(batching, speed)));
  }

  private static Distribution faster(Distribution distribution, double speed) {
    return speed == 1 ? distribution : Scaled.of(distribution, 1 / speed);
  }

  private static Batching batching(JsonNode node, double speed) {
    Curve tpot = slowness(node.get("tpot")).map(seconds -> seconds / speed);
    double alone = tpot.at(1);
    return new Batching(
        tpot,
        node.has("prefillSlowdown")
            ? table(node.get("prefillSlowdown"), JsonNode::asDouble)
            : tpot.map(seconds -> seconds / alone),
        Distributions.bind(node.get("pace")),
        Optional.ofNullable(node.get("contention")).map(PoolBinder::contention));
  }

  private static Contention contention(JsonNode node) {
    return new Contention(
        node.get("workers").asInt(),
        fromOne(node.get("tpot")),
        fromOne(node.has("prefill") ? node.get("prefill") : node.get("tpot")));
  }

  /** A single worker has no contention. */
  private static Curve fromOne(JsonNode node) {
    Map<Integer, Double> points = points(node, JsonNode::asDouble);
    points.put(0, 1.0);
    return Curve.through(points);
  }

  private static Curve slowness(JsonNode curve) {
    if (curve.has("table")) {
      return table(curve.get("table"), point -> Quantities.seconds(point.asText()));
    }
    JsonNode affine = curve.get("affine");
    return Curve.affine(
        Quantities.seconds(affine.get("base").asText()),
        Quantities.seconds(affine.get("perRequest").asText()));
  }

  static Curve table(JsonNode table, ToDoubleFunction<JsonNode> figure) {
    return Curve.through(points(table, figure));
  }

  private static Map<Integer, Double> points(JsonNode table, ToDoubleFunction<JsonNode> figure) {
    Map<Integer, Double> points = new TreeMap<>();
    table
        .properties()
        .forEach(
            point ->
                points.put(
                    Integer.parseInt(point.getKey()), figure.applyAsDouble(point.getValue())));
    return points;
  }

  /**
   * What the weights leave of a worker's part of its device, in tokens of context; no bound where
   * the memory is not stated. Not above zero where nothing is left.
   */
  static long kvTokens(JsonNode pool) {
    JsonNode footprint = pool.path("footprint");
    if (!footprint.has("kvPerToken") || !pool.path("device").has("memory")) {
      return PoolSpec.NO_BOUND;
    }
    double perToken = Quantities.bytes(footprint.get("kvPerToken").asText());
    double left = memoryBytes(pool) - weightBytes(pool);
    return perToken == 0 && left >= 0 ? PoolSpec.NO_BOUND : (long) Math.floor(left / perToken);
  }

  /** Devices that one worker spans. */
  static int gpusPerWorker(JsonNode pool) {
    return pool.path("gpusPerWorker").asInt(1);
  }

  /** Bytes of its devices that one worker may use; only where the device states its memory. */
  public static double memoryBytes(JsonNode pool) {
    JsonNode device = pool.get("device");
    return Quantities.bytes(device.get("memory").asText())
        * gpusPerWorker(pool)
        * device.path("usable").asDouble(1)
        / device.path("workersPerDevice").asInt(1);
  }

  /** Bytes of the model's weights at its precision; zero where they are not stated. */
  public static double weightBytes(JsonNode pool) {
    JsonNode weights = pool.path("footprint").path("weights");
    return weights.isMissingNode()
        ? 0
        : Quantities.bytes(weights.asText()) * pool.path("precision").path("memory").asDouble(1);
  }

  private Prices prices(JsonNode cost) {
    double input = money(cost.path("perMillionInputTokens"));
    double hour =
        cost.has("perWorkerHour")
            ? money(cost.get("perWorkerHour"))
            : money(device.path("perHour")) / workersPerDevice();
    return new Prices(
        hour + PowerBinder.perIdleHour(node, workersPerDevice()),
        input,
        cost.has("perMillionCachedTokens") ? money(cost.get("perMillionCachedTokens")) : input,
        money(cost.path("perMillionOutputTokens")),
        money(cost.path("perConversation")));
  }

  private Quality quality(JsonNode quality) {
    return new Quality(
        measures(quality), byName(quality.path("byLanguage")), byName(quality.path("byIntent")));
  }

  private Map<String, Map<String, Distribution>> byName(JsonNode nodes) {
    Map<String, Map<String, Distribution>> byName = new LinkedHashMap<>();
    nodes
        .properties()
        .forEach(
            field ->
                byName.put(
                    field.getKey(),
                    isFigure(field.getValue())
                        ? Map.of("satisfaction", figure(field.getValue()))
                        : measures(field.getValue())));
    return byName;
  }

  private Map<String, Distribution> measures(JsonNode nodes) {
    Map<String, Distribution> measures = new LinkedHashMap<>();
    nodes
        .properties()
        .forEach(
            field -> {
              if (isFigure(field.getValue())) {
                measures.put(field.getKey(), figure(field.getValue()));
              }
            });
    return measures;
  }

  /** A number or a distribution, in contrast to figures by name. */
  private static boolean isFigure(JsonNode node) {
    return node.isNumber()
        || node.has("beta")
        || node.has("bernoulli")
        || node.has("uniform")
        || node.has("constant");
  }

  private Distribution figure(JsonNode node) {
    return Quality.scaled(Distributions.bind(node), precision.path("quality").asDouble(1));
  }

  /** Below one where a worker spans several. */
  private double workersPerDevice() {
    return device.path("workersPerDevice").asDouble(1) / gpusPerWorker(node);
  }

  static double money(JsonNode node) {
    return node.isTextual() ? Quantities.amount(node.asText()) : 0;
  }

  static <E extends Enum<E>> E choice(Class<E> type, JsonNode node) {
    return Enum.valueOf(type, node.asText().toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
