package footfall.acceptance.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.acceptance.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Libraries that people talk to models with, each in every API that it speaks: a reply, a stream, a
 * tool that is called and answered, the same streamed, a reply that keeps to a schema, an error.
 */
@Tag("full")
@Isolated // Node, pip and Maven take both cores, and others measure times.
class ClientsTest {
  private static final Path CLIENTS = Path.of("src/test/clients").toAbsolutePath();
  private static final Path SCENARIO =
      Path.of("../scenarios/catalog/live-hybrid.yaml").toAbsolutePath();
  private static final int MINUTES = 10;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNode CALL =
      JSON.createObjectNode().put("item", "shirt").put("color", "red").put("max", 800);

  /** Some raise a smaller limit to it. */
  private static final int MOST_TOKENS = 16;

  private static final int NOT_FOUND = 404;
  private static final Set<String> COLORS = Set.of("red", "blue");

  @TempDir private static Path folder;
  private static Processes processes;
  private static String url;
  private static final Map<String, Path> PREPARED = new HashMap<>();

  @BeforeAll
  static void serve() throws Exception {
    processes = new Processes(folder);
    Process server =
        processes.footfall(
            "serve", List.of("serve", SCENARIO.toString(), "--port", "0", "--out", "served"));
    url = processes.awaitServed(server, "serve") + "/v1";
  }

  @AfterAll
  static void end() throws InterruptedException {
    processes.end();
  }

  private static void run(String output, List<String> command)
      throws IOException, InterruptedException {
    int code = Processes.codeOf(processes.start(output, command), MINUTES);
    assertThat(code).as(processes.said(output + ".err")).isZero();
  }

  private static Path prepare(String source) throws IOException, InterruptedException {
    Path into = PREPARED.get(source);
    if (into == null) {
      into = Files.createDirectory(folder.resolve(source));
      run(source, List.of(CLIENTS.resolve("prepare").toString(), into.toString(), source));
      PREPARED.put(source, into);
    }
    return into;
  }

  private static List<String> command(String source, String client) throws Exception {
    Path in = prepare(source);
    return switch (source) {
      case "npm" -> List.of("node", in.resolve(client).toString());
      case "python" ->
          List.of(in.resolve("venv/bin/python").toString(), in.resolve(client).toString());
      default ->
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-cp",
              in.resolve("target/classes") + ":" + Files.readString(in.resolve("classpath")),
              "clients." + client);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "npm, vercel.mjs, chat",
    "npm, vercel.mjs, compatible",
    "npm, vercel.mjs, responses",
    "npm, vercel.mjs, messages",
    "npm, langchain.mjs, chat",
    "npm, langchain.mjs, responses",
    "npm, langchain.mjs, messages",
    "npm, llamaindex.mjs, chat",
    "npm, llamaindex.mjs, responses",
    "python, openai_client.py, chat",
    "python, openai_client.py, responses",
    "python, anthropic_client.py, messages",
    "python, litellm_client.py, chat",
    "python, litellm_client.py, responses",
    "python, litellm_client.py, messages",
    "maven, OpenAiClient, chat",
    "maven, OpenAiClient, responses",
    "maven, LangChain4jClient, chat",
    "maven, LangChain4jClient, responses",
    "maven, LangChain4jClient, messages",
  })
  void seesWhatItSeesOfAnyServer(String source, String client, String api) throws Exception {
    List<String> command = new ArrayList<>(command(source, client));
    command.addAll(List.of(url, api));
    run(client + api, command);
    List<String> said = processes.said(client + api + ".out").lines().toList();
    JsonNode seen = JSON.readTree(said.get(said.size() - 1));

    assertThat(seen.at("/plain/text").asText()).isEqualTo("Let me look for a red shirt.");
    if (seen.path("plain").has("input")) {
      assertThat(seen.at("/plain/input").asInt()).isEqualTo(13);
      assertThat(seen.at("/plain/output").asInt()).isEqualTo(11);
    }
    assertThat(seen.at("/streamed/text").asText()).startsWith("this one suits you");
    assertThat(seen.at("/streamed/pieces").asInt()).isBetween(2, MOST_TOKENS);
    assertThat(seen.at("/streamed/output").asInt()).isBetween(0, MOST_TOKENS);
    assertThat(seen.at("/tools/call")).isEqualTo(CALL);
    assertThat(seen.at("/tools/text").asText()).isEqualTo("I recommend K42.");
    assertThat(seen.at("/streamedTools/call")).isEqualTo(CALL);
    if (seen.has("object")) { // The script says who cannot ask for one.
      JsonNode object = seen.get("object");
      assertThat(object.path("item").isTextual()).as(object.toString()).isTrue();
      assertThat(object.path("max").isInt()).isTrue();
      assertThat(object.path("colors")).isNotEmpty().allMatch(it -> COLORS.contains(it.asText()));
    }
    assertThat(seen.at("/unknown/status").asInt(NOT_FOUND)).isEqualTo(NOT_FOUND);
    assertThat(seen.at("/unknown/message").asText()).contains("Served are live-hybrid, slm, llm.");
    if (client.startsWith("anthropic")) {
      assertThat(seen.path("counted").asInt()).isBetween(5, 50);
    }
  }
}
