package footfall.scenarios.dialogues;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.scenarios.dialogues.Dialogues.Part;
import footfall.scenarios.dialogues.Message.Role;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DialoguesTest {
  private static final int MANY = 400;

  @ParameterizedTest
  @EnumSource
  void aDialogueIsTheSameAgainAndEndsWithTheAssistant(Part part) {
    Dialogues dialogues = new Dialogues(5, part, 0.1);
    Set<DialogueLanguage> tongues = EnumSet.noneOf(DialogueLanguage.class);
    int withTools = 0;
    for (long number = 0; number < MANY; number++) {
      Dialogue dialogue = dialogues.get(number);
      assertThat(dialogues.get(number)).isEqualTo(dialogue);
      List<Message> messages = dialogue.messages();
      assertThat(messages.get(0).role()).isEqualTo(Role.SHOPPER);
      assertThat(messages.get(messages.size() - 1).role().isAssistant()).isTrue();
      assertThat(Part.of(messages.get(0).text())).isEqualTo(part);
      assertThat(messages).allMatch(message -> !message.text().isBlank());
      tongues.add(dialogue.tongue());
      withTools += dialogue.tools() ? 1 : 0;
    }
    assertThat(tongues).hasSize(DialogueLanguage.values().length);
    assertThat(withTools).isBetween(MANY / 4, MANY - 1);
  }

  @Test
  void everyToolCallCanBeReadBack() {
    Dialogues dialogues = new Dialogues(5, Part.TRAINING, 0);
    Set<String> tools = new HashSet<>();
    for (long number = 0; number < MANY; number++) {
      for (Message message : dialogues.get(number, DialogueLanguage.ENGLISH).messages()) {
        if (message.role() == Role.CALL) {
          ToolCall call = ToolCall.parse(message.text()).orElseThrow();
          assertThat(call.text()).isEqualTo(message.text());
          assertThat(call.arguments()).isNotEmpty();
          tools.add(call.name());
        }
      }
    }
    assertThat(tools).contains("search", "filter", "compare", "recommend", "translate");
  }

  @Test
  void whatIsNoCallIsNotRead() {
    ToolCall call = new ToolCall("search", Map.of("item", "shirt", "max", 800));
    assertThat(ToolCall.parse(call.text()).map(ToolCall::text)).contains(call.text());
    for (String text : List.of("", "search", "search(", "search item=shirt", "(item=shirt)")) {
      assertThat(ToolCall.parse(text)).as(text).isEqualTo(Optional.empty());
    }
  }

  @Test
  void languagesAreKnownByTheirNames() {
    for (DialogueLanguage tongue : DialogueLanguage.values()) {
      String name = tongue.name().toLowerCase(java.util.Locale.ROOT);
      assertThat(DialogueLanguage.isSpoken(name)).isTrue();
      assertThat(DialogueLanguage.named(name)).isEqualTo(tongue);
    }
    assertThat(DialogueLanguage.isSpoken("klingon")).isFalse();
    assertThat(DialogueLanguage.named("klingon")).isEqualTo(DialogueLanguage.ENGLISH);
  }

  @Test
  void slipsOfThePenChangeWordsAndNothingElse() {
    Dialogues exact = new Dialogues(5, Part.TRAINING, 0);
    Dialogues slipping = new Dialogues(5, Part.TRAINING, 1);
    int different = 0;
    for (long number = 0; number < 100; number++) {
      Dialogue one = exact.get(number, DialogueLanguage.ENGLISH);
      Dialogue other = slipping.get(number, DialogueLanguage.ENGLISH);
      different += one.messages().get(0).text().equals(other.messages().get(0).text()) ? 0 : 1;
    }
    assertThat(different).isGreaterThan(30);
  }
}
