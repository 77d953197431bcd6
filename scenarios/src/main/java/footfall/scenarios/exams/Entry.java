package footfall.scenarios.exams;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.scenarios.dialogues.ToolCall;
import footfall.scenarios.problems.InvalidInputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An entry of a file of dialogues, and what all forms have in common.
 *
 * @param place file and line, for messages
 */
record Entry(String place, JsonNode json) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<LinkedHashMap<String, Object>> OBJECT =
      new TypeReference<>() {};

  /** A problem with it. */
  InvalidInputException wrong(String rule, String hint) {
    return InvalidInputException.of(place, rule, hint);
  }

  /** The first of some fields that is there, as text; empty text if none is. */
  String text(String... names) {
    for (String name : names) {
      JsonNode value = json.at(name);
      if (!value.isMissingNode() && !value.isNull() && !value.asText().isBlank()) {
        return value.asText();
      }
    }
    return "";
  }

  /** By which it is known. */
  String name() {
    String name =
        text("/id", "/conversation_id", "/conversationId", "/conversation ID", "/custom_id");
    return name.isEmpty() ? place : name;
  }

  /** What it says of the language; empty if nothing. */
  String language() {
    return text("/language", "/metadata/language");
  }

  /** What it says of the kind of shop; empty if nothing. */
  String vertical() {
    return text("/vertical", "/metadata/vertical", "/domain", "/metadata/domain", "/category");
  }

  /** Tools that it offers, as OpenAI's API has them; empty for none. */
  List<Map<String, Object>> tools() {
    return json.path("tools").isArray()
        ? ToolSet.of(place, json.get("tools")).offered()
        : List.of();
  }

  /**
   * Gains of items: an object of gains by id, or a list of ids, or of objects with an id.
   *
   * @param stated missing for none
   */
  Map<String, Double> relevant(JsonNode stated) {
    Map<String, Double> relevant = new LinkedHashMap<>();
    if (stated.isObject()) {
      stated
          .properties()
          .forEach(
              item -> {
                double gain = item.getValue().asDouble(Double.NaN);
                if (!(gain >= 0 && gain <= 1e6)) {
                  throw wrong(
                      "states the gain " + item.getValue() + " of " + item.getKey(),
                      "write a number from 0 up");
                }
                relevant.put(item.getKey(), gain);
              });
      return relevant;
    }
    for (JsonNode item : stated) {
      String id =
          item.isValueNode()
              ? item.asText()
              : item.path("item_id").asText(item.path("id").asText());
      if (id.isEmpty()) {
        throw wrong("has a relevant item without an id", "write its id");
      }
      relevant.put(id, 1.0);
    }
    return relevant;
  }

  /** Arguments of a call, an object or the text of one. */
  ToolCall call(String name, JsonNode arguments) {
    try {
      JsonNode object = arguments.isTextual() ? JSON.readTree(arguments.asText()) : arguments;
      if (name.isEmpty() || !(object.isObject() || object.isMissingNode() || object.isNull())) {
        throw wrong(
            "has a call of a tool without a name, or with arguments that are no object",
            "write {\"name\": \"search\", \"arguments\": \"{}\"}");
      }
      return new ToolCall(name, object.isObject() ? JSON.convertValue(object, OBJECT) : Map.of());
    } catch (JsonProcessingException e) {
      throw wrong(
          "calls " + name + " with arguments that are no JSON",
          "write them as the text of an object");
    }
  }

  /** Text of a message's content, of its parts of text where it has parts. */
  static String said(JsonNode content) {
    if (!content.isArray()) {
      return content.asText("");
    }
    List<String> texts = new ArrayList<>();
    content.forEach(part -> texts.add(part.path("text").asText("")));
    return String.join("\n", texts).strip();
  }
}
