package footfall.gatling.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What the Responses API says, as chunks of chat completions: one reader then hears both.
 * Stateless.
 */
final class ResponsesEvents {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String OUTPUT = "output";

  private ResponsesEvents() {}

  /** An event of a stream, or the whole response. */
  static JsonNode asChat(JsonNode said) {
    return said.path("object").asText("").equals("response") ? completion(said) : chunk(said);
  }

  /** An event of a stream as a chunk; without choices where it brings nothing. */
  private static JsonNode chunk(JsonNode event) {
    String delta = event.path("delta").asText("");
    return switch (event.path("type").asText("")) {
      case "response.output_text.delta" -> delta("content", delta);
      case "response.refusal.delta" -> delta("refusal", delta);
      case "response.reasoning_text.delta", "response.reasoning_summary_text.delta" ->
          delta("reasoning_content", delta);
      case "response.output_item.added" ->
          event.at("/item/type").asText("").equals("function_call")
              ? call(event, event.at("/item/name").asText(""), "")
              : JSON.objectNode();
      case "response.function_call_arguments.delta" -> call(event, "", delta);
      case "response.completed", "response.incomplete", "response.failed" ->
          ended(event.path("response"));
      case "error" -> JSON.objectNode().set("error", event);
      default -> JSON.objectNode();
    };
  }

  /** A response that came at once, as a chat completion. */
  private static JsonNode completion(JsonNode response) {
    ObjectNode ended = ended(response);
    if (ended.has("error")) {
      return ended;
    }
    ObjectNode message = JSON.objectNode();
    StringBuilder text = new StringBuilder();
    StringBuilder thoughts = new StringBuilder();
    for (JsonNode item : response.path(OUTPUT)) {
      switch (item.path("type").asText("")) {
        case "message" -> item.path("content").forEach(part -> text.append(said(part)));
        case "reasoning" -> item.path("summary").forEach(part -> thoughts.append(said(part)));
        case "function_call" -> {
          ObjectNode function = message.withArray("tool_calls").addObject().putObject("function");
          function.put("name", item.path("name").asText(""));
          function.put("arguments", item.path("arguments").asText(""));
        }
        default -> {
          // Of built-in tools, which are the server's own affair.
        }
      }
    }
    message.put("content", text.toString()).put("reasoning_content", thoughts.toString());
    ((ObjectNode) ended.at("/choices/0")).set("message", message);
    return ended;
  }

  private static String said(JsonNode part) {
    return part.path("text").asText(part.path("refusal").asText(""));
  }

  private static ObjectNode delta(String field, String text) {
    ObjectNode chunk = JSON.objectNode();
    chunk.putArray("choices").addObject().putObject("delta").put(field, text);
    return chunk;
  }

  private static ObjectNode call(JsonNode event, String name, String arguments) {
    ObjectNode chunk = JSON.objectNode();
    ObjectNode call =
        chunk
            .putArray("choices")
            .addObject()
            .putObject("delta")
            .putArray("tool_calls")
            .addObject()
            .put("index", event.path("output_index").asInt());
    ObjectNode function = call.putObject("function").put("arguments", arguments);
    if (!name.isEmpty()) {
      function.put("name", name);
    }
    return chunk;
  }

  private static ObjectNode ended(JsonNode response) {
    ObjectNode chunk = JSON.objectNode();
    String status = response.path("status").asText("");
    if (response.hasNonNull("error") || status.equals("failed")) {
      chunk.set("error", response.path("error"));
      return chunk.hasNonNull("error") ? chunk : chunk.put("error", "the response failed");
    }
    String reason = response.at("/incomplete_details/reason").asText("");
    String cut = reason.contains("filter") ? reason : "length";
    chunk
        .putArray("choices")
        .addObject()
        .put("finish_reason", status.equals("incomplete") ? cut : "stop");
    JsonNode used = response.path("usage");
    if (used.isObject()) {
      ObjectNode usage = chunk.putObject("usage");
      usage.set("prompt_tokens", used.path("input_tokens"));
      usage.set("completion_tokens", used.path("output_tokens"));
      usage.set("prompt_tokens_details", used.path("input_tokens_details"));
      usage.set("completion_tokens_details", used.path("output_tokens_details"));
    }
    if (response.path("metrics").isObject()) {
      chunk.set("metrics", response.path("metrics"));
    }
    return chunk;
  }
}
