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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** SmolLM2-135M-Instruct in four bits, by llama.cpp, served without a scenario. */
@Tag("full")
@Isolated // It takes both cores, and others measure times.
class RealModelTest {
  private static final Path DOWNLOAD = Path.of("src/test/models/download").toAbsolutePath();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MINUTES = 10;

  @TempDir private Path folder;
  private Processes processes;
  private String url;

  @BeforeEach
  void serve() throws Exception {
    processes = new Processes(folder);
    Process download = processes.start("download", List.of(DOWNLOAD.toString(), folder.toString()));
    assertThat(Processes.codeOf(download, MINUTES)).as(processes.said("download.err")).isZero();
    Process server =
        processes.footfall("serve", List.of("serve", "model.gguf", "--port", "0", "--out", "run"));
    url = processes.awaitServed(server, "serve") + "/v1/chat/completions";
  }

  @AfterEach
  void end() throws InterruptedException {
    processes.end();
  }

  private CompletableFuture<JsonNode> ask(String text, String more) {
    String body =
        "{\"messages\": [{\"role\": \"system\", \"content\": \"You answer in one word.\"},"
            + " {\"role\": \"user\", \"content\": \""
            + text
            + "\"}]"
            + more
            + "}";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient()
        .sendAsync(request, BodyHandlers.ofString())
        .thenApply(
            response -> {
              assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
              return read(response.body());
            });
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
  void answersAndKeepsToASchemaAndBatches() throws Exception {
    assertThat(processes.said("serve.out")).contains("by llama.cpp", "of KV cache");
    JsonNode paris = ask("What is the capital of France?", ", \"max_tokens\": 20").join();
    assertThat(textOf(paris)).contains("Paris");
    assertThat(paris.at("/choices/0/finish_reason").asText()).isEqualTo("stop");

    String schema =
        ", \"max_tokens\": 100, \"response_format\": {\"type\": \"json_schema\", \"json_schema\": {\"schema\":"
            + " {\"type\": \"object\", \"properties\": {\"capital\": {\"type\": \"string\", \"maxLength\": 20}},"
            + " \"required\": [\"capital\"], \"additionalProperties\": false}}}";
    JsonNode kept = ask("What is the capital of France?", schema).join();
    assertThat(JSON.readTree(textOf(kept)).path("capital").isTextual()).as(textOf(kept)).isTrue();

    String sixty = ", \"max_tokens\": 60, \"ignore_eos\": true";
    double alone = speed(1, sixty);
    double four = speed(4, sixty);
    System.out.printf("tokens a second: %.1f alone, %.1f for four together%n", alone, four);
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
}
