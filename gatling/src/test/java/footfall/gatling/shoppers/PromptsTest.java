package footfall.gatling.shoppers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import footfall.gatling.shoppers.Prompts.Dialogue;
import footfall.scenarios.problems.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptsTest {
  private static final String OPENAI =
      """
      {"messages": [{"role": "system", "content": "You sell shoes."},\
       {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Which size is it?"},\
       {"role": "user", "content": "42"}],\
       "tools": [{"type": "function", "function": {"name": "search"}}]}
      """;
  private static final String BATCH =
      """
      {"custom_id": "a", "body": {"model": "m", "max_tokens": 9,\
       "messages": [{"role": "user", "content": [{"type": "text", "text": "Look"}]}]}}
      """;
  private static final String SHAREGPT =
      """
      {"id": "x", "conversations": [{"from": "human", "value": "One"},\
       {"from": "gpt", "value": "A reply of some words"}, {"from": "human", "value": "Two"},\
       {"from": "gpt", "value": "and another one"}, {"from": "human", "value": "Three"}]}
      """;

  @TempDir private Path folder;

  private Prompts read(String text) throws IOException {
    return Prompts.read("--prompts ", Files.writeString(folder.resolve("asked.jsonl"), text));
  }

  @Test
  void readsEveryForm() throws IOException {
    Prompts prompts =
        read(OPENAI + "\n" + BATCH + SHAREGPT + "{\"prompt\": \"Hello\", \"output_tokens\": 3}\n");

    assertThat(prompts.size()).isEqualTo(4);
    assertThat(prompts.turns()).containsExactly(2, 1, 3, 1);
    assertThat(prompts.replyTokens()).containsExactly(4, 9, 4, 3);
    Dialogue shoes = prompts.of(1, 2);
    assertThat(shoes.system()).hasToString("\"You sell shoes.\"");
    assertThat(shoes.turns()).extracting(Object::toString).containsExactly("\"Hi\"", "\"42\"");
    assertThat(shoes.tools())
        .hasToString("[{\"type\":\"function\",\"function\":{\"name\":\"search\"}}]");
  }

  @Test
  void imagesAndLongTextsAreReadFromFiles() throws IOException {
    Files.write(folder.resolve("shoe.png"), new byte[] {1, 2, 3});
    Files.writeString(folder.resolve("manual.txt"), "long ".repeat(1_000));
    Prompts prompts =
        read(
            """
            {"messages": [{"role": "user", "content": [\
            {"type": "image_url", "image_url": {"url": "file:shoe.png", "detail": "low"}},\
            {"type": "text", "file": "manual.txt"}, {"type": "text", "text": "What is it?"}]}]}
            """);
    JsonNode turn = prompts.of(1, 1).turns().get(0);
    assertThat(turn.at("/0/image_url/url").asText()).isEqualTo("data:image/png;base64,AQID");
    assertThat(turn.at("/0/image_url/detail").asText()).isEqualTo("low");
    assertThat(turn.at("/1/text").asText()).hasSize(5_000);
    assertThat(turn.at("/1").has("file")).isFalse();
    assertThat(prompts.messageTokens()).as("text alone").containsExactly(5_011 / 4);
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"type\": \"text\", \"file\": \"absent.txt\"}', 'names absent.txt, which cannot be read'",
    "'{\"type\": \"text\", \"file\": \"latin.txt\"}', 'names latin.txt, which is not in UTF-8'",
    "'{\"image_url\": {\"url\": \"file:latin.txt\"}}', 'names latin.txt, which is no image'",
    "'{\"image_url\": {\"url\": \"file:absent.png\"}}', 'names absent.png, which cannot be read'"
  })
  void filesThatCannotBeAttachedAreRefused(String part, String message) throws IOException {
    Files.write(folder.resolve("latin.txt"), new byte[] {(byte) 0xE4});
    assertThatThrownBy(
            () -> read("\n{\"messages\": [{\"role\": \"user\", \"content\": [" + part + "]}]}"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("asked.jsonl:2: " + message);
  }

  @Test
  void readsAnArrayToo() throws IOException {
    assertThat(read("[" + OPENAI.strip() + ",\n" + SHAREGPT.strip() + "]").turns())
        .containsExactly(2, 3);
  }

  @Test
  void aShopperAlwaysHasTheSameOfThoseWithAsManyTurns() throws IOException {
    StringBuilder lines = new StringBuilder(SHAREGPT);
    for (int i = 0; i < 50; i++) {
      lines.append("{\"prompt\": \"number ").append(i).append("\"}\n");
    }
    Prompts prompts = read(lines.toString());
    assertThat(prompts.of(7, 1)).isSameAs(prompts.of(7, 1));
    assertThat(prompts.of(7, 2).turns()).hasSize(3);
    assertThat(prompts.of(7, 9).turns()).hasSize(3);
    long different =
        java.util.stream.LongStream.range(0, 1_000)
            .mapToObj(k -> prompts.of(k, 1))
            .distinct()
            .count();
    assertThat(different).isEqualTo(50);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"prompt\": \"a\"}\\n{ | asked.jsonl:2: is no JSON",
        "{\"prompt\": \"a\"}\\n\\n{\"text\": 1} | asked.jsonl:3: is no dialogue",
        "{\"messages\": []} | is no dialogue",
        "{\"messages\": [{\"role\": \"owner\", \"content\": \"a\"}]} | of the role `owner`",
        "{\"messages\": [{\"role\": \"user\", \"content\": \" \"}]} | without content",
        "{\"messages\": [{\"role\": \"assistant\", \"content\": \"a\"}]} | no message of a user",
        "[{\"prompt\": \"a\"}, 7] | entry 2: is no dialogue",
        "[{\"prompt\": \"a\"} | is no JSON",
        "{\"prompt\": \"a\", \"output_tokens\": -3} | has output_tokens -3",
        "'' | holds no dialogue"
      })
  void saysWhereOneIsWrong(String text, String told) {
    assertThatThrownBy(() -> read(text.replace("\\n", "\n"))).hasMessageContaining(told);
  }

  @Test
  void readsWhatWindowsWrites() throws IOException {
    assertThat(read("\uFEFF" + (BATCH + SHAREGPT).replace("\n", "\r\n")).turns())
        .containsExactly(1, 3);
    assertThat(read("\uFEFF[" + BATCH.strip() + "]").size()).isEqualTo(1);
    Path latin = Files.write(folder.resolve("latin"), new byte[] {'{', (byte) 0xE9, '}'});
    assertThatThrownBy(() -> Prompts.read("--prompts ", latin))
        .hasMessageContaining("is not in UTF-8");
  }

  @Test
  void saysWhatCannotBeRead() {
    assertThatThrownBy(() -> Prompts.read("--prompts ", folder.resolve("gone")))
        .hasMessageContaining("does not exist");
  }
}
