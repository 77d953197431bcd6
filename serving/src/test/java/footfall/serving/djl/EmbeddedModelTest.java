package footfall.serving.djl;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.scenarios.dialogues.Dialogues;
import footfall.scenarios.dialogues.Dialogues.Part;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedModelTest {
  private static final int DIALOGUES = 200;
  private static final int FEW_DIALOGUES = 40;

  private static Examination examined(String name, double misspelled, int dialogues) {
    Dialogues heldOut = new Dialogues(4711, Part.HELD_OUT, misspelled);
    Examination examination = new Examination(name);
    for (int number = 0; number < dialogues; number++) {
      examination.take(heldOut.get(number));
    }
    System.out.printf(
        "%s, slips in %.0f %%: exact calls %d of %d, recommendations %d of %d, replies %d of %d%n",
        name,
        misspelled * 100,
        examination.calls.exact,
        examination.calls.asked,
        examination.picks.exact,
        examination.picks.asked,
        examination.replies.exact,
        examination.replies.asked);
    return examination;
  }

  @ParameterizedTest
  @CsvSource({"embedded/footfall-tiny, 0.80", "embedded/footfall-small, 0.95"})
  void answersAFewDialogues(String name, double picks) {
    try (Examination examination = examined(name, 0, FEW_DIALOGUES)) {
      assertThat(examination.calls.share()).isGreaterThanOrEqualTo(0.95);
      assertThat(examination.picks.share()).isGreaterThanOrEqualTo(picks);
    }
  }

  @Tag("full")
  @ParameterizedTest
  @CsvSource({"embedded/footfall-tiny, 0.88", "embedded/footfall-small, 0.98"})
  void answersDialoguesThatItWasNotTrainedWith(String name, double picks) {
    try (Examination examination = examined(name, 0, DIALOGUES)) {
      assertThat(examination.calls.share()).isGreaterThanOrEqualTo(0.98);
      assertThat(examination.picks.share()).isGreaterThanOrEqualTo(picks);
    }
  }

  @Tag("full")
  @ParameterizedTest
  @ValueSource(strings = {"embedded/footfall-tiny", "embedded/footfall-small"})
  void standsSlipsOfThePen(String name) {
    try (Examination examination = examined(name, 1, DIALOGUES)) {
      assertThat(examination.calls.share()).isGreaterThanOrEqualTo(0.85);
    }
  }
}
