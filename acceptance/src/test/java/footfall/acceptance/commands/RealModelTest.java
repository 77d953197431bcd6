package footfall.acceptance.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.acceptance.Processes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * SmolLM2-135M-Instruct: a GGUF file in four bits by llama.cpp, and an ONNX graph in eight bits.
 */
@Tag("full")
@Isolated // It takes both cores, and others measure times.
class RealModelTest {
  private static final Path SCRIPTS = Path.of("src/test/models").toAbsolutePath();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MINUTES = 10;
  private static final String WORD = "You answer in one word.";

  @TempDir private static Path models;
  @TempDir private Path folder;
  private Processes processes;
  private String url;

  /** What computes it. */
  enum Engine {
    GGUF("{gguf: %s/model.gguf, cores: 2, context: 8192}", "by llama.cpp"),
    ONNX("{model: %s/onnx, precision: int8, cores: 2}", "in int8 on cpu");

    private final String backend;
    private final String told;

    Engine(String backend, String told) {
      this.backend = backend;
      this.told = told;
    }
  }

  @BeforeAll
  static void download() throws Exception {
    Processes scripts = new Processes(models);
    for (String script : List.of("download", "to_onnx")) {
      Process process =
          scripts.start(script, List.of(SCRIPTS.resolve(script).toString(), models.toString()));
      assertThat(Processes.codeOf(process, MINUTES)).as(scripts.said(script + ".err")).isZero();
    }
  }

  @BeforeEach
  void begin() {
    processes = new Processes(folder);
  }

  @AfterEach
  void end() throws InterruptedException {
    processes.end();
  }

  private Path scenario(Engine engine, String routing) throws IOException {
    return Files.writeString(
        folder.resolve("smol.yaml"),
        """
        name: smol
        horizon: 30s
        warmUp: 3s
        replications: 3
        arrivals: {poisson: {rate: 0.5/s}}
        shoppers:
          everyone:
            turns: 2
            messageTokens: {lognormal: {mean: 20, sd: 5, min: 5, max: 40}}
            replyTokens: {lognormal: {mean: 20, sd: 5, min: 5, max: 40}}
            thinking: 2s
        pools:
          slm: {slots: 4, service: {time: 100ms, perOutputToken: 20ms}, backend: {local: %s}}
          llm: {slots: 64, service: {time: 200ms, perOutputToken: 5ms}}
        routing: %s
        """
            .formatted(engine.backend.formatted(models), routing));
  }

  private void serve(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("serve"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--port", "0", "--out", "run"));
    url = processes.awaitServed(processes.footfall("serve", all), "serve");
  }

  private CompletableFuture<String> post(String text, String more) {
    String body =
        "{\"messages\": [{\"role\": \"system\", \"content\": \""
            + WORD
            + "\"}, {\"role\": \"user\", \"content\": \""
            + text
            + "\"}]"
            + more
            + "}";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/v1/chat/completions"))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient()
        .sendAsync(request, BodyHandlers.ofString())
        .thenApply(
            response -> {
              assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
              return response.body();
            });
  }

  private CompletableFuture<JsonNode> ask(String text, String more) {
    return post(text, more).thenApply(RealModelTest::read);
  }

  private static JsonNode read(String body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new AssertionError(body, e);
    }
  }

  private static String textOf(JsonNode reply) {
    return reply.at("/choices/0/message/content").asText();
  }

  @Test
  void aGgufFileIsServedByItself() throws Exception {
    serve(models.resolve("model.gguf").toString());
    assertThat(processes.said("serve.out")).contains("by llama.cpp", "of KV cache");
    assertThat(textOf(ask("What is the capital of France?", ", \"max_tokens\": 20").join()))
        .contains("Paris");
  }

