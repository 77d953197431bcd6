package footfall.actors.live.djl;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.scenarios.dialogues.Dialogues;
import footfall.scenarios.dialogues.Dialogues.Part;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedModelTest {
  private static final int DIALOGUES = 300;

  @ParameterizedTest
  @ValueSource(strings = {"embedded/footfall-tiny", "embedded/footfall-small"})
  void answersDialoguesThatItWasNotTrainedWith(String name) {
    Dialogues heldOut = new Dialogues(4711, Part.HELD_OUT, 0);
    try (Examination examination = new Examination(name)) {
      for (int number = 0; number < DIALOGUES; number++) {
        examination.take(heldOut.get(number));
      }
      System.out.printf(
          "%s: calls %d/%d, picks %d/%d, replies %d/%d%n%s%n",
          name,
          examination.calls.exact,
          examination.calls.asked,
          examination.picks.exact,
          examination.picks.asked,
          examination.replies.exact,
          examination.replies.asked,
          examination.calls.mistakes);
      assertThat(examination.calls.share()).isGreaterThanOrEqualTo(0.98);
      assertThat(examination.picks.share()).isGreaterThanOrEqualTo(0.95);
    }
  }
}
