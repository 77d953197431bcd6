package footfall.reports.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.reports.evaluation.EvaluatedTurn.Ending;
import footfall.reports.evaluation.RecordedConversation.Answer;
import footfall.scenarios.dialogues.ToolCall;
import footfall.scenarios.evaluation.Evaluation;
import footfall.scenarios.exams.RecordedDialogue;
import footfall.scenarios.exams.RecordedDialogue.Recorded;
import footfall.scenarios.exams.RecordedDialogue.Turn;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Marks of recorded dialogues, by hand. */
class RecordedScoresTest {
  private static final double EXACT = 1e-12;
  private static final Evaluation.Weights WEIGHTS = new Evaluation.Weights(0.5, 0.2, 0.2, 0.1);
  private static final ToolCall FIND =
      new ToolCall("find", Map.of("q", "Kettle", "by", Map.of("max", 20, "tags", List.of("a"))));
  private static final ToolCall STOCK = new ToolCall("stock", Map.of("id", "K7"));

  private static Turn asking(List<ToolCall> wanted, Map<String, Double> relevant) {
    return new Turn(
        "?", wanted.stream().map(call -> new Recorded(call, "")).toList(), "", relevant);
  }

  private static Answer answer(
      Turn asked, List<ToolCall> calls, String reply, List<String> named, List<String> found) {
    return new Answer(
        asked,
        calls,
        calls.stream().map(call -> "").toList(),
        reply,
        Ending.COMPLETE,
        named,
        found,
        List.of());
  }

  private static QualityScores scores(String language, boolean judgesCalls, Answer... answers) {
    RecordedDialogue dialogue =
        new RecordedDialogue(
            "d:1",
            "d",
            "",
            "",
            "",
            List.of(answers).stream().map(Answer::asked).toList(),
            List.of(),
            true);
    return new RecordedConversation(
            0, 0, language, dialogue, judgesCalls, List.of(answers), OptionalDouble.empty())
        .scores(WEIGHTS);
  }

  @Test
  void parallelCallsAreRightInAnyOrderAndNestedArgumentsByTheirValues() {
    ToolCall same =
        new ToolCall(
            "find", Map.of("by", Map.of("tags", List.of("A"), "max", 20.0), "q", "kettle"));
    ToolCall other =
        new ToolCall(
            "find", Map.of("by", Map.of("tags", List.of("b"), "max", 20.0), "q", "kettle"));
    List<ToolCall> both = List.of(FIND, STOCK);
    assertThat(CallMarks.of(both, List.of(STOCK, same)).isExact()).isTrue();
    assertThat(CallMarks.of(both, List.of(STOCK, other))).isEqualTo(new CallMarks(1, 2, 2));
    assertThat(CallMarks.of(both, List.of(STOCK, STOCK))).isEqualTo(new CallMarks(1, 2, 2));
    assertThat(CallMarks.of(List.of(STOCK, STOCK), List.of(STOCK, STOCK)).isExact()).isTrue();
  }

  /**
   * Gains 1, 0, 2 of 2, 1: DCG 1 + 2 x .5 = 2 over 2 + .63093; the second place is worth nothing.
   */
  @Test
  void rankingsAreAgainstTheStatedGains() {
    Turn turn = asking(List.of(), Map.of("K1", 1.0, "K2", 2.0));
    QualityScores scores =
        scores(
            "english",
            false,
            answer(turn, List.of(), "Take K1.", List.of("K1"), List.of("K9", "K2", "K1")));
    assertThat(scores.of("ndcg_at_1")).isCloseTo(0.5, within(EXACT));
    assertThat(scores.of("ndcg_at_5"))
        .isCloseTo(2 / (2 + Math.log(2) / Math.log(3)), within(EXACT));
    assertThat(scores.of("recall_at_5")).isEqualTo(1);
    assertThat(scores.of("mrr")).isEqualTo(1);
    assertThat(scores.of("task")).as("gain 1 of at most 2").isEqualTo(0.5);
    assertThat(scores.of("tool_selection")).as("no word of tools").isNaN();
    assertThat(scores.of("satisfaction"))
        .as(".5 x .5 + .2 x 1 + .1 x 1, of .8")
        .isCloseTo(0.55 / 0.8, within(EXACT));
  }

  @Test
  void theReciprocalRankIsThatOfTheFirstRelevantOne() {
    Turn turn = asking(List.of(), Map.of("K2", 1.0));
    QualityScores scores =
        scores(
            "english",
            false,
            answer(turn, List.of(), "K8 or K2", List.of("K8", "K2"), List.of("K8", "K2")),
            answer(turn, List.of(), "nothing", List.of(), List.of()));
    assertThat(scores.of("mrr")).isEqualTo((0.5 + 0) / 2);
    assertThat(scores.of("task")).as("the first one named is another").isZero();
  }

  @Test
  void aCallWhereNoneIsWantedAndNoneWhereOneIsBreakTheFlow() {
    QualityScores scores =
        scores(
            "english",
            true,
            answer(asking(List.of(), Map.of()), List.of(STOCK), "Yes", List.of(), List.of()),
            answer(asking(List.of(STOCK), Map.of()), List.of(), "No", List.of(), List.of()),
            answer(asking(List.of(STOCK), Map.of()), List.of(STOCK), "12", List.of(), List.of()),
            answer(asking(List.of(), Map.of()), List.of(), "12", List.of(), List.of()));
    assertThat(scores.breakdowns())
        .containsExactly(Breakdown.UNWANTED, Breakdown.IGNORED, Breakdown.REPETITION);
    assertThat(scores.of("flow")).isEqualTo(0.25);
    assertThat(scores.of("tool_selection")).isEqualTo(0.5);
    assertThat(scores.calls()).isEqualTo(new CallMarks(1, 2, 2));
    assertThat(scores.turns().get(0).intent()).isEqualTo("no tool");
    assertThat(scores.turns().get(1).intent()).isEqualTo("stock");
  }

  /** Complete, and names an item, which nothing has named before, in Latin letters. */
  @Test
  void coherenceIsAChecklist() {
    Turn turn = asking(List.of(), Map.of("K2", 1.0));
    Answer made = answer(turn, List.of(), "Take K5", List.of("K5"), List.of());
    assertThat(scores("hindi", false, made).of("coherence")).isEqualTo(2 / 4.0);
    assertThat(scores("unstated", false, made).of("coherence")).isCloseTo(2 / 3.0, within(EXACT));
    Answer silent =
        new Answer(turn, List.of(), List.of(), "", Ending.FAILED, List.of(), List.of(), List.of());
    assertThat(scores("hindi", false, silent).of("coherence")).isZero();
    assertThat(scores("hindi", false, silent).breakdowns()).containsExactly(Breakdown.NO_ANSWER);
  }
}
