package footfall.serving.djl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.serving.exchange.Prompt;
import footfall.serving.exchange.Prompt.ToolChoice;
import footfall.serving.exchange.Sampling;
import footfall.serving.jinja.TemplateException;
import footfall.serving.local.ChatTemplate;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The chat templates of published models, and Jinja2 itself as the judge: both are downloaded. The
 * table of the documentation is written anew with {@code -Dgolden=update}.
 */
@Tag("full")
class PublishedTemplatesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};
  private static final TypeReference<List<Map<String, Object>>> LIST = new TypeReference<>() {};
  private static final Path TABLE = Path.of("../docs/chat-templates.md");
  private static final String HEADING = "| template | chats | refused by Jinja2 | identical |";

  @TempDir private Path folder;

  private JsonNode judged() throws IOException, InterruptedException {
    File log = folder.resolve("log").toFile();
    Process judge =
        new ProcessBuilder(
                Path.of("src/test/python/judge").toAbsolutePath().toString(),
                folder.toString(),
                Path.of("src/test/resources/jinja/constructs.json").toAbsolutePath().toString())
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();
    assertThat(judge.waitFor(15, TimeUnit.MINUTES)).isTrue();
    assertThat(judge.exitValue()).as(Files.readString(log.toPath())).isZero();
    return JSON.readTree(folder.resolve("judged.json").toFile());
  }

  @Test
  void renderAsJinja2DoesToTheByte() throws Exception {
    JsonNode judged = judged();
    LocalDateTime now = LocalDateTime.parse(judged.get("now").asText());
    JsonNode stored =
        JSON.readTree(new File("src/test/resources/jinja/constructs.json")).get("cases");
    assertThat(judged.get("constructs")).isEqualTo(stored);

    List<String> rows = new ArrayList<>();
    SoftAssertions softly = new SoftAssertions();
    for (JsonNode template : judged.get("templates")) {
      rows.add(row(template, judged.get("tokens"), now, softly));
    }
    softly.assertAll();
    List<String> names = rows.stream().map(row -> row.split("\\|")[1].strip()).toList();
    assertThat(names)
        .as("models that must be among them")
        .contains(
            "meta-llama-Llama-3.1-8B-Instruct",
            "meta-llama-Llama-3.3-70B-Instruct",
            "Qwen-Qwen2.5-7B-Instruct",
            "Qwen-Qwen3-0.6B",
            "google-gemma-2-2b-it",
            "lenml gemma3",
            "microsoft-Phi-3.5-mini-instruct",
            "unsloth phi4",
            "mistralai-Mistral-Nemo-Instruct-2407",
            "SmolLM2-135M-Instruct",
            "HuggingFaceTB-SmolLM3-3B",
            "deepseek-ai-DeepSeek-V3.1",
            "ibm-granite-granite-4.0",
            "openai-gpt-oss-120b",
            "NousResearch-Hermes-3-Llama-3.1-8B-tool_use");
    checkTable(rows);
  }

  private static String row(
      JsonNode template, JsonNode tokens, LocalDateTime now, SoftAssertions softly) {
    String name = template.get("name").asText();
    int chats = 0;
    int refused = 0;
    int identical = 0;
    for (JsonNode chat : template.get("chats")) {
      String wanted = chat.has("want") ? chat.get("want").asText() : "(refused)";
      String got = rendered(template.get("template").asText(), chat, tokens, now);
      softly.assertThat(got).as(name + ", " + chat.get("chat").asText()).isEqualTo(wanted);
      chats++;
      refused += chat.has("want") ? 0 : 1;
      identical += got.equals(wanted) ? 1 : 0;
    }
    return "| %s | %d | %d | %d |".formatted(name, chats, refused, identical);
  }

  private static String rendered(
      String template, JsonNode chat, JsonNode tokens, LocalDateTime now) {
    Prompt prompt =
        new Prompt(
            JSON.convertValue(chat.get("messages"), LIST),
            JSON.convertValue(chat.get("tools"), LIST),
            ToolChoice.FREE,
            null,
            Sampling.GREEDY,
            Map.of());
    Map<String, String> named = JSON.convertValue(tokens, new TypeReference<>() {});
    try {
      return new ChatTemplate(template, null, named).render(prompt, now);
    } catch (Prompt.NotUnderstoodException | TemplateException e) {
      return "(refused)";
    }
  }

  private static void checkTable(List<String> rows) throws IOException {
    String text = Files.readString(TABLE);
    int start = text.indexOf(HEADING);
    String table = HEADING + "\n|---|---|---|---|\n" + String.join("\n", rows) + "\n";
    if ("update".equals(System.getProperty("golden"))) {
      Files.writeString(TABLE, text.substring(0, start) + table);
    } else {
      assertThat(text.substring(start)).isEqualTo(table);
    }
  }
}
