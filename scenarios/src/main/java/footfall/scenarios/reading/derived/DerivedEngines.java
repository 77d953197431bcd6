package footfall.scenarios.reading.derived;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.scenarios.derivation.Architecture;
import footfall.scenarios.derivation.DataSheet;
import footfall.scenarios.derivation.DerivedRates;
import footfall.scenarios.derivation.Precision;
import footfall.scenarios.engine.DeviceRates;
import footfall.scenarios.problems.Problem;
import footfall.scenarios.reading.yaml.Paths;
import footfall.scenarios.reading.yaml.Quantities;
import footfall.scenarios.reading.yaml.Schema;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;

/**
 * Engines of models that state their {@code config.json} and no speed: what the model needs and how
 * fast the pool's device steps are derived. What the pool states itself wins.
 */
public final class DerivedEngines {
  /** From this memory on, vLLM's server takes larger batches. */
  private static final double LARGE_DEVICE = 70 * 1024.0 * 1024 * 1024;

  private final ObjectNode pool;
  private final String pointer;
  private final UnaryOperator<String> locate;
  private final List<Problem> problems = new ArrayList<>();
  private final ObjectNode provenance;

  private DerivedEngines(ObjectNode pool, String pointer, UnaryOperator<String> locate) {
    this.pool = pool;
    this.pointer = pointer;
    this.locate = locate;
    this.provenance =
        pool.get("provenance") instanceof ObjectNode known ? known : pool.objectNode();
  }

  /**
   * Fills in what can be derived of a pool, whose profiles are filled in.
   *
   * @return what stands against it
   */
  public static List<Problem> fill(ObjectNode pool, String pointer, UnaryOperator<String> locate) {
    DerivedEngines engines = new DerivedEngines(pool, pointer, locate);
    if (pool.path("config").isObject() && !pool.has("service") && !engines.isDone()) {
      engines.fill();
    }
    return engines.problems;
  }

  private boolean isDone() {
    return pool.path("provenance").has("derived");
  }

  private void fill() {
    Architecture model;
    try {
      model = ConfigJson.read(pool.get("config"));
    } catch (ConfigJson.UnreadableException e) {
      add(
          "/config/" + e.field(),
          pool.path("config").path(e.field()),
          e.rule(),
          "state footprint and engine.step by hand instead of config");
      return;
    }
    if (!pool.path("device").has("peak") || !pool.path("device").has("bandwidth")) {
      add(
          "/hardware",
          pool.path("hardware"),
          "the speed of this model is derived from the data sheet of a device",
          pool.has("hardware")
              ? "this device has no peak and bandwidth; state device.peak and device.bandwidth"
              : "for example hardware: gpu-l4; see `footfall library gpu`");
      return;
    }
    Precision precision = Precision.named(pool.path("quantization").asText("bf16")).orElse(null);
    if (precision == null) {
      add(
          "/quantization",
          pool.get("quantization"),
          "nothing can be derived for it",
          "one of bf16, fp8, int8, int4, nvfp4, mxfp4");
      return;
    }
    int count = pool.path("gpusPerWorker").asInt(1);
    if (model.attention().heads() % count != 0) {
      add(
          "/gpusPerWorker",
          pool.get("gpusPerWorker"),
          "the model's " + model.attention().heads() + " attention heads cannot be split so",
          "take a divisor, for example " + divisor(model.attention().heads(), count));
      return;
    }
    JsonNode peak = pool.get("device").get("peak");
    if (!peak.has(precision.compute().key())) {
      add(
          "/quantization",
          pool.path("quantization"),
          String.format(
              Locale.ROOT,
              "%s has no peak at %s; it has %s",
              pool.path("hardware").asText("the device"),
              precision.compute().key(),
              String.join(", ", names(peak))),
          "take another precision or device; int4 weights are computed in 16 bits everywhere");
      return;
    }
    footprint(model, precision, count);
    rates(model, precision, count);
    provenance.put("derived", pool.path("model").asText("config") + " on " + device());
    pool.set("provenance", provenance);
  }

  private String device() {
    return pool.path("hardware").asText("its device");
  }

  private void footprint(Architecture model, Precision precision, int count) {
    ObjectNode footprint = object(pool, "footprint");
    double half = 2 * model.parameters();
    double part = precision.weightBytes(model) / half;
    double copies = Math.max(1, (double) count / model.attention().kvHeads());
    String from = "derived: config.json";
    put(footprint, "footprint", "weights", gigabytes(half), from);
    if (!model.isTied()) {
      put(footprint, "footprint", "embedding", gigabytes(2 * model.headParameters()), from);
    }
    put(footprint, "footprint", "kvPerToken", bytes(copies * model.kvBytesPerToken()), from);
    if (model.kvBytesPerSequence() > 0) {
      put(
          footprint,
          "footprint",
          "kvPerSequence",
          bytes(copies * model.kvBytesPerSequence()),
          from);
    }
    put(footprint, "footprint", "parameters", new BigDecimal(model.activeParameters()), from);
    put(footprint, "footprint", "headParameters", new BigDecimal(model.headParameters()), from);
    put(footprint, "footprint", "layers", new BigDecimal(model.growingLayers()), from);
    put(footprint, "footprint", "attentionWidth", new BigDecimal(model.attention().width()), from);
    if (model.experts().isPresent() && !footprint.has("experts")) {
      ObjectNode experts = footprint.putObject("experts");
      experts.put("count", model.experts().get().count());
      experts.put("perToken", model.experts().get().perToken());
      experts.put("weights", gigabytes(precision.expertBytes(model) / part));
      provenance.put("footprint.experts", from);
    }
    ObjectNode shrunk = object(pool, "precision");
    shrunk.put("memory", rounded(part));
    provenance.put("precision.memory", "derived: config.json at " + precision.key());
  }

