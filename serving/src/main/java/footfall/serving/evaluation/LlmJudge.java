package footfall.serving.evaluation;

import footfall.reports.evaluation.ExaminedConversation;
import footfall.reports.evaluation.JudgedPairs;
import footfall.serving.exchange.Grade;
import footfall.serving.exchange.Prompt;
import footfall.serving.exchange.Prompt.ToolChoice;
import footfall.serving.exchange.Sampling;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks a model for its opinion of a conversation, as a {@link Grade}. Such judges favour length and
 * their own kind; their opinion stands beside the rules and counts for nothing else. Thread-safe.
 */
final class LlmJudge {
  private static final String INSTRUCTIONS =
      "You judge the assistant of an online shop. Grade the conversation from 1 (useless) to 5"
          + " (perfect): did it understand the shopper, use the right tools with the right"
          + " arguments, and recommend what was asked for? Answer with the grade alone.";

  private static final String COMPARES =
      "You compare two conversations with assistants of an online shop. Which of them understood the"
          + " customer better, used the right tools with the right arguments, and recommended what"
          + " was asked for? Answer with 1 or 2, the number of the better one, alone.";

  private static final Pattern NAMED = Pattern.compile("(?<![0-9.])[12](?![0-9])");

  private final Assistant model;
  private final String rubric;

  /**
   * A judge.
   *
   * @param rubric by which it grades; empty for our own
   */
  LlmJudge(Assistant model, Optional<String> rubric) {
    this.model = model;
    this.rubric = rubric.orElse(INSTRUCTIONS);
  }

  /** Its opinion, from 0 to 1; empty where it gives none. */
  OptionalDouble judge(ExaminedConversation conversation) {
    String session = "judge-" + conversation.pool() + "-" + conversation.number();
    return Grade.in(ask(rubric, conversation.transcript(), session));
  }

  /**
   * Compares two conversations twice, in either order.
   *
   * @param so far; the same is returned where it names none
   */
  JudgedPairs compare(JudgedPairs so, ExaminedConversation one, ExaminedConversation other) {
    String session = "compare-" + one.number();
    OptionalInt forth = better(one, other, session);
    OptionalInt back = better(other, one, session);
    if (forth.isEmpty() || back.isEmpty()) {
      return so;
    }
    int first = (forth.getAsInt() == 1 ? 1 : 0) + (back.getAsInt() == 1 ? 1 : 0);
    return so.plus(forth.getAsInt() != back.getAsInt(), first);
  }

  private OptionalInt better(ExaminedConversation one, ExaminedConversation two, String session) {
    String both = "Conversation 1:\n" + one.transcript() + "\nConversation 2:\n" + two.transcript();
    Matcher named = NAMED.matcher(ask(COMPARES, both, session));
    return named.find() ? OptionalInt.of(Integer.parseInt(named.group())) : OptionalInt.empty();
  }

  private String ask(String instructions, String text, String session) {
    List<Map<String, Object>> messages =
        List.of(
            Map.of("role", "system", "content", instructions),
            Map.of("role", "user", "content", text));
    Map<String, Object> asked = new LinkedHashMap<>();
    asked.put("messages", messages);
    asked.put("max_tokens", Grade.REPLY_TOKENS);
    asked.put("temperature", 0);
    Sampling sampling = new Sampling(Grade.REPLY_TOKENS, 0, 0, 1, 0, 1, 0, List.of(), false);
    return model
        .ask(new Prompt(messages, List.of(), ToolChoice.FREE, null, sampling, asked), session)
        .text();
  }
}
