package footfall.scenarios.traces;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a trace says of a request, by the names that published forms have for it: Azure, BurstGPT,
 * Mooncake, Bailian, ServeGen, Vidur, LiteLLM, OpenTelemetry, and our own.
 */
enum Field {
  TIME(
      "time",
      List.of(
          "TIMESTAMP",
          "time",
          "arrival_time",
          "arrived_at",
          "start_time",
          "submitted",
          "created",
          "created_at",
          "ts",
          "startTimeUnixNano",
          "request_time",
          "request_start_ns",
          "datetime")),
  INPUT(
      "number of input tokens",
      List.of(
          "ContextTokens",
          "input_length",
          "input_tokens",
          "prompt_tokens",
          "Request tokens",
          "prompt_len",
          "prompt_length",
          "input_len",
          "num_prefill_tokens",
          "num_prompt_tokens",
          "prompt_tokens_count",
          "input_tokens_count",
          "input_sequence_length",
          "gen_ai.usage.input_tokens",
          "gen_ai.usage.prompt_tokens")),
  OUTPUT(
      "number of output tokens",
      List.of(
          "GeneratedTokens",
          "output_length",
          "output_tokens",
          "completion_tokens",
          "Response tokens",
          "output_len",
          "response_length",
          "num_decode_tokens",
          "output_tokens_count",
          "completion_tokens_count",
          "output_sequence_length",
          "gen_ai.usage.output_tokens",
          "gen_ai.usage.completion_tokens")),
  SESSION(
      "session",
      List.of(
          "session_id",
          "chat_id",
          "conversation_id",
          "gen_ai.conversation.id",
          "x_correlation_id",
          "session",
          "shopper")),
  PARENT("chat before", List.of("parent_chat_id")),
  HASHES("hashes", List.of("hash_ids")),
  /** After the answer before, in milliseconds. */
  DELAY("pause before it", List.of("delay", "delay_ms")),
  STARTED("time at which it was begun", List.of("started", "started_at")),
  FIRST_TOKEN(
      "time of the first token",
      List.of("completionStartTime", "firstToken", "first_token_time", "completion_start_time")),
  END(
      "time of the end",
      List.of(
          "endTime",
          "end_time",
          "ended",
          "ended_at",
          "endTimeUnixNano",
          "request_end_ns",
          "finished_at")),
  /** In seconds. */
  TTFT("time to the first token", List.of("ttft", "time_to_first_token")),
  /** In seconds. */
  LATENCY("latency", List.of("Elapsed time", "latency", "e2e_latency", "request_latency")),
  /** In seconds, of the service alone. */
  SERVICE("service time", List.of("service_time", "service_seconds")),
  /** In seconds. */
  PATIENCE("patience", List.of("patience", "patience_seconds")),
  PRIORITY("priority", List.of("priority")),
  REPLICATION("replication", List.of("replication"));

  private static final int FEW = 4;
  private static final Map<String, Field> BY_NAME = new HashMap<>();

  static {
    for (Field field : values()) {
      field.names.forEach(name -> BY_NAME.put(plain(name), field));
    }
  }

  private final String words;
  private final List<String> names;

  Field(String words, List<String> names) {
    this.words = words;
    this.names = names;
  }

  /** The field of a column or key; null where it is none of these. */
  static @Nullable Field named(String name) {
    return BY_NAME.get(plain(name));
  }

  /** In words. */
  String words() {
    return words;
  }

  /** Some of the names that it has in traces. */
  String names() {
    return String.join(", ", names.subList(0, Math.min(FEW, names.size())))
        + (names.size() > FEW ? " or the like (docs/traces.md has them all)" : "");
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
