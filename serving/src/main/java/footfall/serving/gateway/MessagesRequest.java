package footfall.serving.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads requests in Anthropic's Messages as the chat that they mean. Stateless. */
final class MessagesRequest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> NAMES =
      Map.of("stop", "stop_sequences", "response_format", "output_config.format");

  private MessagesRequest() {}

  /**
   * The chat that is asked for.
   *
   * @throws ApiException if there is none
   */
  static Translated toChat(JsonNode asked) {
    ObjectNode chat = ((ObjectNode) asked).deepCopy();
    ArrayNode messages = chat.putArray("messages");
    List<String> places = new ArrayList<>();
    chat.remove("system");
    if (asked.hasNonNull("system")) {
      messages
          .addObject()
          .put("role", "system")
          .set("content", texts(asked.get("system"), "system"));
      Translated.note(chat, places, "system");
    }
    JsonNode given = asked.path("messages");
    if (!given.isArray() || given.isEmpty()) {
      throw ApiException.invalid("messages", "messages must be a list of at least one message.");
    }
    for (int i = 0; i < given.size(); i++) {
      add(messages, given.get(i), "messages[" + i + "]");
      Translated.note(chat, places, "messages[" + i + "]");
    }
    checkShapes(asked);
    if (chat.has("stop_sequences")) {
      chat.set("stop", chat.remove("stop_sequences"));
    }
    chat.remove("thinking");
    chat.remove("metadata");
    if (asked.path("mcp_servers").isArray() && !asked.get("mcp_servers").isEmpty()) {
      throw ApiException.invalid("mcp_servers", "mcp_servers are not asked: leave them out.");
    }
    setTools(chat, asked);
    setFormat(chat, asked);
    return new Translated(chat, places, NAMES);
  }

  private static void checkShapes(JsonNode asked) {
    JsonNode given = asked.get("messages");
    if (given.get(given.size() - 1).path("role").asText("").equals("assistant")) {
      throw ApiException.invalid(
          "messages",
          "A reply that the client has begun is not continued: the last message must be of the"
              + " user.");
    }
    if (asked.hasNonNull("stop_sequences") && !asked.get("stop_sequences").isArray()) {
      throw ApiException.invalid("stop_sequences", "stop_sequences must be a list of texts.");
    }
    if (asked.path("temperature").asDouble(0) > 1) {
      throw ApiException.invalid("temperature", "temperature must be a number from 0 to 1.");
    }
    JsonNode budget = asked.path("thinking").path("budget_tokens");
    if (budget.isNumber() && budget.asInt() >= asked.path("max_tokens").asInt(Integer.MAX_VALUE)) {
      throw ApiException.invalid(
          "thinking.budget_tokens", "thinking.budget_tokens must be less than max_tokens.");
    }
  }

  /** Also where it stood before it had its place. */
  private static void setFormat(ObjectNode chat, JsonNode asked) {
    JsonNode config = asked.path("output_config").path("format");
    JsonNode format = config.isObject() ? config : asked.path("output_format");
    chat.remove("output_config");
    chat.remove("output_format");
    if (!format.isObject()) {
      return;
    }
    if (!format.path("type").asText("").equals("json_schema")) {
      throw ApiException.invalid(
          "output_config.format.type", "output_config.format.type must be json_schema.");
    }
    ObjectNode wanted = chat.putObject("response_format").put("type", "json_schema");
    wanted.putObject("json_schema").set("schema", format.path("schema"));
  }

  private static void add(ArrayNode messages, JsonNode message, String place) {
    String role = message.path("role").asText("");
    if (!role.equals("user") && !role.equals("assistant")) {
      throw ApiException.invalid(place + ".role", place + ".role must be user or assistant.");
    }
    JsonNode content = message.path("content");
    if (content.isTextual() ? content.asText().isEmpty() : content.isEmpty()) {
      throw ApiException.invalid(
          place + ".content", place + ".content must be a text or blocks, and not empty.");
    }
    if (!content.isArray()) {
      messages.addObject().put("role", role).set("content", content);
      return;
    }
    ArrayNode texts = JSON.createArrayNode();
    ArrayNode calls = JSON.createArrayNode();
    for (int i = 0; i < content.size(); i++) {
      JsonNode block = content.get(i);
      String at = place + ".content[" + i + "]";
      checkSide(block.path("type").asText(""), role, at);
      switch (block.path("type").asText("")) {
        case "text" -> texts.addObject().put("type", "text").set("text", block.path("text"));
        case "tool_use" -> {
          ObjectNode call = calls.addObject().put("id", block.path("id").asText(""));
          call.put("type", "function")
              .putObject("function")
              .put("name", block.path("name").asText(""))
              .set("arguments", block.path("input"));
        }
        case "tool_result" ->
            messages
                .addObject()
                .put("role", "tool")
                .put("tool_call_id", block.path("tool_use_id").asText(""))
                .set("content", texts(block.path("content"), at + ".content"));
        case "thinking", "redacted_thinking" -> {
          continue; // What a model has thought is not read again.
        }
        default -> throw RequestReader.notText(at, block.path("type").asText(""));
      }
    }
    if (!texts.isEmpty() || !calls.isEmpty()) {
      ObjectNode said = messages.addObject().put("role", role);
      said.set("content", texts);
      if (!calls.isEmpty()) {
        said.set("tool_calls", calls);
      }
    }
  }

  private static void checkSide(String type, String role, String at) {
    String side =
        switch (type) {
          case "tool_use", "thinking", "redacted_thinking" -> "assistant";
          case "tool_result" -> "user";
          default -> role;
        };
    if (!side.equals(role)) {
      throw ApiException.invalid(
          at, at + " is of type " + type + ", which only the " + side + " says.");
    }
  }

  private static JsonNode texts(JsonNode content, String place) {
    for (int i = 0; content.isArray() && i < content.size(); i++) {
      String type = content.get(i).path("type").asText("");
      if (!type.equals("text")) {
        throw RequestReader.notText(place + "[" + i + "]", type);
      }
    }
    return content;
  }

  private static void setTools(ObjectNode chat, JsonNode asked) {
    if (asked.path("tools").isArray()) {
      ArrayNode tools = chat.putArray("tools");
      for (int i = 0; i < asked.get("tools").size(); i++) {
        JsonNode tool = asked.get("tools").get(i);
        if (!tool.path("input_schema").isObject() || !tool.path("name").isTextual()) {
          throw ApiException.invalid(
              "tools[" + i + "]", "tools[" + i + "] must be {name, description, input_schema}.");
        }
        ObjectNode function = JSON.createObjectNode().put("name", tool.path("name").asText(""));
        if (tool.hasNonNull("description")) {
          function.set("description", tool.get("description"));
        }
        function.set("parameters", tool.get("input_schema"));
        tools.addObject().put("type", "function").set("function", function);
      }
    }
    JsonNode choice = asked.path("tool_choice");
    if (choice.isObject()) {
      switch (choice.path("type").asText("")) {
        case "tool" -> {
          ObjectNode named = chat.putObject("tool_choice").put("type", "function");
          named.putObject("function").set("name", choice.path("name"));
        }
        case "any" -> chat.put("tool_choice", "required");
        case "auto", "none" -> chat.set("tool_choice", choice.get("type"));
        default ->
            throw ApiException.invalid(
                "tool_choice.type", "tool_choice.type must be auto, any, tool or none.");
      }
    }
  }
}
