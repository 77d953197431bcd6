package footfall.serving.evaluation;

import footfall.reports.evaluation.EvaluatedConversation;
import footfall.reports.evaluation.EvaluatedTurn;
import footfall.scenarios.dialogues.ToolCall;
import footfall.serving.exchange.Grade;
import footfall.serving.exchange.Prompt;
import footfall.serving.exchange.Prompt.ToolChoice;
import footfall.serving.exchange.Sampling;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Asks a model for its opinion of a conversation, as a {@link Grade}. Such judges favour length and
 * their own kind; their opinion stands beside the rules and counts for nothing else. Thread-safe.
 */
final class LlmJudge {
  private static final String INSTRUCTIONS =
      "You judge the assistant of an online shop. Grade the conversation from 1 (useless) to 5"
          + " (perfect): did it understand the shopper, use the right tools with the right"
          + " arguments, and recommend what was asked for? Answer with the grade alone.";

  private final Assistant model;

  LlmJudge(Assistant model) {
    this.model = model;
  }

  /** Its opinion, from 0 to 1; empty where it gives none. */
  OptionalDouble judge(EvaluatedConversation conversation) {
    List<Map<String, Object>> messages =
        List.of(
            Map.of("role", "system", "content", INSTRUCTIONS),
            Map.of("role", "user", "content", transcript(conversation)));
    Map<String, Object> asked = new LinkedHashMap<>();
    asked.put("messages", messages);
    asked.put("max_tokens", Grade.REPLY_TOKENS);
    asked.put("temperature", 0);
    Sampling sampling = new Sampling(Grade.REPLY_TOKENS, 0, 0, 1, 0, 1, 0, List.of(), false);
    Prompt prompt = new Prompt(messages, List.of(), ToolChoice.FREE, null, sampling, asked);
    String session = "judge-" + conversation.pool() + "-" + conversation.number();
    return Grade.in(model.ask(prompt, session).text());
  }

  private static String transcript(EvaluatedConversation conversation) {
    StringBuilder text = new StringBuilder();
    for (EvaluatedTurn turn : conversation.turns()) {
      text.append("Shopper: ").append(turn.said().text()).append('\n');
      for (int i = 0; i < turn.calls().size(); i++) {
        ToolCall call = turn.calls().get(i);
        text.append("Tool: ").append(call.text());
        text.append(" -> ").append(turn.results().get(i)).append('\n');
      }
      text.append("Assistant: ").append(turn.reply()).append('\n');
    }
    return text.toString();
  }
}
