package footfall.serving.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.scenarios.dialogues.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells calls of tools from what is said, in the ways in which models write them: {@code
 * <|call|>search(item=shirt)} as the embedded models do, {@code <tool_call>{..}</tool_call>} as
 * Hermes and Qwen, and a bare JSON object with a name and parameters as Llama 3. A reply that may
 * be a call is held back until that is clear. Not thread-safe.
 */
public final class ToolCallReader {
  /** A call of a tool, with its arguments as JSON. */
  public record Call(String tool, String arguments) {}

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String EMBEDDED = "<|call|>";
  private static final String TAGGED = "<tool_call>";
  private static final String TAG_END = "</tool_call>";
  private static final String PYTHON_TAG = "<|python_tag|>";
  private static final List<String> BEGINNINGS = List.of(EMBEDDED, TAGGED, PYTHON_TAG, "{");

  private final Set<String> offered;
  private final StringBuilder held = new StringBuilder();
  private boolean isTalk;

  /**
   * A reader of one reply.
   *
   * @param offered names of the tools that may be called; others are only talked of
   */
  public ToolCallReader(Set<String> offered) {
    this.offered = Set.copyOf(offered);
  }

  /** Takes in a piece of the reply and returns what of it is certainly said. */
  public String add(String text) {
    if (isTalk) {
      return text;
    }
    held.append(text);
    String so = held.toString().stripLeading();
    for (String beginning : BEGINNINGS) {
      if (so.startsWith(beginning) || beginning.startsWith(so)) {
        return "";
      }
    }
    isTalk = true;
    held.setLength(0);
    return so;
  }

  /** The calls of the complete reply; what was held back and is none is in {@link #rest}. */
  public List<Call> calls() {
    String text = held.toString().strip();
    List<Call> calls = new ArrayList<>();
    if (text.startsWith(EMBEDDED)) {
      ToolCall.parse(text.substring(EMBEDDED.length()))
          .ifPresent(call -> calls.add(new Call(call.name(), json(call))));
    } else if (text.startsWith(TAGGED)) {
      for (String part : text.split(TAGGED)) {
        int end = part.indexOf(TAG_END);
        parse(end < 0 ? part : part.substring(0, end)).ifPresent(calls::add);
      }
    } else {
      parse(text.startsWith(PYTHON_TAG) ? text.substring(PYTHON_TAG.length()) : text)
          .ifPresent(calls::add);
    }
    calls.removeIf(call -> !offered.contains(call.tool()));
    if (!calls.isEmpty()) {
      held.setLength(0);
    }
    return calls;
  }

  /** What was held back in the end without being a call. */
  public String rest() {
    String rest = held.toString();
    return rest.startsWith(EMBEDDED) ? rest.substring(EMBEDDED.length()) : rest;
  }

  /** Whether what was held back begins as a call does, in a notation that is not for people. */
  public boolean isInCall() {
    String so = held.toString().stripLeading();
    return so.startsWith(EMBEDDED) || so.startsWith(TAGGED) || so.startsWith(PYTHON_TAG);
  }

  private static String json(ToolCall call) {
    try {
      return JSON.writeValueAsString(call.arguments());
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static Optional<Call> parse(String text) {
    try {
      JsonNode call = JSON.readTree(text);
      JsonNode arguments = call.has("arguments") ? call.get("arguments") : call.path("parameters");
      if (call.path("name").isTextual() && arguments.isObject()) {
        return Optional.of(new Call(call.get("name").asText(), arguments.toString()));
      }
    } catch (JsonProcessingException e) {
      return Optional.empty(); // Then it is simply said.
    }
    return Optional.empty();
  }
}
