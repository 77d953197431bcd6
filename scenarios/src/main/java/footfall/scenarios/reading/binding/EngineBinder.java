package footfall.scenarios.reading.binding;

import com.fasterxml.jackson.databind.JsonNode;
import footfall.scenarios.distributions.Constant;
import footfall.scenarios.engine.DeviceRates;
import footfall.scenarios.engine.Engine;
import footfall.scenarios.engine.ModelShape;
import footfall.scenarios.engine.Speculation;
import footfall.scenarios.engine.StepTime;
import footfall.scenarios.pools.Service;
import footfall.scenarios.reading.yaml.Quantities;
import java.util.Optional;
import java.util.OptionalLong;

/** Binds the engine of a pool, with what its footprint says of the model. */
public final class EngineBinder {
  private EngineBinder() {}

  static Optional<Engine> bind(JsonNode pool) {
    JsonNode engine = pool.path("engine");
    if (engine.isMissingNode()) {
      return Optional.empty();
    }
    return Optional.of(
        new Engine(
            engine.get("maxSequences").asInt(),
            engine.get("maxBatchedTokens").asInt(),
            engine.get("blockSize").asInt(),
            kvTokens(pool).orElse(0),
            engine.has("maxContext") ? engine.get("maxContext").asLong() : Long.MAX_VALUE,
            engine.get("prefixCaching").asBoolean(),
            shape(pool),
            rates(engine),
            Optional.ofNullable(engine.get("speculation")).map(EngineBinder::speculation)));
  }

  /**
   * Tokens of KV cache that one worker has memory for: what is stated, or what utilisation, weights
   * and activations leave of its device. Empty where the memory is not known.
   */
  public static OptionalLong kvTokens(JsonNode pool) {
    JsonNode engine = pool.path("engine");
    if (engine.has("kvTokens")) {
      return OptionalLong.of(engine.get("kvTokens").asLong());
    }
    JsonNode perToken = pool.path("footprint").path("kvPerToken");
    if (!pool.path("device").has("memory") || perToken.isMissingNode()) {
      return OptionalLong.empty();
    }
    double left =
        memoryBytes(pool)
            - PoolBinder.weightBytes(pool)
            - Quantities.bytes(engine.get("activations").asText());
    return OptionalLong.of((long) Math.floor(left / Quantities.bytes(perToken.asText())));
  }

  /** Bytes of its device that the engine of one worker takes. */
  public static double memoryBytes(JsonNode pool) {
    JsonNode device = pool.get("device");
    return Quantities.bytes(device.get("memory").asText())
        * PoolBinder.gpusPerWorker(pool)
        * pool.path("engine").path("memoryUtilization").asDouble()
        / device.path("workersPerDevice").asInt(1);
  }

  private static ModelShape shape(JsonNode pool) {
    JsonNode footprint = pool.path("footprint");
    double precision = pool.path("precision").path("memory").asDouble(1);
    return new ModelShape(
        footprint.path("parameters").asDouble(),
        footprint.path("headParameters").asDouble(),
        PoolBinder.weightBytes(pool) - Quantities.bytes(footprint.path("embedding").asText("0B")),
        Quantities.bytes(footprint.path("kvPerToken").asText("0B")),
        Quantities.bytes(footprint.path("kvPerSequence").asText("0B")),
        footprint.path("layers").asInt(),
        footprint.path("attentionWidth").asInt(),
        Optional.ofNullable(footprint.get("experts"))
            .map(
                experts ->
                    new ModelShape.Experts(
                        experts.get("count").asInt(),
                        experts.get("perToken").asInt(),
                        Quantities.bytes(experts.get("weights").asText()) * precision)));
  }

  private static DeviceRates rates(JsonNode engine) {
    JsonNode step = engine.get("step");
    return new DeviceRates(
        Quantities.seconds(step.get("overhead").asText()),
        Quantities.seconds(step.get("perSequence").asText()),
        Quantities.flops(step.get("compute").asText()),
        Quantities.bytesPerSecond(step.get("weightBandwidth").asText()),
        Quantities.bytesPerSecond(step.get("kvBandwidth").asText()),
        Quantities.flops(step.get("attentionCompute").asText()),
        Quantities.seconds(step.get("communication").asText()),
        engine.path("uncertainty").asDouble());
  }

  private static Speculation speculation(JsonNode node) {
    return new Speculation(
        node.get("draftTokens").asInt(),
        node.get("accepted").asDouble(),
        Quantities.seconds(node.get("draftTime").asText()));
  }

  /** What a request takes that runs alone, for those who forecast without the engine. */
  static Service alone(Engine engine) {
    StepTime time = engine.stepTime();
    double first = time.batchNanos(1, engine.maxBatchedTokens(), 1, 0);
    return new Service(
        new Constant(0),
        first / engine.maxBatchedTokens() / 1e9,
        new Constant(time.batchNanos(1, time.tokensPerDecode(), 1, 1) / time.tokensGained() / 1e9),
        Optional.empty());
  }
}
