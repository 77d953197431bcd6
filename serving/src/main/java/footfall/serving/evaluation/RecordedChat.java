package footfall.serving.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.scenarios.dialogues.ToolCall;
import footfall.scenarios.exams.RecordedDialogue;
import footfall.scenarios.exams.RecordedDialogue.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tells a model what was recorded before a message, and the message. Stateless. */
final class RecordedChat {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String INSTRUCTIONS =
      "You are the assistant of an online shop. Call a tool where one helps, and only then. Recommend"
          + " products by their ids or titles. Answer in the language and script of the customer.";

  private RecordedChat() {}

  /**
   * The chat before one turn's answer.
   *
   * @param history turns before it that are told
   * @param tools that are offered
   * @param replyTokens the longest reply
   */
  static Chat before(
      RecordedDialogue dialogue,
      int turn,
      int history,
      List<Map<String, Object>> tools,
      int replyTokens) {
    String instructions =
        dialogue.instructions().isEmpty() ? INSTRUCTIONS : dialogue.instructions();
    Chat chat = new Chat(instructions, tools, history, replyTokens);
    for (int i = 0; i < turn; i++) {
      tellAgain(chat, i, dialogue.turns().get(i));
    }
    chat.says(dialogue.turns().get(turn).said());
    return chat;
  }

  private static void tellAgain(Chat chat, int number, Turn turn) {
    chat.says(turn.said());
    if (!turn.calls().isEmpty()) {
      List<String> results = turn.calls().stream().map(RecordedDialogue.Recorded::result).toList();
      chat.called("recorded-" + number, called(turn.wanted(), results));
    }
    if (!turn.reply().isEmpty()) {
      chat.replied(turn.reply());
    }
  }

  /** Calls of one step with their results. */
  static List<Chat.Called> called(List<ToolCall> calls, List<String> results) {
    List<Chat.Called> called = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      ToolCall call = calls.get(i);
      called.add(
          new Chat.Called(call.name(), call.arguments(), json(call.arguments()), results.get(i)));
    }
    return called;
  }

  private static String json(Map<String, Object> arguments) {
    try {
      return JSON.writeValueAsString(arguments);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("arguments can always be written", e);
    }
  }
}
