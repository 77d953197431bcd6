package footfall.scenarios.traces;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Objects that hold whole conversations: ShareGPT's, OpenAI messages, and the sessions of AIPerf
 * and guidellm. Each answer makes a request; it reads all that was said before.
 */
final class Conversations {
  private final TokenCounter counter;

  private final TraceLines lines;
  private int unnamed;

  Conversations(TraceLines lines, TokenCounter counter) {
    this.lines = lines;
    this.counter = counter;
  }

  /** Whether an object is a conversation and no single request. */
  static boolean isOne(JsonNode object) {
    return object.path("conversations").isArray()
        || object.path("messages").isArray()
        || object.at("/body/messages").isArray()
        || object.path("turns").isArray();
  }

  /** The requests of a conversation, in order. */
  List<Row> rows(JsonNode object, String line) {
    String session = object.path("session_id").asText(object.path("id").asText("#" + unnamed++));
    List<Row> rows =
        object.path("turns").isArray() ? ofTurns(object, session) : ofMessages(object, session);
    if (rows.isEmpty()) {
      throw lines.wrong(
          line, "has no answer of an assistant", "conversations need answers to count");
    }
    return rows;
  }

  private List<Row> ofMessages(JsonNode object, String session) {
    JsonNode messages =
        object.path("conversations").isArray()
            ? object.get("conversations")
            : object.path("messages").isArray()
                ? object.get("messages")
                : object.at("/body/messages");
    List<Row> rows = new ArrayList<>();
    long said = 0;
    for (JsonNode message : messages) {
      String role = message.path("role").asText(message.path("from").asText());
      int tokens = counter.tokens(text(message));
      if (role.equals("assistant") || role.equals("gpt") || role.equals("model")) {
        rows.add(row(object, message, session, rows.isEmpty(), said, Integer.toString(tokens)));
      }
      said += tokens;
    }
    String last = outputOf(object);
    if (said > 0
        && !last.isEmpty()) { // What was asked last, and how long the answer was or may be.
      rows.add(row(object, object, session, rows.isEmpty(), said, last));
    }
    return rows;
  }

  private List<Row> ofTurns(JsonNode object, String session) {
    List<Row> rows = new ArrayList<>();
    long said = 0;
    for (JsonNode turn : object.get("turns")) {
      long asked =
          turn.path("input_length").isIntegralNumber()
              ? turn.get("input_length").asLong()
              : counter.tokens(text(turn));
      String output = outputOf(turn);
      if (output.isEmpty()) {
        throw lines.wrong(
            turn.toString(),
            "does not say how long the answer is",
            "add output_length to each turn");
      }
      said += asked;
      rows.add(row(object, turn, session, rows.isEmpty(), said, output));
      said += Long.parseLong(output);
    }
    return rows;
  }

  private static Row row(
      JsonNode object, JsonNode turn, String session, boolean isFirst, long input, String output) {
    Row row = new Row();
    row.put(Field.SESSION, session);
    row.put(Field.INPUT, Long.toString(input));
    row.put(Field.OUTPUT, output);
    for (JsonNode place : isFirst ? List.of(turn, object) : List.of(turn)) {
      for (String name : List.of("timestamp", "created", "created_at", "time")) {
        if (place.path(name).isValueNode() && !place.path(name).isNull()) {
          row.put(Field.TIME, place.get(name).asText());
        }
      }
    }
    if (turn.path("delay").isNumber()) {
      row.put(Field.DELAY, turn.get("delay").asText());
    }
    for (String label : List.of("class", "language", "model")) {
      if (object.path(label).isTextual()) {
        row.putLabel(label, object.get(label).asText());
      }
    }
    return row;
  }

  private static String outputOf(JsonNode turn) {
    for (String name :
        List.of("output_length", "output_tokens", "output_tokens_count", "max_tokens")) {
      if (turn.path(name).isIntegralNumber() && turn.get(name).canConvertToLong()) {
        return turn.get(name).asText();
      }
    }
    return "";
  }

  /** What is said: a text, parts of one, or calls of tools. */
  private static String text(JsonNode message) {
    StringBuilder all = new StringBuilder();
    for (String name : List.of("content", "value", "text", "prompt")) {
      JsonNode content = message.path(name);
      if (content.isTextual()) {
        all.append(content.asText());
      }
      for (JsonNode part : content) {
        all.append(part.isTextual() ? part.asText() : part.path("text").asText());
      }
    }
    for (JsonNode call : message.path("tool_calls")) {
      all.append(call.path("function").toString());
    }
    for (JsonNode part : message.path("texts")) {
      for (JsonNode each : part.path("contents")) {
        all.append(each.asText());
      }
    }
    return all.toString();
  }
}
