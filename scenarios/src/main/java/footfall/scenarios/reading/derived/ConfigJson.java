package footfall.scenarios.reading.derived;

import com.fasterxml.jackson.databind.JsonNode;
import footfall.scenarios.derivation.Architecture;
import footfall.scenarios.derivation.Architecture.Attention;
import footfall.scenarios.derivation.Architecture.Experts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the {@code config.json} of Hugging Face's transformers. */
final class ConfigJson {
  private static final Set<String> KNOWN =
      new TreeSet<>(
          Set.of(
              "llama",
              "llama4",
              "llama4_text",
              "mistral",
              "mistral3",
              "ministral",
              "mixtral",
              "qwen2",
              "qwen2_moe",
              "qwen3",
              "qwen3_moe",
              "qwen3_next",
              "qwen3_5",
              "qwen3_5_text",
              "qwen3_5_moe",
              "qwen3_5_moe_text",
              "gemma",
              "gemma2",
              "gemma3",
              "gemma3_text",
              "phi3",
              "gpt_oss",
              "deepseek_v2",
              "deepseek_v3",
              "deepseek_v32",
              "kimi_k2",
              "granite",
              "granitemoe",
              "smollm3",
              "minimax_m2",
              "glm4",
              "glm4_moe",
              "glm_moe_dsa",
              "olmo2",
              "exaone4"));

  /** No size of a model comes near. */
  private static final int MAX = 10_000_000;

  private static final int MAX_LAYERS = 10_000;

  /** Whole numbers that need not be stated. */
  private static final List<String> OPTIONAL =
      List.of(
          "num_key_value_heads",
          "head_dim",
          "num_local_experts",
          "num_experts",
          "n_routed_experts",
          "num_experts_per_tok",
          "num_experts_per_token",
          "experts_per_token",
          "moe_intermediate_size",
          "intermediate_size_mlp",
          "shared_expert_intermediate_size",
          "n_shared_experts",
          "first_k_dense_replace",
          "interleave_moe_layer_step",
          "sliding_window",
          "sliding_window_pattern",
          "full_attention_interval",
          "linear_num_key_heads",
          "linear_key_head_dim",
          "linear_num_value_heads",
          "linear_value_head_dim",
          "kv_lora_rank",
          "q_lora_rank",
          "qk_rope_head_dim",
          "qk_nope_head_dim",
          "v_head_dim");

  private final JsonNode config;
  private final String type;

  private ConfigJson(JsonNode config, String type) {
    this.config = config;
    this.type = type;
  }

  /**
   * What a configuration cannot be read for.
   *
   * @param field that is missing, or {@code model_type}
   * @param rule what is wrong with it
   */
  static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1;
    private final String field;
    private final String rule;

    UnreadableException(String field, String rule) {
      super(rule);
      this.field = field;
      this.rule = rule;
    }

    String rule() {
      return rule;
    }

