package footfall.serving.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * A request as the chat that it means, and where its parts stood in the request itself, so that
 * errors name what the client wrote.
 *
 * @param places of the messages, one for each
 * @param names of keys that are called otherwise in a chat, by their names there
 */
record Translated(JsonNode chat, List<String> places, Map<String, String> names) {
  private static final String MESSAGES = "messages[";

  /** A chat that was one from the beginning. */
  static Translated asItIs(JsonNode chat) {
    return new Translated(chat, List.of(), Map.of());
  }

  /** Notes where the messages stood that were added last. */
  static void note(ObjectNode chat, List<String> places, String place) {
    while (places.size() < chat.get("messages").size()) {
      places.add(place);
    }
  }

  /** The error as the client understands it. */
  ApiException named(ApiException problem) {
    String param = problem.param();
    if (param == null) {
      return problem;
    }
    if (param.startsWith(MESSAGES)) {
      int end = param.indexOf(']') + 1;
      int index = Integer.parseInt(param.substring(MESSAGES.length(), end - 1));
      if (index < places.size()) {
        String place = places.get(index);
        boolean isWhole = !place.endsWith("]"); // Such as instructions, which are a content.
        String rest = isWhole ? "" : param.substring(end).replace(".tool_calls", "");
        return problem.renamed(param, place + rest);
      }
    }
    for (Map.Entry<String, String> name : names.entrySet()) {
      if (param.equals(name.getKey())) {
        return problem.renamed(param, name.getValue());
      }
    }
    return problem;
  }
}
