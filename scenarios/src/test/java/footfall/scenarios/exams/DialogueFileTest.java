package footfall.scenarios.exams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import footfall.scenarios.exams.RecordedDialogue.Turn;
import footfall.scenarios.problems.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialogueFileTest {
  @TempDir private Path folder;

  private List<RecordedDialogue> read(String text) throws IOException {
    return DialogueFile.read(Files.writeString(folder.resolve("d.jsonl"), text));
  }

  @Test
  void messagesOfOpenAi() throws IOException {
    RecordedDialogue dialogue =
        read("""
                {"id": "a", "language": "hindi", "relevant": {"K7": 2, "K8": 1}, "tools": [{"type": "function", "function": {"name": "find"}}], \
                "messages": [{"role": "system", "content": "You sell."}, {"role": "user", "content": "A red kettle"}, \
                {"role": "assistant", "content": null, "tool_calls": [\
                {"id": "c1", "type": "function", "function": {"name": "find", "arguments": "{\\"q\\": \\"kettle\\", \\"max\\": 20.5}"}}, \
                {"id": "c2", "type": "function", "function": {"name": "stock", "arguments": "{}"}}]}, \
                {"role": "tool", "tool_call_id": "c2", "content": "12"}, {"role": "tool", "tool_call_id": "c1", "content": "K7, K8"}, \
                {"role": "assistant", "content": "Take K7.", "relevant": ["K7"]}, {"role": "user", "content": [{"type": "text", "text": "Thanks"}]}]}
                """)
            .get(0);
    assertThat(dialogue.name()).isEqualTo("a");
    assertThat(dialogue.language()).isEqualTo("hindi");
    assertThat(dialogue.instructions()).isEqualTo("You sell.");
    assertThat(dialogue.tools()).hasSize(1);
    Turn first = dialogue.turns().get(0);
    assertThat(first.calls()).extracting(call -> call.result()).containsExactly("K7, K8", "12");
    assertThat(first.wanted().get(0).arguments()).isEqualTo(Map.of("q", "kettle", "max", 20.5));
    assertThat(first.reply()).isEqualTo("Take K7.");
    assertThat(first.relevant()).isEqualTo(Map.of("K7", 1.0));
    Turn second = dialogue.turns().get(1);
    assertThat(second.said()).isEqualTo("Thanks");
    assertThat(second.calls()).isEmpty();
    assertThat(second.relevant()).isEqualTo(Map.of("K7", 2.0, "K8", 1.0));
  }

  @Test
  void rowsOfMuse() throws IOException {
    List<RecordedDialogue> dialogues =
        read(
            """
            [{"conversation_id": "c", "language": "hindi", "turns": [{"turn_id": 1, "user_input": "Toys", "system_response": "How old?"},
              {"turn_id": 2, "user_input": "Five", "system_response": "Here.", "tool_calls": [{"tool_name": "search",
               "arguments": {"query": "toys", "max_price": 3000, "by": {"age": [5]}}, "execution_result": "Found 15"}]}]},
             {"messages": [{"role": "user", "content": "A shirt"}, {"role": "assistant", "content": "This one."}],
              "metadata": {"recommended_items": [{"item_id": "target_001", "title": "Perfect shirt"}]}}]
            """);
    assertThat(dialogues).hasSize(2);
    Turn turn = dialogues.get(0).turns().get(1);
    assertThat(turn.calls().get(0).result()).isEqualTo("Found 15");
    assertThat(turn.wanted().get(0).name()).isEqualTo("search");
    assertThat(turn.wanted().get(0).arguments().get("by")).isEqualTo(Map.of("age", List.of(5)));
    assertThat(dialogues.get(1).turns().get(0).relevant()).containsOnlyKeys("target_001");
  }

  @Test
  void conversationsOfDialogueKit() throws IOException {
    RecordedDialogue dialogue =
        read("""
                [{"conversation ID": "k1", "agent": {"id": "A"}, "conversation": [
                  {"participant": "AGENT", "utterance": "Hello!"}, {"participant": "USER", "utterance": "A comedy", "intent": "DISCLOSE"},
                  {"participant": "USER", "utterance": "please"}, {"participant": "AGENT", "utterance": "Up"},
                  {"participant": "USER", "utterance": "Good"}]}]
                """)
            .get(0);
    assertThat(dialogue.turns()).extracting(Turn::said).containsExactly("A comedy\nplease", "Good");
    assertThat(dialogue.turns().get(0).reply()).isEqualTo("Up");
  }

  @Test
  void conversationsOfRedial() throws IOException {
    RecordedDialogue dialogue =
        read("""
                {"conversationId": "391", "initiatorWorkerId": 956, "respondentWorkerId": 957, "movieMentions": {"11": "Super Troopers (2001)", "12": "Up (2009)"}, \
                "initiatorQuestions": {"11": {"suggested": 1, "seen": 1, "liked": 1}, "12": {"suggested": 1, "seen": 0, "liked": 0}}, \
                "messages": [{"senderWorkerId": 956, "text": "Hi, like @12"}, {"senderWorkerId": 957, "text": "Try @11"}, {"senderWorkerId": 956, "text": "Great"}]}
                """)
            .get(0);
    assertThat(dialogue.turns().get(0).said()).isEqualTo("Hi, like Up (2009)");
    assertThat(dialogue.turns().get(0).reply()).isEqualTo("Try Super Troopers (2001)");
    assertThat(dialogue.turns().get(1).relevant()).isEqualTo(Map.of("11", 1.0));
  }

  @Test
  void whatAnEvaluationHasLeft() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(
          """
          {"model": "slm", "shopper": 3, "language": "english", "turns": [{"says": "red shirt", "wanted": "search(item=shirt, max=80)", \
          "calls": ["search(item=shirt)", "search(item=shirt, max=80)"], "results": ["", "4* K42 72"], "reply": "K42"}]}
          """
              .getBytes(StandardCharsets.UTF_8));
    }
    Path file = Files.write(folder.resolve("conversations.jsonl.gz"), bytes.toByteArray());
    RecordedDialogue dialogue = DialogueFile.read(file).get(0);
    assertThat(dialogue.name()).isEqualTo("slm 3");
    assertThat(dialogue.turns().get(0).calls().get(0).result()).isEqualTo("4* K42 72");
    assertThat(dialogue.turns().get(0).wanted().get(0).arguments()).containsEntry("max", 80L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"messages\": [{\"role\": \"assistant\", \"content\": \"Hi\"}]} | begins with a message of the assistant",
        "{\"messages\": [{\"role\": \"user\", \"content\": \"a\"}, {\"role\": \"tool\", \"tool_call_id\": \"x\", \"content\": \"1\"}]} | has a result of the call `x`",
        "{\"messages\": [{\"role\": \"user\", \"content\": \"a\"}, {\"role\": \"system\", \"content\": \"s\"}]} | has instructions after a message",
        "{\"messages\": [{\"role\": \"bot\", \"content\": \"a\"}]} | has a message of the role `bot`",
        "{\"messages\": [{\"role\": \"system\", \"content\": \"a\"}]} | has no message of a user",
        "{\"messages\": [{\"role\": \"user\", \"content\": \"a\"}], \"relevant\": {\"K1\": -1}} | states the gain -1 of K1",
        "{\"messages\": [{\"role\": \"user\", \"content\": \"a\"}, {\"role\": \"assistant\", \"tool_calls\": [{\"function\": {\"name\": \"f\", \"arguments\": \"{a\"}}]}]} | calls f with arguments that are no JSON",
        "{\"messages\": [{\"role\": \"user\", \"content\": \"a\"}], \"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"f\", \"parameters\": {\"type\": \"tree\"}}}]} | parameters is no JSON Schema",
        "{\"turns\": [{\"user_input\": \"\"}]} | has a turn without user_input",
        "{\"conversation\": [{\"participant\": \"BOT\", \"utterance\": \"x\"}]} | has an utterance of `BOT`",
        "{\"initiatorWorkerId\": 1, \"respondentWorkerId\": 2, \"messages\": [{\"senderWorkerId\": 3, \"text\": \"x\"}]} | has a message of the worker 3",
        "{\"turns\": [{\"says\": \"x\", \"wanted\": \"search(\"}]} | wants `search(`, which is no call",
        "{\"prompt\": \"x\"} | is no dialogue of a known form",
        "{\"messages\" | is no JSON"
      })
  void whatIsNoneIsRefusedWithItsLine(String entry, String message) {
    assertThatThrownBy(() -> read("\n" + entry))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("d.jsonl:2")
        .hasMessageContaining(message);
  }

  @Test
  void anEmptyFileHoldsNone() {
    assertThatThrownBy(() -> read("")).hasMessageContaining("holds no dialogue");
  }
}