  private void rates(Architecture model, Precision precision, int count) {
    JsonNode device = pool.get("device");
    JsonNode peak = device.get("peak");
    DataSheet sheet =
        new DataSheet(
            DataSheet.Family.valueOf(
                device.path("family").asText("other").toUpperCase(Locale.ROOT)),
            Quantities.flops(peak.get(precision.compute().key()).asText()),
            Quantities.flops(peak.path("bf16").asText(peak.elements().next().asText())),
            Quantities.bytesPerSecond(device.get("bandwidth").asText()),
            device.has("interconnect")
                ? Quantities.bytesPerSecond(device.get("interconnect").asText())
                : Double.POSITIVE_INFINITY,
            count);
    DeviceRates rates =
        DerivedRates.of(
            sheet, model.layers(), model.hidden(), model.experts().isPresent(), precision);
    String from = "derived: data sheet of " + device() + " x efficiency (docs/accuracy.md)";
    ObjectNode engine = object(pool, "engine");
    boolean isLarge =
        Quantities.bytes(device.path("memory").asText("0B")) >= LARGE_DEVICE
            && !pool.path("hardware").asText().contains("a100");
    String defaults = "assumed: vLLM's default for this memory";
    if (!pool.has("slots")) {
      put(engine, "engine", "maxSequences", new BigDecimal(isLarge ? 1024 : 256), defaults);
    }
    put(engine, "engine", "maxBatchedTokens", new BigDecimal(isLarge ? 8192 : 2048), defaults);
    if (model.maxContext() < Integer.MAX_VALUE) {
      put(
          engine,
          "engine",
          "maxContext",
          new BigDecimal(model.maxContext()),
          "derived: config.json");
    }
    ObjectNode step = object(engine, "step");
    String path = "engine.step";
    put(step, path, "overhead", micros(rates.overheadSeconds()), from);
    put(step, path, "perSequence", micros(rates.secondsPerSequence()), from);
    put(step, path, "compute", teraflops(rates.flops()), from);
    put(step, path, "weightBandwidth", perSecond(rates.bytesPerSecond()), from);
    put(step, path, "kvBandwidth", perSecond(rates.kvBytesPerSecond()), from);
    put(step, path, "attentionCompute", teraflops(rates.attentionFlops()), from);
    if (rates.communicationSecondsPerToken() > 0) {
      put(step, path, "communication", micros(rates.communicationSecondsPerToken()), from);
    }
    put(
        engine,
        "engine",
        "uncertainty",
        BigDecimal.valueOf(DerivedRates.UNCERTAINTY),
        "derived: errors on models and devices left out of the fit (docs/accuracy.md)");
  }

  private void put(ObjectNode node, String path, String key, Object value, String from) {
    if (node.has(key)) {
      return;
    }
    if (value instanceof BigDecimal number) {
      node.put(key, number);
    } else {
      node.put(key, value.toString());
    }
    provenance.put(path + "." + key, from);
  }

  private static ObjectNode object(ObjectNode parent, String key) {
    return parent.get(key) instanceof ObjectNode there ? there : parent.putObject(key);
  }

  private void add(String at, JsonNode value, String rule, String hint) {
    String written = value == null || value.isMissingNode() ? "" : Schema.written(value);
    problems.add(
        new Problem(locate.apply(pointer + at), Paths.dotted(pointer + at), written, rule, hint));
  }

  private static int divisor(int heads, int count) {
    int divisor = count;
    while (heads % divisor != 0) {
      divisor--;
    }
    return divisor;
  }

  private static List<String> names(JsonNode node) {
    return StreamSupport.stream(((Iterable<String>) node::fieldNames).spliterator(), false)
        .toList();
  }

  private static String gigabytes(double bytes) {
    return rounded(bytes / 1e9) + "GB";
  }

  private static String bytes(double bytes) {
    return new BigDecimal(Math.rint(bytes)).toPlainString() + "B";
  }

  private static String micros(double seconds) {
    return rounded(seconds * 1e6) + "us";
  }

  private static String teraflops(double flops) {
    return rounded(flops / 1e12) + "TFLOP/s";
  }

  private static String perSecond(double bytes) {
    return rounded(bytes / 1e9) + "GB/s";
  }

  private static BigDecimal rounded(double value) {
    BigDecimal rounded = new BigDecimal(value, new MathContext(6));
    return new BigDecimal(rounded.stripTrailingZeros().toPlainString());
  }
}
