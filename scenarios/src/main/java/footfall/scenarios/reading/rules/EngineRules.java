package footfall.scenarios.reading.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.scenarios.reading.profiles.Profiles;
import footfall.scenarios.reading.yaml.Paths;
import java.util.List;
import java.util.function.UnaryOperator;

/** That an engine can step with what its pool states. */
final class EngineRules extends Rules {
  private static final List<String> OF_THE_MODEL =
      List.of("weights", "kvPerToken", "parameters", "layers", "attentionWidth");
  private static final List<String> RATES =
      List.of("overhead", "compute", "weightBandwidth", "kvBandwidth", "attentionCompute");
  private static final String LLAMA =
      "footprint: {weights: 15GB, kvPerToken: 131072B, parameters: 7.5e9, layers: 32,"
          + " attentionWidth: 4096}";

  EngineRules(ObjectNode tree, UnaryOperator<String> locate) {
    super(tree, locate);
  }

  @Override
  void check() {
    for (var pool : tree.path("pools").properties()) {
      if (pool.getValue() instanceof ObjectNode node && node.path("engine").isObject()) {
        check(node, "/pools/" + Paths.escape(pool.getKey()));
      }
    }
  }

  private void check(ObjectNode pool, String pointer) {
    JsonNode engine = pool.get("engine");
    String at = pointer + "/engine";
    refuse(
        pool,
        pointer,
        "service",
        "cannot be combined with engine, whose step gives the service time");
    refuse(pool, pointer, "api", "a vendor does not tell how it batches");
    if (pool.path("prefixCache").asDouble() > 0) {
      add(
          pointer + "/prefixCache",
          pool.get("prefixCache").asText(),
          "is not for engines, which detect cached prefixes by content",
          "use engine: {prefixCaching: true} instead");
    }
    int budget = engine.path("maxBatchedTokens").asInt(2048);
    int block = engine.path("blockSize").asInt(16);
    if (budget < block) {
      add(
          at + "/maxBatchedTokens",
          Integer.toString(budget),
          "must be at least blockSize, " + block + " tokens",
          "raise it; vLLM has 2048 or 8192");
    }
    if (pool.has("slots")
        && engine.has("maxSequences")
        && pool.get("slots").asLong() != engine.get("maxSequences").asLong()) {
      add(
          pointer + "/slots",
          pool.get("slots").asText(),
          "is the same as engine.maxSequences, which is " + engine.get("maxSequences").asText(),
          "remove one of the two");
    }
    JsonNode speculation = engine.path("speculation");
    if (speculation.path("draftTokens").asInt() >= budget) {
      add(
          at + "/speculation/draftTokens",
          speculation.get("draftTokens").asText(),
          "must be below maxBatchedTokens, " + budget,
          "lower it: a step computes the proposed tokens and one more");
    }
    if (speculation.path("accepted").asDouble() > speculation.path("draftTokens").asDouble()) {
      add(
          at + "/speculation/accepted",
          speculation.get("accepted").asText(),
          "must not be above draftTokens",
          "lower it: only proposed tokens can be accepted");
    }
    if (!pool.has("model") || Profiles.isFilledIn(Profiles.Kind.MODEL, pool)) {
      checkModel(pool, pointer);
    }
  }

  private void refuse(ObjectNode pool, String pointer, String key, String why) {
    if (pool.has(key)) {
      add(pointer + "/" + key, "", why, "remove " + key + ", or engine");
    }
  }

  private void checkModel(ObjectNode pool, String pointer) {
    JsonNode footprint = pool.path("footprint");
    List<String> missing = OF_THE_MODEL.stream().filter(key -> !footprint.has(key)).toList();
    if (!missing.isEmpty()) {
      add(
          pointer + "/footprint",
          "",
          "is incomplete: an engine needs " + String.join(", ", missing),
          "for example " + LLAMA);
    }
    JsonNode step = pool.get("engine").path("step");
    List<String> unsaid = RATES.stream().filter(rate -> !step.has(rate)).toList();
    if (!unsaid.isEmpty()) {
      add(
          pointer + "/engine/step",
          "",
          "is incomplete: a step needs " + String.join(", ", unsaid),
          "for example step: {overhead: 1ms, compute: 153TFLOP/s, weightBandwidth: 927GB/s,"
              + " kvBandwidth: 806GB/s, attentionCompute: 82TFLOP/s}");
    }
    JsonNode experts = footprint.path("experts");
    if (experts.path("perToken").asInt() > experts.path("count").asInt()) {
      add(
          pointer + "/footprint/experts/perToken",
          experts.get("perToken").asText(),
          "must not be above count",
          "lower it");
    }
  }
}
