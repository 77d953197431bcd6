package footfall.serving.evaluation;

import footfall.serving.exchange.Prompt;
import footfall.serving.exchange.Prompt.ToolChoice;
import footfall.serving.exchange.Sampling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was said so far, as a model is told it. Not thread-safe. */
final class Chat {
  private final String instructions;
  private final List<Map<String, Object>> tools;
  private final int history;
  private final Sampling sampling;

  /** The messages of each turn, as workers take them, and as vendors do. */
  private final List<List<Map<String, Object>>> turns = new ArrayList<>();

  private final List<List<Map<String, Object>>> turnsForVendors = new ArrayList<>();
  private int forgotten;

  /**
   * A call of a tool.
   *
   * @param arguments as workers take them
   * @param written the same as the text of a JSON object, as vendors do
   */
  record Called(String tool, Map<String, Object> arguments, String written, String result) {}

  /**
   * A chat that has not begun.
   *
   * @param tools that are offered
   * @param history turns before the last that are told again
   * @param replyTokens the longest reply
   */
  Chat(String instructions, List<Map<String, Object>> tools, int history, int replyTokens) {
    this.instructions = instructions;
    this.tools = tools;
    this.history = history;
    this.sampling = new Sampling(replyTokens, 0, 0, 1, 0, 1, 0, List.of(), false);
  }

  /** A turn begins. */
  void says(String shopper) {
    turns.add(new ArrayList<>());
    turnsForVendors.add(new ArrayList<>());
    add(Map.of("role", "user", "content", shopper));
    forgotten = Math.max(forgotten, turns.size() - 1 - history);
  }

  /**
   * The model called tools in one step, and was told their results.
   *
   * @param id of the step
   */
  void called(String id, List<Called> calls) {
    List<Map<String, Object>> made = new ArrayList<>();
    List<Map<String, Object>> madeForVendors = new ArrayList<>();
    List<Map<String, Object>> results = new ArrayList<>();
    for (Called called : calls) {
      String callId = id + "-" + made.size();
      made.add(call(callId, called.tool, called.arguments));
      madeForVendors.add(call(callId, called.tool, called.written));
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("role", "tool");
      result.put("tool_call_id", callId);
      result.put("content", called.result);
      results.add(result);
    }
    last(turns).add(calling(made));
    last(turnsForVendors).add(calling(madeForVendors));
    results.forEach(this::add);
  }

  private static Map<String, Object> call(String id, String name, Object arguments) {
    Map<String, Object> function = new LinkedHashMap<>();
    function.put("name", name);
    function.put("arguments", arguments);
    Map<String, Object> call = new LinkedHashMap<>();
    call.put("id", id);
    call.put("type", "function");
    call.put("function", function);
    return call;
  }

  private static Map<String, Object> calling(List<Map<String, Object>> calls) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("role", "assistant");
    message.put("content", "");
    message.put("tool_calls", calls);
    return message;
  }

  /** The model answered. */
  void replied(String text) {
    add(Map.of("role", "assistant", "content", text));
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
