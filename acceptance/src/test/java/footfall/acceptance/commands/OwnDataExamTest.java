package footfall.acceptance.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.acceptance.Processes;
import footfall.acceptance.Processes.Ended;
import footfall.acceptance.PublishedSchema;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verb evaluate with somebody's own catalog, tools and dialogues of every form. */
class OwnDataExamTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SCENARIO =
      """
      name: own
      horizon: 1min
      arrivals: {poisson: {rate: 1/s}}
      pools:
        tiny: {slots: 2, service: {time: 20ms}, backend: {local: {model: embedded/footfall-tiny, cores: 1}}}
      routing: {ratio: {tiny: 1}}
      evaluation: {together: 2, warmUp: 1, dialogues: dialogues.jsonl, catalog: products.csv, tools: tools.json}
      """;

  private static final String DIALOGUES =
      """
      {"id": "kettles", "language": "english", "vertical": "home", "messages": [{"role": "user", "content": "a red kettle below 30"}, \
      {"role": "assistant", "tool_calls": [{"id": "1", "type": "function", "function": {"name": "find_items", "arguments": "{\\"query\\": \\"red kettle\\", \\"max_price\\": 30}"}}]}, \
      {"role": "tool", "tool_call_id": "1", "content": "KET-1 Red kettle 25"}, {"role": "assistant", "content": "Take KET-1.", "relevant": ["KET-1"]}, \
      {"role": "user", "content": "thanks"}, {"role": "assistant", "content": "You are welcome."}]}
      {"conversation_id": "muse", "language": "hindi", "turns": [{"turn_id": 1, "user_input": "मुझे केतली चाहिए", "system_response": "यह लें", \
      "tool_calls": [{"tool_name": "find_items", "arguments": {"query": "kettle"}, "execution_result": "KET-2"}]}]}
      {"messages": [{"role": "user", "content": "a lamp"}, {"role": "assistant", "content": "Lamp"}], "metadata": {"recommended_items": [{"item_id": "LMP-1"}]}}
      {"conversation ID": "kit", "conversation": [{"participant": "USER", "utterance": "hello"}, {"participant": "AGENT", "utterance": "Hi"}]}
      {"conversationId": "redial", "initiatorWorkerId": 1, "respondentWorkerId": 2, "movieMentions": {"LMP-1": "Lamp"}, \
      "initiatorQuestions": {"LMP-1": {"suggested": 1, "liked": 1}}, "messages": [{"senderWorkerId": 1, "text": "Something for my desk"}, {"senderWorkerId": 2, "text": "The lamp"}]}
      """;

  @TempDir private Path folder;
  private Processes processes;

  @BeforeEach
  void write() throws IOException {
    processes = new Processes(folder);
    Files.writeString(folder.resolve("own.yaml"), SCENARIO);
    Files.writeString(folder.resolve("dialogues.jsonl"), DIALOGUES);
    Files.writeString(
        folder.resolve("products.csv"),
        "sku,name,price\nKET-1,Red kettle,25\nKET-2,Blue kettle,20\nLMP-1,Desk lamp,40\n");
    Files.writeString(
        folder.resolve("tools.json"),
        """
        {"tools": [{"name": "find_items", "description": "Finds items", "inputSchema": {"type": "object",
         "properties": {"query": {"type": "string"}, "max_price": {"type": "number"}}, "required": ["query"]}}]}
        """);
  }

  @AfterEach
  void end() throws InterruptedException {
    processes.end();
  }

  private List<JsonNode> conversations(String run) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(
                    Files.newInputStream(folder.resolve(run).resolve("conversations.jsonl.gz"))),
                StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        rows.add(JSON.readTree(line));
      }
    }
    return rows;
  }

  @Test
  void dialoguesOfEveryFormAreHeldOnceEach() throws Exception {
    Ended result = processes.run("evaluate", "own.yaml", "--quiet", "--out", "run");
    assertThat(result.code()).as(result.err()).isIn(0, 4);
    PublishedSchema.isKept("results", folder.resolve("run"));
    JsonNode results = JSON.readTree(folder.resolve("run/results.json").toFile());
    assertThat(results.at("/evaluation/conversations").asInt()).isEqualTo(5);
    assertThat(results.at("/evaluation/products").asInt()).isEqualTo(3);
    JsonNode model = results.at("/evaluation/models/0");
    assertThat(model.at("/turns").asInt()).isEqualTo(6);
    assertThat(model.at("/measures/mrr/n").asInt())
        .as("those that state what is relevant")
        .isEqualTo(3);
    assertThat(model.at("/measures/tool_selection/n").asInt())
        .as("those whose form records calls")
        .isEqualTo(3);
    assertThat(model.path("byLanguage").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("english", "hindi", "unstated");
    assertThat(model.at("/byVertical/home/satisfaction/n").asInt()).isOne();
    assertThat(model.path("byIntent").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("find_items", "no tool");

    List<JsonNode> rows = conversations("run");
    assertThat(rows).extracting(row -> row.path("dialogue").asText()).contains("kettles", "muse");
    JsonNode kettle = rows.get(0).at("/turns/0");
    assertThat(kettle.at("/user").asText()).isEqualTo("a red kettle below 30");
    assertThat(kettle.at("/wantedCalls/0").asText()).startsWith("find_items(");
    assertThat(kettle.at("/recordedReply").asText()).isEqualTo("Take KET-1.");
  }

  @Test
  void whatDoesNotGoTogetherIsToldWithItsLine() throws Exception {
    refused("evaluation.languages=[tamil]", "has no dialogue in tamil", "english, hindi");
    refused(
        "evaluation.toolAnswers=maybe",
        "evaluation.toolAnswers",
        "must be of this form",
        "write recorded");
    Files.writeString(folder.resolve("products.csv"), "id,title\nKET-1,Red kettle\n");
    refused("seed=1", "dialogues.jsonl:3", "states that LMP-1 is relevant", "products.csv");
    Files.writeString(folder.resolve("tools.json"), "[{\"function\": {\"name\": \"other\"}}]");
    refused("seed=1", "dialogues.jsonl:1", "calls find_items, which is no tool of", "tools.json");
    Files.delete(folder.resolve("dialogues.jsonl"));
    refused("seed=1", "own.yaml:7", "evaluation.dialogues", "there is no such file");
  }

  private void refused(String setting, String... words) throws Exception {
    Ended result =
        processes.run("evaluate", "own.yaml", "--set", setting, "--quiet", "--out", "no");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains(words).doesNotContain("\tat ");
    assertThat(folder.resolve("no")).doesNotExist();
  }
}
