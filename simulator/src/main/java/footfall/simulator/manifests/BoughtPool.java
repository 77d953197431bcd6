package footfall.simulator.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.reading.profiles.ModelName;
import java.util.ArrayList;
import java.util.List;

/**
 * A pool that was bought, as its scenario states it.
 *
 * @param spec what was simulated
 * @param stated the pool in the resolved scenario
 */
record BoughtPool(PoolSpec spec, JsonNode stated) {
  /** The part of the memory that vLLM takes where nothing is said. */
  private static final double USUAL_MEMORY = 0.9;

  String name() {
    return spec.name();
  }

  /** Its name where only lower case letters, digits and dashes are allowed (RFC 1123). */
  String label() {
    return Manifests.label(spec.name());
  }

  /** How others name its model. */
  ModelName model() {
    return ModelName.of(stated.path("model").isTextual() ? stated.get("model").asText() : name());
  }

  /** Whether its workers are servers of one's own. */
  boolean isServed() {
    return !spec.isAccount();
  }

  /** GPUs that a worker takes. */
  int gpus() {
    return stated.path("gpusPerWorker").asInt(1);
  }

  /** The device of a worker; empty where none is named. */
  String hardware() {
    return stated.path("hardware").asText("");
  }

  /** The arguments of vLLM with which a worker behaves as it was simulated. */
  List<String> vllm() {
    List<String> arguments = new ArrayList<>(List.of("serve", model().name()));
    JsonNode engine = stated.path("engine");
    add(arguments, "--served-model-name", label());
    add(arguments, "--tensor-parallel-size", Integer.toString(gpus()));
    add(arguments, "--max-num-seqs", Integer.toString(spec.slots()));
    add(arguments, "--max-num-batched-tokens", engine.path("maxBatchedTokens").asText(""));
    add(arguments, "--max-model-len", engine.path("maxContext").asText(""));
    add(arguments, "--block-size", engine.path("blockSize").asText(""));
    add(
        arguments,
        "--gpu-memory-utilization",
        Double.toString(engine.path("memoryUtilization").asDouble(USUAL_MEMORY)));
    String precision = stated.path("quantization").asText("");
    if (precision.startsWith("fp8")) {
      add(arguments, "--quantization", "fp8");
    }
    if (engine.path("prefixCaching").isBoolean()) {
      arguments.add(
          engine.get("prefixCaching").asBoolean()
              ? "--enable-prefix-caching"
              : "--no-enable-prefix-caching");
    }
    return arguments;
  }

  private static void add(List<String> arguments, String option, String value) {
    if (!value.isEmpty()) {
      arguments.add(option);
      arguments.add(value);
    }
  }
}
