package footfall.serving.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.reports.evaluation.EvaluatedTurn.Ending;
import footfall.reports.evaluation.RecordedConversation;
import footfall.reports.evaluation.RecordedConversation.Answer;
import footfall.scenarios.dialogues.ToolCall;
import footfall.scenarios.evaluation.Evaluation;
import footfall.scenarios.exams.Exam;
import footfall.scenarios.exams.RecordedDialogue;
import footfall.scenarios.exams.RecordedDialogue.Turn;
import footfall.serving.evaluation.Assistant.AssistantReply;
import footfall.serving.evaluation.Assistant.Call;
import footfall.serving.evaluation.EvaluationSession.Held;
import footfall.serving.evaluation.EvaluationSession.Visitor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A recorded dialogue held with a model, message by message: whatever the model answered before, it
 * is told what was recorded, so that one mistake is one mistake. For one thread.
 */
final class RecordedSession {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<LinkedHashMap<String, Object>> OBJECT =
      new TypeReference<>() {};

  /** Calls of tools in one turn; a model that wants more is going round in circles. */
  private static final int MOST_STEPS = 5;

  private final Assistant assistant;
  private final Exam exam;
  private final ToolAnswers toolAnswers;
  private final Evaluation evaluation;
  private final RecordedDialogue dialogue;
  private final Visitor visitor;
  private final List<Map<String, Object>> tools;
  private final Set<String> offered;
  private final ModelCalls asked = new ModelCalls();

  RecordedSession(
      Assistant assistant,
      Exam exam,
      ToolAnswers toolAnswers,
      Evaluation evaluation,
      RecordedDialogue dialogue,
      Visitor visitor) {
    this.assistant = assistant;
    this.exam = exam;
    this.toolAnswers = toolAnswers;
    this.evaluation = evaluation;
    this.dialogue = dialogue;
    this.visitor = visitor;
    this.tools = exam.offered(dialogue);
    this.offered =
        tools.stream()
            .map(tool -> String.valueOf(((Map<?, ?>) tool.get("function")).get("name")))
            .collect(Collectors.toSet());
  }

  /** Holds it. */
  Held hold() {
    List<Answer> answers = new ArrayList<>();
    for (int turn = 0; turn < dialogue.turns().size(); turn++) {
      answers.add(answer(turn));
    }
    RecordedConversation conversation =
        new RecordedConversation(
            visitor.pool(),
            visitor.number(),
            visitor.language(),
            dialogue,
            exam.judgesCalls(dialogue),
            answers,
            OptionalDouble.empty());
    return new Held(conversation, asked.requests(visitor, answers.size()));
  }

  private Answer answer(int number) {
    Turn turn = dialogue.turns().get(number);
    Chat chat =
        RecordedChat.before(
            dialogue, number, evaluation.history(), tools, evaluation.replyTokens());
    long began = assistant.nowNanos();
    List<ToolCall> calls = new ArrayList<>();
    List<String> results = new ArrayList<>();
    String reply = "";
    Ending ending = Ending.LOOPED;
    for (int step = 0; step <= MOST_STEPS; step++) {
      AssistantReply heard = assistant.ask(chat, "recorded-" + visitor.shopper());
      asked.add(number, step, began, heard);
      if (!heard.isAnswered()) {
        ending = Ending.FAILED;
        break;
      }
      if (heard.calls().isEmpty()) {
        reply = heard.text();
        ending = heard.cut() ? Ending.CUT : Ending.COMPLETE;
        break;
      }
      List<ToolCall> made = heard.calls().stream().map(RecordedSession::read).toList();
      List<String> told = made.stream().map(call -> toolAnswers.to(call, turn, offered)).toList();
      chat.called("call-" + number + "-" + step, RecordedChat.called(made, told));
      calls.addAll(made);
      results.addAll(told);
    }
    List<String> found = exam.products().namedIn(String.join("\n", results));
    return new Answer(
        turn,
        calls,
        results,
        reply,
        ending,
        exam.products().namedIn(reply),
        found,
        exam.namedBefore(dialogue, number));
  }

  /** Arguments that are no object are kept as what they are: they are right in no exam. */
  private static ToolCall read(Call call) {
    try {
      return new ToolCall(call.tool(), JSON.readValue(call.arguments(), OBJECT));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return new ToolCall(call.tool(), Map.of("not JSON", call.arguments()));
    }
  }
}
