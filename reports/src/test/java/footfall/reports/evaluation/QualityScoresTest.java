package footfall.reports.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.reports.evaluation.EvaluatedTurn.Ending;
import footfall.scenarios.dialogues.DialogueLanguage;
import footfall.scenarios.dialogues.Lexicon;
import footfall.scenarios.dialogues.Lexicon.Word;
import footfall.scenarios.dialogues.Line;
import footfall.scenarios.dialogues.ToolCall;
import footfall.scenarios.evaluation.Evaluation;
import footfall.scenarios.retail.Catalog;
import footfall.scenarios.retail.Product;
import footfall.scenarios.retail.Taste;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class QualityScoresTest {
  private static final Word SHIRT = word(Lexicon.ITEMS, "shirt");
  private static final Word LAMP = word(Lexicon.ITEMS, "lamp");
  private static final Word RED = word(Lexicon.COLORS, "red");
  private static final Word BLUE = word(Lexicon.COLORS, "blue");
  private static final Word PLAIN = word(Lexicon.STYLES, "plain");
  private static final Product GOOD = product("A11", SHIRT, RED, 400, 5);
  private static final Product BLUE_ONE = product("B22", SHIRT, BLUE, 300, 4);
  private static final Product DEAR = product("C33", SHIRT, RED, 900, 5);
  private static final Product OTHER = product("D44", LAMP, RED, 200, 5);
  private static final ToolCall SEARCH =
      new ToolCall("search", Map.of("item", "shirt", "color", "red", "max", 500L));
  private static final Line ASKS =
      new Line("show me a red shirt under 500", "search", Optional.of(SEARCH));
  private static final Taste TASTE =
      new Taste(Optional.of(SHIRT), Optional.empty(), RED, PLAIN, 500);

  private static Word word(List<Word> words, String key) {
    return words.stream().filter(word -> word.key().equals(key)).findFirst().orElseThrow();
  }

  private static Product product(String id, Word item, Word color, int price, int stars) {
    return new Product(
        id, "Asha", item, color, PLAIN, List.of(Lexicon.OCCASIONS.get(0)), price, stars);
  }

  private static EvaluatedTurn turn(
      Line said, List<ToolCall> calls, String reply, List<Product> named, List<Product> found) {
    return new EvaluatedTurn(said, calls, List.of("-"), reply, Ending.COMPLETE, named, found);
  }

  @Test
  void gradesProductsByTaste() {
    assertThat(TASTE.grade(GOOD)).isEqualTo(3);
    assertThat(TASTE.grade(BLUE_ONE)).isEqualTo(2);
    assertThat(TASTE.grade(DEAR)).isZero();
    assertThat(TASTE.grade(OTHER)).isZero();
  }

  @Test
  void marksCallsByNameAndArguments() {
    Optional<ToolCall> wanted = Optional.of(SEARCH);
    ToolCall same = new ToolCall("search", Map.of("max", 500L, "color", "RED", "item", "shirt"));
    ToolCall more =
        new ToolCall("search", Map.of("item", "shirt", "color", "red", "max", 500L, "style", "x"));
    ToolCall filter = new ToolCall("filter", Map.of("color", "red"));
    assertThat(CallMarks.of(wanted, List.of(same)).isExact()).isTrue();
    assertThat(CallMarks.of(wanted, List.of(more)).isExact()).isFalse();
    ToolCall text = new ToolCall("search", Map.of("item", "shirt", "color", "red", "max", "500"));
    assertThat(CallMarks.of(wanted, List.of(text)).isExact())
        .as("a number in quotation marks is refused by the tool")
        .isFalse();
    assertThat(CallMarks.of(wanted, List.of(same, filter)).isExact()).isFalse();
    assertThat(CallMarks.of(wanted, List.of()).isExact()).isFalse();
    assertThat(CallMarks.of(Optional.empty(), List.of()).isExact()).isTrue();
    assertThat(CallMarks.of(Optional.empty(), List.of(filter)).isExact()).isFalse();
  }

  /** Three wanted, four made, two right: precision 1/2, recall 2/3, F1 4/7. */
  @Test
  void f1IsThatOfTheSums() {
    Optional<ToolCall> wanted = Optional.of(SEARCH);
    ToolCall wrong = new ToolCall("filter", Map.of("color", "red"));
    CallMarks all =
        CallMarks.of(wanted, List.of(SEARCH))
            .plus(CallMarks.of(wanted, List.of(SEARCH, wrong)))
            .plus(CallMarks.of(wanted, List.of(wrong)))
            .plus(CallMarks.of(Optional.empty(), List.of()));
    assertThat(all).isEqualTo(new CallMarks(2, 4, 3));
    assertThat(all.f1()).isCloseTo(4.0 / 7, within(1e-12));
    assertThat(CallMarks.NONE.f1()).isNaN();
  }

  @Test
  void coherenceCountsWhatHolds() {
    Coherence perfect = new Coherence(DialogueLanguage.ENGLISH);
    assertThat(
            perfect.mark(
                turn(ASKS, List.of(SEARCH), "I recommend A11.", List.of(GOOD), List.of(GOOD))))
        .isEqualTo(1);
    // Not grounded, and against what was said: two of five.
    assertThat(
            new Coherence(DialogueLanguage.ENGLISH)
                .mark(
                    turn(ASKS, List.of(SEARCH), "I recommend C33.", List.of(DEAR), List.of(GOOD))))
        .isCloseTo(3.0 / 5, within(1e-12));
    // Names nothing though something was found, in another script.
    assertThat(
            new Coherence(DialogueLanguage.ENGLISH)
                .mark(turn(ASKS, List.of(SEARCH), "कुछ नहीं मिला", List.of(), List.of(GOOD))))
        .isCloseTo(2.0 / 5, within(1e-12));
    assertThat(
            new Coherence(DialogueLanguage.HINDI)
                .mark(turn(ASKS, List.of(SEARCH), "A11 लीजिए।", List.of(GOOD), List.of(GOOD))))
        .isEqualTo(1);
    // Complete, grounded and in script, but it never looked.
    assertThat(
            new Coherence(DialogueLanguage.ENGLISH)
                .mark(turn(ASKS, List.of(), "Sure!", List.of(), List.of())))
        .isCloseTo(3.0 / 5, within(1e-12));
    // It looked, and there was nothing.
    assertThat(
            new Coherence(DialogueLanguage.ENGLISH)
                .mark(turn(ASKS, List.of(SEARCH), "I found nothing.", List.of(), List.of())))
        .isEqualTo(1);
    EvaluatedTurn silent =
        new EvaluatedTurn(ASKS, List.of(), List.of(), "", Ending.FAILED, List.of(), List.of());
    assertThat(new Coherence(DialogueLanguage.ENGLISH).mark(silent)).isZero();
  }

  @Test
  void coherenceRemembersWhatWasSaidBefore() {
    Coherence coherence = new Coherence(DialogueLanguage.ENGLISH);
    coherence.mark(turn(ASKS, List.of(SEARCH), "I recommend A11.", List.of(GOOD), List.of(GOOD)));
    ToolCall call = new ToolCall("filter", Map.of("color", "blue"));
    Line rather = new Line("in blue", "filter", Optional.of(call));
    assertThat(
            coherence.mark(
                turn(rather, List.of(call), "Take B22.", List.of(BLUE_ONE), List.of(BLUE_ONE))))
        .isEqualTo(1);
    assertThat(
            coherence.mark(turn(rather, List.of(call), "Take A11.", List.of(GOOD), List.of(GOOD))))
        .isCloseTo(4.0 / 5, within(1e-12));
  }

  @Test
  void tellsWhatBreaks() {
    EvaluatedTurn first =
        turn(ASKS, List.of(SEARCH), "Take B22.", List.of(BLUE_ONE), List.of(BLUE_ONE, GOOD));
    assertThat(Breakdown.of(first, null)).isEmpty();
    assertThat(Breakdown.of(turn(ASKS, List.of(), "Hello.", List.of(), List.of()), null))
        .contains(Breakdown.IGNORED);
    assertThat(
            Breakdown.of(
                turn(ASKS, List.of(SEARCH, SEARCH), "A11", List.of(GOOD), List.of(GOOD)), null))
        .contains(Breakdown.LOOP);
    assertThat(Breakdown.of(turn(ASKS, List.of(SEARCH), " ", List.of(), List.of(GOOD)), null))
        .contains(Breakdown.NO_ANSWER);
    Line chats = new Line("thanks", Line.CHITCHAT, Optional.empty());
    assertThat(Breakdown.of(turn(chats, List.of(SEARCH), "A11", List.of(), List.of()), first))
        .contains(Breakdown.UNWANTED);
    ToolCall red = new ToolCall("filter", Map.of("color", "red"));
    Line rejects = new Line("rather red", "filter", Optional.of(red));
    assertThat(
            Breakdown.of(
                turn(rejects, List.of(red), "Take B22!", List.of(BLUE_ONE), List.of(GOOD)), first))
        .contains(Breakdown.REPETITION);
    assertThat(
            Breakdown.of(
                turn(ASKS, List.of(SEARCH), "Take B22.", List.of(BLUE_ONE), List.of(GOOD)), first))
        .contains(Breakdown.REPETITION);
  }

  /** Half the task, all else right: .5 x .5 + .2 + .2 + .1. */
  @Test
  void satisfactionIsTheStatedComposite() {
    EvaluatedConversation conversation =
        new EvaluatedConversation(
            0,
            0,
            "english",
            DialogueLanguage.ENGLISH,
            TASTE,
            List.of(turn(ASKS, List.of(SEARCH), "Take A11.", List.of(GOOD), List.of(GOOD))),
            0.5,
            Catalog.of(1, 2_000),
            OptionalDouble.of(0.25));
    QualityScores scores = conversation.scores(new Evaluation.Weights(0.5, 0.2, 0.2, 0.1));
    assertThat(scores.of("satisfaction")).isCloseTo(0.75, within(1e-12));
    assertThat(scores.of("tool_selection")).isEqualTo(1);
    assertThat(scores.of("judge")).isEqualTo(0.25);
    assertThat(scores.breakdowns()).isEmpty();
  }
}
