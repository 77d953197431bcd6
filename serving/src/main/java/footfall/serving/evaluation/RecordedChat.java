package footfall.serving.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.scenarios.dialogues.ToolCall;
import footfall.scenarios.exams.RecordedDialogue;
import footfall.scenarios.exams.RecordedDialogue.Turn;
import footfall.serving.exchange.Prompt;
import footfall.serving.exchange.Prompt.ToolChoice;
import footfall.serving.exchange.Sampling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A message of a recorded dialogue as a model is told it: what was recorded before it, itself, and
 * what the model has called since. Not thread-safe.
 */
final class RecordedChat {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String INSTRUCTIONS =
      "You are the assistant of an online shop. Call a tool where one helps, and only then. Recommend"
          + " products by their ids or titles. Answer in the language and script of the customer.";

  private final String instructions;
  private final List<Map<String, Object>> tools;
  private final Sampling sampling;

  /** The recorded turns and the one that is answered, as workers take them, and as vendors do. */
  private final List<List<Map<String, Object>>> turns = new ArrayList<>();

  private final List<List<Map<String, Object>>> turnsForVendors = new ArrayList<>();
  private int forgotten;

  /**
   * The chat before one turn's answer.
   *
   * @param history turns before it that are told
   * @param tools that are offered
   * @param replyTokens the longest reply
   */
  RecordedChat(
      RecordedDialogue dialogue,
      int turn,
      int history,
      List<Map<String, Object>> tools,
      int replyTokens) {
    this.instructions = dialogue.instructions().isEmpty() ? INSTRUCTIONS : dialogue.instructions();
    this.tools = tools;
    this.sampling = new Sampling(replyTokens, 0, 0, 1, 0, 1, 0, List.of(), false);
    for (int i = 0; i < turn; i++) {
      tellAgain(i, dialogue.turns().get(i));
    }
    begin(dialogue.turns().get(turn));
    forgotten = Math.max(0, turn - history);
  }

  private void begin(Turn turn) {
    turns.add(new ArrayList<>());
    turnsForVendors.add(new ArrayList<>());
    add(Map.of("role", "user", "content", turn.said()));
  }

  private void tellAgain(int number, Turn turn) {
    begin(turn);
    if (!turn.calls().isEmpty()) {
      called(
          "recorded-" + number,
          turn.wanted(),
          turn.calls().stream().map(RecordedDialogue.Recorded::result).toList());
    }
    if (!turn.reply().isEmpty()) {
      add(Map.of("role", "assistant", "content", turn.reply()));
    }
  }

  /** The model called tools in one step, and was told their results. */
  void called(String id, List<ToolCall> calls, List<String> results) {
    last(turns).add(calling(id, calls, false));
    last(turnsForVendors).add(calling(id, calls, true));
    for (int i = 0; i < calls.size(); i++) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("role", "tool");
      result.put("tool_call_id", id + "-" + i);
      result.put("content", results.get(i));
      add(result);
    }
  }

  private static Map<String, Object> calling(String id, List<ToolCall> calls, boolean forVendors) {
    List<Map<String, Object>> made = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      Map<String, Object> function = new LinkedHashMap<>();
      function.put("name", calls.get(i).name());
      function.put(
          "arguments",
          forVendors ? json(calls.get(i).arguments()) : (Object) calls.get(i).arguments());
      Map<String, Object> call = new LinkedHashMap<>();
      call.put("id", id + "-" + i);
      call.put("type", "function");
      call.put("function", function);
      made.add(call);
    }
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("role", "assistant");
    message.put("content", "");
    message.put("tool_calls", made);
    return message;
  }

  private static String json(Map<String, Object> arguments) {
    try {
      return JSON.writeValueAsString(arguments);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("arguments can always be written", e);
    }
  }

  private void add(Map<String, Object> message) {
    last(turns).add(message);
    last(turnsForVendors).add(message);
  }

  private static List<Map<String, Object>> last(List<List<Map<String, Object>>> turns) {
    return turns.get(turns.size() - 1);
  }

  /** Forgets the oldest turn that is still told; returns whether there was one. */
  boolean forgets() {
    boolean can = forgotten < turns.size() - 1;
    forgotten += can ? 1 : 0;
    return can;
  }

  /** What the model is asked now. */
  Prompt prompt() {
    Map<String, Object> asked = new LinkedHashMap<>();
    asked.put("messages", told(turnsForVendors));
    if (!tools.isEmpty()) {
      asked.put("tools", tools);
    }
    asked.put("max_tokens", sampling.maxTokens());
    asked.put("temperature", 0);
    return new Prompt(told(turns), tools, ToolChoice.FREE, null, sampling, asked);
  }

  private List<Map<String, Object>> told(List<List<Map<String, Object>>> all) {
    List<Map<String, Object>> told = new ArrayList<>();
    told.add(Map.of("role", "system", "content", instructions));
    all.subList(forgotten, all.size()).forEach(told::addAll);
    return told;
  }
}
