package footfall.serving.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads requests in OpenAI's Responses as the chat that they mean. Stateless. */
final class ResponsesRequest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> NAMES =
      Map.of(
          "messages", "input",
          "max_completion_tokens", "max_output_tokens",
          "response_format", "text.format");

  private ResponsesRequest() {}

  /**
   * The chat that is asked for.
   *
   * @throws ApiException if there is none, or it needs what was said in another response
   */
  static Translated toChat(JsonNode asked) {
    for (String stored : new String[] {"previous_response_id", "conversation", "prompt"}) {
      if (asked.hasNonNull(stored)) {
        throw ApiException.invalid(
            stored, stored + " is not supported: no response is stored. Send the whole input.");
      }
    }
    if (asked.path("background").asBoolean(false)) {
      throw ApiException.invalid("background", "background must be false: no response is stored.");
    }
    checkShapes(asked);
    if (asked.path("include").toString().contains("logprobs")) {
      throw ApiException.invalid(
          "include", "Log probabilities are not given: leave them out of include.");
    }
    ObjectNode chat = ((ObjectNode) asked).deepCopy();
    chat.remove("input");
    chat.remove("instructions");
    chat.remove("text");
    chat.remove("store");
    chat.remove("include");
    chat.remove("truncation");
    ArrayNode messages = chat.putArray("messages");
    List<String> places = new ArrayList<>();
    if (asked.hasNonNull("instructions")) {
      messages.addObject().put("role", "system").set("content", asked.get("instructions"));
      Translated.note(chat, places, "instructions");
    }
    addInput(chat, places, asked.path("input"));
    if (asked.hasNonNull("max_output_tokens")) {
      chat.set("max_completion_tokens", chat.remove("max_output_tokens"));
    }
    if (asked.path("reasoning").hasNonNull("effort")) {
      chat.set("reasoning_effort", asked.at("/reasoning/effort"));
    }
    chat.remove("reasoning");
    setTools(chat, asked);
    setFormat(chat, asked.path("text").path("format"));
    return new Translated(chat, places, NAMES);
  }

  private static void checkShapes(JsonNode asked) {
    for (String object : new String[] {"text", "reasoning", "metadata"}) {
      if (asked.hasNonNull(object) && !asked.get(object).isObject()) {
        throw ApiException.invalid(object, object + " must be an object.");
      }
    }
    JsonNode format = asked.path("text").path("format");
    if (!format.isMissingNode() && !format.isNull() && !format.path("type").isTextual()) {
      throw ApiException.invalid("text.format", "text.format must be an object with a type.");
    }
    if (asked.hasNonNull("include") && !asked.get("include").isArray()) {
      throw ApiException.invalid("include", "include must be a list.");
    }
    String truncation = asked.path("truncation").asText("disabled");
    if (!truncation.equals("disabled") && !truncation.equals("null")) {
      throw ApiException.invalid(
          "truncation", "truncation must be disabled: nothing is cut off what was said before.");
    }
  }

  private static void addInput(ObjectNode chat, List<String> places, JsonNode input) {
    ArrayNode messages = (ArrayNode) chat.get("messages");
    if (input.isTextual() && !input.asText().isEmpty()) {
      messages.addObject().put("role", "user").set("content", input);
      Translated.note(chat, places, "input");
      return;
    }
    if (!input.isArray() || input.isEmpty()) {
      throw ApiException.invalid(
          "input", "input must be a text that is not empty, or a list of at least one item.");
    }
    for (int i = 0; i < input.size(); i++) {
      addItem(messages, input.get(i), "input[" + i + "]");
      Translated.note(chat, places, "input[" + i + "]");
    }
  }

  private static void addItem(ArrayNode messages, JsonNode item, String place) {
    switch (item.path("type").asText("message")) {
      case "message" ->
          messages
              .addObject()
              .put("role", item.path("role").asText(""))
              .set("content", content(item.path("content"), place + ".content"));
      case "function_call" -> addCall(messages, item);
      case "function_call_output" ->
          messages
              .addObject()
              .put("role", "tool")
              .put("tool_call_id", item.path("call_id").asText(""))
              .set("content", content(item.path("output"), place + ".output"));
      case "reasoning" -> {
        return; // What a model has thought is not read again.
      }
      default ->
          throw ApiException.invalid(
              place,
              place
                  + ".type must be one of message, function_call, function_call_output and"
                  + " reasoning.");
    }
  }

  /** Several calls after each other are those of one message. */
  private static void addCall(ArrayNode messages, JsonNode item) {
    JsonNode last = messages.isEmpty() ? JSON.missingNode() : messages.get(messages.size() - 1);
    ObjectNode message =
        last.path("role").asText("").equals("assistant")
            ? (ObjectNode) last
            : messages.addObject().put("role", "assistant").putNull("content");
    ObjectNode call = message.withArrayProperty("tool_calls").addObject();
    call.put("id", item.path("call_id").asText("")).put("type", "function");
    call.putObject("function")
        .put("name", item.path("name").asText(""))
        .set("arguments", item.path("arguments"));
  }

  /** Parts of input and output texts are texts. */
  private static JsonNode content(JsonNode content, String place) {
    if (!content.isArray()) {
      return content;
    }
    ArrayNode parts = JSON.createArrayNode();
    for (int i = 0; i < content.size(); i++) {
      JsonNode part = content.get(i);
      String type = part.path("type").asText("");
      boolean isText = type.equals("input_text") || type.equals("output_text");
      if (isText || type.equals("text") || type.equals("refusal")) {
        String field = type.equals("refusal") ? "refusal" : "text";
        parts.addObject().put("type", "text").set("text", part.path(field));
      } else {
        throw RequestReader.notText(place + "[" + i + "]", type);
      }
    }
    return parts;
  }

  private static void setTools(ObjectNode chat, JsonNode asked) {
    if (asked.path("tools").isArray()) {
      ArrayNode tools = chat.putArray("tools");
      for (int i = 0; i < asked.get("tools").size(); i++) {
        JsonNode tool = asked.get("tools").get(i);
        if (!tool.path("type").asText("").equals("function")) {
          throw ApiException.invalid(
              "tools[" + i + "].type", "tools[" + i + "].type must be function.");
        }
        ObjectNode function = ((ObjectNode) tool).deepCopy();
        function.remove("type");
        tools.addObject().put("type", "function").set("function", function);
      }
    }
    JsonNode choice = asked.path("tool_choice");
    if (choice.isObject() && choice.has("name")) {
      ObjectNode named = chat.putObject("tool_choice").put("type", "function");
      named.putObject("function").set("name", choice.get("name"));
    }
  }

  private static void setFormat(ObjectNode chat, JsonNode format) {
    if (!format.isObject() || format.path("type").asText("").equals("text")) {
      return;
    }
    ObjectNode wanted = chat.putObject("response_format").put("type", format.path("type").asText());
    if (format.path("type").asText("").equals("json_schema")) {
      ObjectNode schema = ((ObjectNode) format).deepCopy();
      schema.remove("type");
      wanted.set("json_schema", schema);
    }
  }
}