  @ParameterizedTest
  @EnumSource
  void answersStreamsCallsKeepsToASchemaAndBatches(Engine engine) throws Exception {
    serve(scenario(engine, "{ratio: {slm: 1, llm: 0}}").toString());
    assertThat(processes.said("serve.out")).contains(engine.told);
    String greedy = ", \"temperature\": 0, \"max_tokens\": 20";
    JsonNode paris = ask("What is the capital of France?", greedy).join();
    assertThat(textOf(paris)).contains("Paris");
    assertThat(paris.at("/choices/0/finish_reason").asText()).isEqualTo("stop");

    StringBuilder streamed = new StringBuilder();
    post("What is the capital of France?", greedy + ", \"stream\": true")
        .join()
        .lines()
        .filter(line -> line.startsWith("data: {"))
        .map(line -> read(line.substring(6)))
        .forEach(event -> streamed.append(event.at("/choices/0/delta/content").asText("")));
    assertThat(streamed).hasToString(textOf(paris));

    String schema =
        ", \"max_tokens\": 100, \"response_format\": {\"type\": \"json_schema\", \"json_schema\": {\"schema\":"
            + " {\"type\": \"object\", \"properties\": {\"capital\": {\"type\": \"string\", \"maxLength\": 20}},"
            + " \"required\": [\"capital\"], \"additionalProperties\": false}}}";
    JsonNode kept = ask("What is the capital of France?", schema).join();
    assertThat(read(textOf(kept)).path("capital").isTextual()).as(textOf(kept)).isTrue();

    String tool =
        ", \"max_tokens\": 100, \"temperature\": 0, \"tool_choice\": \"required\", \"tools\": [{\"type\": \"function\","
            + " \"function\": {\"name\": \"search\", \"parameters\": {\"type\": \"object\", \"properties\":"
            + " {\"item\": {\"enum\": [\"shirt\", \"shoe\"]}}, \"required\": [\"item\"]}}}]";
    JsonNode called = ask("Show me a shirt", tool).join();
    JsonNode call = called.at("/choices/0/message/tool_calls/0/function");
    assertThat(call.path("name").asText()).as(called.toString()).isEqualTo("search");
    assertThat(read(call.path("arguments").asText()).path("item").asText()).isIn("shirt", "shoe");

    String sixty = ", \"max_tokens\": 60, \"ignore_eos\": true";
    double alone = speed(1, sixty);
    double four = speed(4, sixty);
    System.out.printf(
        "%s: tokens a second: %.1f alone, %.1f for four together%n", engine, alone, four);
    assertThat(four).isGreaterThan(alone * 1.1); // Together, or they would take turns.
    assertThat(processes.said("serve.err")).isEmpty();
  }

  /** Tokens per second, over that many concurrent requests. */
  private double speed(int clients, String more) {
    long begin = System.nanoTime();
    List<CompletableFuture<JsonNode>> all = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      all.add(ask("Tell me of a red shirt, number " + i, more));
    }
    int tokens =
        all.stream().mapToInt(reply -> reply.join().at("/usage/completion_tokens").asInt()).sum();
    return tokens / ((System.nanoTime() - begin) / 1e9);
  }

  /** What it is sure of it answers itself. */
  @Test
  void aCascadeAsksOnWhereTheTokensWereUnlikely() throws Exception {
    String routing = "{cascade: {pools: [slm, llm], threshold: 0.6, confidenceBy: {logprobs: {}}}}";
    serve(scenario(Engine.ONNX, routing).toString());
    String greedy = ", \"temperature\": 0, \"max_tokens\": 20";
    JsonNode sure = ask("What is the capital of France?", greedy).join();
    assertThat(sure.at("/metrics/pool").asText()).as(sure.toString()).isEqualTo("slm");
    assertThat(sure.at("/metrics/visits/0/confidence").asDouble()).isBetween(0.6, 1.0);
    JsonNode unsure = ask("Qx zr 17 blorp?", ", \"temperature\": 2, \"max_tokens\": 20").join();
    assertThat(unsure.at("/metrics/pool").asText()).as(unsure.toString()).isEqualTo("llm");
    assertThat(unsure.at("/metrics/visits/0/confidence").asDouble()).isLessThan(0.6);
  }

  /** Two loads are fitted to; how well the third is foretold depends on the machine's mood. */
  @Test
  void isEvaluatedLoadedAndCalibrated() throws Exception {
    String file = scenario(Engine.ONNX, "{ratio: {slm: 1, llm: 0}}").toString();
    serve(file);
    List<String> calibrate = new ArrayList<>(List.of("calibrate"));
    for (String rate : List.of("0.2/s", "0.5/s", "0.8/s")) {
      String run = "load-" + rate.substring(0, 3);
      Processes.Ended load =
          processes.run(
              "load",
              "--force-lengths",
              file,
              "--target",
              url,
              "--set",
              "arrivals.poisson.rate=" + rate,
              "--out",
              run);
      assertThat(load.code()).as(load.out() + load.err()).isIn(0, 4);
      calibrate.add(run);
    }
    calibrate.addAll(List.of("--pool", "slm", "--out", "fitted"));
    Processes.Ended fitted = processes.run(calibrate.toArray(String[]::new));
    assertThat(fitted.code()).as(fitted.out() + fitted.err()).isIn(0, 4);
    assertThat(fitted.out()).contains("held out");
    assertThat(folder.resolve("fitted/profile-slm.yaml")).exists();

    String evaluation =
        Files.readString(Path.of(file))
            + "evaluation: {conversations: 2, together: 1, replyTokens: 24}\n";
    Path evaluated =
        Files.writeString(
            folder.resolve("evaluated.yaml"),
            evaluation
                .replaceAll("  llm: .*\\n", "")
                .replace("{slm: 1, llm: 0}", "{slm: 1}")
                .replace("cores: 2", "cores: 1"));
    Processes.Ended marks = processes.run("evaluate", evaluated.toString(), "--out", "marks");
    assertThat(marks.code()).as(marks.out() + marks.err()).isIn(0, 2, 4);
    assertThat(read(Files.readString(folder.resolve("marks/results.json"))).at("/evaluation"))
        .isNotEmpty();
  }
}
