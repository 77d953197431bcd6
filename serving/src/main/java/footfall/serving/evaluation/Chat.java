package footfall.serving.evaluation;

import footfall.serving.exchange.Prompt;
import footfall.serving.exchange.Prompt.ToolChoice;
import footfall.serving.exchange.Sampling;
import footfall.serving.shop.Tool;
import footfall.serving.shop.ToolExecutor.Served;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was said so far, as a model is told it. Not thread-safe. */
final class Chat {
  private static final String INSTRUCTIONS =
      "You are the assistant of an online shop. Find products with the tools; they answer with a"
          + " list such as `4* K42 720; 5* B07 649`: stars, id and price of each product. Recommend"
          + " one product by its id, the one with the most stars. Answer in one short sentence, in"
          + " the language and script of the shopper. A photo is told by its tags.";

  private final int history;
  private final Sampling sampling;

  /** The messages of each turn, as workers take them, and as vendors do. */
  private final List<List<Map<String, Object>>> turns = new ArrayList<>();

  private final List<List<Map<String, Object>>> turnsForVendors = new ArrayList<>();
  private int forgotten;

  /**
   * A chat that has not begun.
   *
   * @param history turns that are told again
   * @param replyTokens the longest reply
   */
  Chat(int history, int replyTokens) {
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

  /** The model called a tool. */
  void called(String id, Served served, String arguments) {
    last(turns).add(call(id, served.call().name(), served.call().arguments()));
    last(turnsForVendors).add(call(id, served.call().name(), arguments));
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("role", "tool");
    result.put("tool_call_id", id);
    result.put("content", served.text());
    add(result);
  }

  private static Map<String, Object> call(String id, String name, Object arguments) {
    Map<String, Object> function = new LinkedHashMap<>();
    function.put("name", name);
    function.put("arguments", arguments);
    Map<String, Object> call = new LinkedHashMap<>();
    call.put("id", id);
    call.put("type", "function");
    call.put("function", function);
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("role", "assistant");
    message.put("content", "");
    message.put("tool_calls", List.of(call));
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
    asked.put("tools", Tool.offered());
    asked.put("max_tokens", sampling.maxTokens());
    asked.put("temperature", 0);
    return new Prompt(told(turns), Tool.offered(), ToolChoice.FREE, null, sampling, asked);
  }

  private List<Map<String, Object>> told(List<List<Map<String, Object>>> all) {
    List<Map<String, Object>> told = new ArrayList<>();
    told.add(Map.of("role", "system", "content", INSTRUCTIONS));
    all.subList(forgotten, all.size()).forEach(told::addAll);
    return told;
  }
}
