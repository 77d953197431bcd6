package footfall.serving.djl;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * The figures of a model that its server must know.
 *
 * @param kvHeads heads of keys and values in every layer
 * @param context tokens that it reads and writes together at most
 * @param ends tokens that end a reply
 */
record ModelConfig(
    String type, int layers, int kvHeads, int headSize, int context, Set<Integer> ends) {
  private static final int DEFAULT_CONTEXT = 2_048;

  /** Of {@code config.json}; what the graph itself says of its heads goes first. */
  static ModelConfig of(Path path, JsonNode config, JsonNode generation, OnnxHeader header) {
    int layers = 0;
    while (header.inputs().containsKey("past_key_values." + layers + ".key")) {
      layers++;
    }
    if (layers == 0) {
      throw ModelDirectory.wrong(
          path, "has a graph without a cache of keys and values", "export it with past");
    }
    JsonNode text = config.has("text_config") ? config.get("text_config") : config;
    int heads = text.path("num_attention_heads").asInt(1);
    int width = text.path("hidden_size").asInt(0);
    long[] cache =
        header.inputs().get("past_key_values.0.key").dimensions().stream()
            .mapToLong(Long::longValue)
            .toArray();
    int kvHeads = fixed(cache, 1, text.path("num_key_value_heads").asInt(heads));
    int headSize = fixed(cache, 3, text.path("head_dim").asInt(width / Math.max(1, heads)));
    int stated = text.path("num_hidden_layers").asInt(layers);
    if (stated != layers || kvHeads <= 0 || headSize <= 0) {
      throw ModelDirectory.wrong(
          path,
          "has a config.json of "
              + stated
              + " layers and a graph of "
              + layers
              + ", with "
              + kvHeads
              + " heads of "
              + headSize,
          "both must come from the same export");
    }
    Set<Integer> ends = new TreeSet<>();
    addAll(ends, config.path("eos_token_id"));
    addAll(ends, text.path("eos_token_id"));
    addAll(ends, generation.path("eos_token_id"));
    return new ModelConfig(
        config.path("model_type").asText("unknown"),
        layers,
        kvHeads,
        headSize,
        text.path("max_position_embeddings").asInt(DEFAULT_CONTEXT),
        ends);
  }

  private static int fixed(long[] dimensions, int axis, int otherwise) {
    return dimensions.length == 4 && dimensions[axis] > 0 ? (int) dimensions[axis] : otherwise;
  }

  private static void addAll(Set<Integer> ends, JsonNode ids) {
    if (ids.isArray()) {
      ids.forEach(id -> ends.add(id.asInt()));
    } else if (ids.isInt()) {
      ends.add(ids.asInt());
    }
  }
}
