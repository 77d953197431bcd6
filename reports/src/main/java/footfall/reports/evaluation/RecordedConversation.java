package footfall.reports.evaluation;

import footfall.reports.evaluation.EvaluatedTurn.Ending;
import footfall.scenarios.dialogues.ToolCall;
import footfall.scenarios.evaluation.Evaluation;
import footfall.scenarios.exams.RecordedDialogue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A recorded dialogue as one model answered it: message by message, each after what was recorded
 * before it.
 *
 * @param number of the dialogue in the exam
 * @param language as the recording calls it; {@code unstated} where it does not
 * @param judgesCalls whether the exam says which tools are to be called
 */
public record RecordedConversation(
    int pool,
    long number,
    String language,
    RecordedDialogue dialogue,
    boolean judgesCalls,
    List<Answer> answers,
    OptionalDouble opinion)
    implements ExaminedConversation {
  /** What dialogues are of that do not say. */
  public static final String UNSTATED = "unstated";

  /** Copies the list. */
  public RecordedConversation {
    answers = List.copyOf(answers);
  }

  /**
   * What a model made of one message.
   *
   * @param asked the message, and what was recorded after it
   * @param calls of tools, in order
   * @param results what they were told
   * @param reply empty where there was none
   * @param named ids of the items that the reply names, in order
   * @param found ids of the items that the results of this turn name, in order
   * @param known ids that were named before in the dialogue
   */
  public record Answer(
      RecordedDialogue.Turn asked,
      List<ToolCall> calls,
      List<String> results,
      String reply,
      Ending ending,
      List<String> named,
      List<String> found,
      List<String> known) {
    /** Copies the lists. */
    public Answer {
      calls = List.copyOf(calls);
      results = List.copyOf(results);
      named = List.copyOf(named);
      found = List.copyOf(found);
      known = List.copyOf(known);
    }

    /** What the user sees: what the reply names, then what else was found. */
    List<String> shown() {
      List<String> shown = new ArrayList<>(named);
      found.stream().filter(id -> !named.contains(id)).forEach(shown::add);
      return shown;
    }

    /** Names of the wanted tools, or that none is. */
    String intent() {
      List<String> names = asked.wanted().stream().map(ToolCall::name).distinct().toList();
      return names.isEmpty() ? "no tool" : String.join("+", names);
    }
  }

  @Override
  public String vertical() {
    return dialogue.vertical();
  }

  @Override
  public int turnCount() {
    return answers.size();
  }

  @Override
  public RecordedConversation judged(OptionalDouble other) {
    return new RecordedConversation(pool, number, language, dialogue, judgesCalls, answers, other);
  }

  @Override
  public QualityScores scores(Evaluation.Weights weights) {
    return new RecordedScores(this).of(weights);
  }

  @Override
  public String transcript() {
    StringBuilder text = new StringBuilder();
    for (Answer answer : answers) {
      text.append("User: ").append(answer.asked().said()).append('\n');
      for (int i = 0; i < answer.calls().size(); i++) {
        text.append("Tool: ").append(answer.calls().get(i).text());
        text.append(" -> ").append(answer.results().get(i)).append('\n');
      }
      text.append("Assistant: ").append(answer.reply()).append('\n');
    }
    return text.toString();
  }

  @Override
  public Map<String, Object> row(String model, QualityScores scores) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("model", model);
    row.put("dialogue", dialogue.name());
    row.put("language", language);
    for (String measure : QualityScores.MEASURES) {
      double mark = scores.of(measure);
      row.put(measure, Double.isNaN(mark) ? null : mark);
    }
    List<Map<String, Object>> turns = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      turns.add(turn(answers.get(i), scores.turns().get(i)));
    }
    row.put("turns", turns);
    return row;
  }

  private static Map<String, Object> turn(Answer answer, QualityScores.TurnMarks scores) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("user", answer.asked().said());
    row.put("wantedCalls", answer.asked().wanted().stream().map(ToolCall::text).toList());
    row.put("calls", answer.calls().stream().map(ToolCall::text).toList());
    row.put("results", answer.results());
    row.put("recordedReply", answer.asked().reply());
    row.put("reply", answer.reply());
    row.put("ending", answer.ending().name().toLowerCase(Locale.ROOT));
    row.put("named", answer.named());
    row.put("relevant", answer.asked().relevant());
    row.put("toolSelection", Double.isNaN(scores.toolSelection()) ? null : scores.toolSelection());
    row.put("coherence", scores.coherence());
    row.put("flows", scores.flow() == 1);
    row.put("ndcgAt5", Double.isNaN(scores.ndcgAt5()) ? null : scores.ndcgAt5());
    return row;
  }
}