    String field() {
      return field;
    }
  }

  /** The text part of a model. */
  static Architecture read(JsonNode file) throws UnreadableException {
    JsonNode text = file.has("text_config") ? file.get("text_config") : file;
    String type = text.path("model_type").asText(file.path("model_type").asText());
    if (type.isEmpty()) {
      throw new UnreadableException("model_type", "is missing");
    }
    if (!KNOWN.contains(type)) {
      throw new UnreadableException(
          "model_type",
          "the architecture \"" + type + "\" is not known; known are " + String.join(", ", KNOWN));
    }
    return new ConfigJson(text, type).architecture();
  }

  private Architecture architecture() throws UnreadableException {
    checkNumbers();
    int layers = positive("num_hidden_layers");
    boolean hasOtherLayers =
        config.path("layer_types").isArray() && config.get("layer_types").size() != layers;
    if (layers > MAX_LAYERS || hasOtherLayers || denseLayers(layers) > layers) {
      throw new UnreadableException(
          "num_hidden_layers",
          "must be at most "
              + MAX_LAYERS
              + ", and agree with layer_types and first_k_dense_replace");
    }
    int hidden = positive("hidden_size");
    int heads = positive("num_attention_heads");
    double head = 1.0 * positive("vocab_size") * hidden;
    Attention attention = attention(hidden, heads);
    int linear = linearLayers(layers);
    int windowed = windowLayers(layers);
    if (linear >= layers) {
      throw new UnreadableException("layer_types", "has no layer that attends to the context");
    }
    Optional<Experts> experts = experts(layers, hidden);
    return new Architecture(
        layers,
        layers - linear - windowed,
        windowed,
        windowed > 0 ? config.path("sliding_window").asInt(4096) : 0,
        hidden,
        attention,
        (layers - linear) * attentionParameters(hidden, heads, attention)
            + linear * linearParameters(hidden)
            + feedForwardParameters(layers, hidden, experts),
        head,
        config.path("tie_word_embeddings").asBoolean(isTiedByDefault()),
        experts,
        linear * stateElements(),
        config.path("max_position_embeddings").asLong(Long.MAX_VALUE));
  }

  private void checkNumbers() throws UnreadableException {
    for (String field : OPTIONAL) {
      JsonNode value = config.path(field);
      boolean isStated = !value.isMissingNode() && !value.isNull();
      if (isStated && !(value.isIntegralNumber() && value.asLong() >= 0 && value.asLong() <= MAX)) {
        throw new UnreadableException(field, "must be a whole number from 0 to " + MAX);
      }
    }
    if (isLatent()) {
      positive("qk_nope_head_dim");
      positive("qk_rope_head_dim");
      positive("v_head_dim");
    }
  }

  private boolean isTiedByDefault() {
    return type.startsWith("gemma") || type.equals("smollm3");
  }

  private Attention attention(int hidden, int heads) throws UnreadableException {
    if (isLatent()) {
      int keys = config.path("qk_nope_head_dim").asInt() + config.path("qk_rope_head_dim").asInt();
      int latent = config.path("kv_lora_rank").asInt() + config.path("qk_rope_head_dim").asInt();
      return new Attention(
          heads, 1, heads * (keys + config.path("v_head_dim").asInt(keys)) / 2, latent);
    }
    int kvHeads = config.path("num_key_value_heads").asInt(heads);
    if (kvHeads < 1 || heads % kvHeads != 0) {
      throw new UnreadableException(
          "num_key_value_heads", "must divide num_attention_heads, which is " + heads);
    }
    int dimension = headDimension(hidden, heads);
    if (dimension < 1 || (long) heads * dimension > MAX) {
      throw new UnreadableException("head_dim", "must be above zero and below " + MAX + " / heads");
    }
    return new Attention(heads, kvHeads, heads * dimension, 2 * kvHeads * dimension);
  }

  private boolean isLatent() {
    return config.path("kv_lora_rank").asInt() > 0;
  }

  private int headDimension(int hidden, int heads) {
    int byType = type.startsWith("gemma") || type.startsWith("qwen3_") ? 256 : hidden / heads;
    return config.path("head_dim").asInt(byType);
  }

  private double attentionParameters(int hidden, int heads, Attention attention) {
    if (isLatent()) {
      double rope = config.path("qk_rope_head_dim").asInt();
      double nope = config.path("qk_nope_head_dim").asInt();
      double values = config.path("v_head_dim").asInt();
      double keyRank = config.path("kv_lora_rank").asInt();
      double queryRank = config.path("q_lora_rank").asInt();
      double queries =
          queryRank > 0
              ? hidden * queryRank + queryRank * heads * (nope + rope)
              : hidden * heads * (nope + rope);
      return queries
          + hidden * (keyRank + rope)
          + keyRank * heads * (nope + values)
          + heads * values * hidden;
    }
    double gate = config.path("attn_output_gate").asBoolean(false) ? attention.width() : 0;
    return 1.0 * hidden * (2.0 * attention.width() + attention.kvElements() + gate);
  }

  private double feedForwardParameters(int layers, int hidden, Optional<Experts> experts)
      throws UnreadableException {
    if (experts.isEmpty()) {
      return 3.0 * layers * hidden * positive("intermediate_size");
    }
    int dense = denseLayers(layers);
    double intermediate =
        config.path("intermediate_size_mlp").asDouble(config.path("intermediate_size").asDouble());
    return 3.0 * dense * hidden * intermediate
        + 3.0 * (layers - dense) * hidden * sharedIntermediate()
        + 1.0 * (layers - dense) * hidden * experts.get().count();
  }

  private double sharedIntermediate() {
    if (config.has("shared_expert_intermediate_size")) {
      return config.get("shared_expert_intermediate_size").asDouble();
    }
    int shared = config.path("n_shared_experts").asInt(type.startsWith("llama4") ? 1 : 0);
    return shared * expertIntermediate();
  }

  private double expertIntermediate() {
    return config
        .path("moe_intermediate_size")
        .asDouble(config.path("intermediate_size").asDouble());
  }

  private int denseLayers(int layers) {
    int every = config.path("interleave_moe_layer_step").asInt(1);
    return every > 1 ? layers - layers / every : config.path("first_k_dense_replace").asInt(0);
  }

  private Optional<Experts> experts(int layers, int hidden) throws UnreadableException {
    int count = first("num_local_experts", "num_experts", "n_routed_experts");
    if (count == 0) {
      return Optional.empty();
    }
    int perToken = first("num_experts_per_tok", "num_experts_per_token", "experts_per_token");
    if (perToken == 0 || perToken > count) {
      throw new UnreadableException(
          "num_experts_per_tok", "must be from 1 to the number of experts, " + count);
    }
    double each = 3.0 * hidden * expertIntermediate();
    if (each == 0) {
      throw new UnreadableException("moe_intermediate_size", "is missing of a mixture of experts");
    }
    return Optional.of(new Experts(count, perToken, (layers - denseLayers(layers)) * count * each));
  }

  private int windowLayers(int layers) {
    if (config.path("layer_types").isArray()) {
      return count("sliding_attention", "chunked_attention");
    }
    boolean isOff =
        config.path("sliding_window").asInt() == 0
            || !config.path("use_sliding_window").asBoolean(true);
    if (isOff) {
      return 0;
    }
    int pattern =
        config
            .path("sliding_window_pattern")
            .asInt(
                Map.of("gemma2", 2, "gpt_oss", 2, "gemma3", 6, "gemma3_text", 6)
                    .getOrDefault(type, 0));
    return pattern == 0 ? layers : layers - layers / pattern;
  }

  private int linearLayers(int layers) {
    if (config.path("layer_types").isArray()) {
      return count("linear_attention");
    }
    int interval = config.path("full_attention_interval").asInt(0);
    return interval == 0 ? 0 : layers - layers / interval;
  }

  private int count(String... kinds) {
    int count = 0;
    for (JsonNode layer : config.get("layer_types")) {
      count += Set.of(kinds).contains(layer.asText()) ? 1 : 0;
    }
    return count;
  }

  private double linearParameters(int hidden) {
    double keys =
        config.path("linear_num_key_heads").asDouble()
            * config.path("linear_key_head_dim").asDouble();
    double values =
        config.path("linear_num_value_heads").asDouble()
            * config.path("linear_value_head_dim").asDouble();
    return hidden * (2 * keys + 3 * values);
  }

  /** The state is kept at four bytes an element, which counts as two elements. */
  private double stateElements() {
    return 2
        * config.path("linear_num_value_heads").asDouble()
        * config.path("linear_key_head_dim").asDouble()
        * config.path("linear_value_head_dim").asDouble();
  }

  private int first(String... names) {
    for (String name : names) {
      if (config.path(name).asInt() > 0) {
        return config.get(name).asInt();
      }
    }
    return 0;
  }

  private int positive(String field) throws UnreadableException {
    JsonNode value = config.path(field);
    if (!value.isIntegralNumber() || value.asLong() < 1 || value.asLong() > MAX) {
      throw new UnreadableException(field, "must be a whole number from 1 to " + MAX);
    }
    return value.asInt();
  }
}
