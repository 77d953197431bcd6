package footfall.acceptance.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.acceptance.Processes;
import footfall.acceptance.Processes.Ended;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes to standard error while a server serves, and what never does. */
class LogTest {
  private static final String PROMPT = "show me a red shirt";
  private static final String KEY = "sk-a-secret-key";

  @TempDir private Path folder;
  private Processes processes;
  private Process server;
  private String url;

  @BeforeEach
  void write() throws IOException {
    processes = new Processes(folder);
    Files.writeString(folder.resolve("keys.txt"), KEY + "\n");
    Files.writeString(
        folder.resolve("shop.yaml"),
        """
        name: shop
        horizon: 1h
        arrivals: {poisson: {rate: 1/s}}
        pools:
          slm: {slots: 4, service: {time: 20ms}, backend: {local: {model: embedded/footfall-tiny, cores: 1}}}
          far: {kind: llm, slots: 4, service: {time: 1s}, api: {retries: {max: 0}}, backend: {remote: {url: 'http://127.0.0.1:9/v1', model: m}}}
        routing: {ratio: {slm: 1, far: 0}}
        """);
  }

  @AfterEach
  void end() throws InterruptedException {
    processes.end();
  }

  private void serve(String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of("serve", "shop.yaml", "--port", "0", "--out", "served", "--allow-break"));
    arguments.addAll(List.of("--api-keys", "keys.txt"));
    arguments.addAll(List.of(more));
    server = processes.footfall("serve", arguments);
    url = processes.awaitServed(server, "serve");
  }

  private int post(String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Authorization", "Bearer " + KEY)
            .header("X-Request-Id", "mine-1")
            .POST(BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode();
  }

  private static String chat(String model) {
    return "{\"model\": \"%s\", \"messages\": [{\"role\": \"user\", \"content\": \"%s\"}]}"
        .formatted(model, PROMPT);
  }

  private String log(String what) throws Exception {
    processes.await(server, "serve.err", Pattern.compile(what));
    String log = processes.said("serve.err");
    assertThat(log).doesNotContain(PROMPT, KEY, "red shirt");
    return log;
  }

  @Test
  void whatFailsIsLoggedByDefaultAndWhatGoesWellIsNot() throws Exception {
    serve();
    assertThat(post("/v1/chat/completions", chat("slm"))).isEqualTo(200);
    assertThat(processes.said("serve.err")).isEmpty();

    assertThat(post("/v1/chat/completions", "{\"model\": " + PROMPT)).isEqualTo(400);
    assertThat(log("refused"))
        .contains("WARN  access refused id=\"mine-1\" method=\"POST\"")
        .contains("path=\"/v1/chat/completions\" status=\"400\" error=\"invalid_request_error\"");

    assertThat(post("/v1/chat/completions", chat("far"))).isEqualTo(503);
    assertThat(log("vendor error"))
        .containsPattern("WARN  RemoteWorker vendor error: could not be reached.* pool=\"far\"")
        .contains("status=\"0\" outcome=\"failed\"")
        .contains("WARN  access request id=\"mine-1\" pool=\"far\" status=\"503\"");

    assertThat(post("/admin/pools/slm/workers/0/break", "")).isEqualTo(200);
    assertThat(log("EngineDiedException"))
        .contains("a client breaks a worker pool=\"slm\" worker=\"0\"")
        .containsPattern("ERROR .*saw failure.*")
        .contains("\tat footfall.serving.djl.");
  }

  @Test
  void everyRequestIsALineOfJsonIfAskedFor() throws Exception {
    serve("--log-level", "info", "--log-format", "json");
    assertThat(post("/v1/chat/completions", chat("slm"))).isEqualTo(200);
    log("\"request\"");
    server.destroy();
    Processes.codeOf(server, 2);
    JsonNode request = null;
    boolean drained = false;
    for (String line : processes.said("serve.err").lines().toList()) {
      JsonNode event = new ObjectMapper().readTree(line);
      assertThat(event.path("level").asText()).isIn("INFO", "WARN");
      request = event.path("formattedMessage").asText().equals("request") ? event : request;
      drained |= event.path("formattedMessage").asText().equals("drained");
    }
    assertThat(drained).isTrue();
    String pairs = request.path("kvpList").toString();
    assertThat(pairs)
        .contains("{\"id\":\"mine-1\"}", "{\"pool\":\"slm\"}", "{\"status\":\"200\"}")
        .containsPattern("\"inputTokens\":\"[1-9]")
        .containsPattern("\"outputTokens\":\"[1-9]")
        .containsPattern("\"ttftSeconds\":\"0\\.")
        .containsPattern("\"latencySeconds\":\"[0-9]");
  }

  @Test
  void aSimulationLogsNothingAndALevelThatIsNoneIsRefused() throws Exception {
    Files.writeString(
        folder.resolve("small.yaml"),
        """
        name: small
        horizon: 5min
        arrivals: {poisson: {rate: 1/s}}
        pools: {p: {service: {time: 100ms}}}
        routing: {ratio: {p: 1}}
        """);
    Ended ended = processes.run("simulate", "small.yaml", "--quiet", "--out", "run");
    assertThat(ended.code()).isZero();
    assertThat(ended.err()).isEmpty();
    processes.setEnvironment("FOOTFALL_LOG", "loud");
    Ended refused = processes.run("simulate", "small.yaml", "--quiet", "--out", "other");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err())
        .startsWith("error: FOOTFALL_LOG=loud")
        .contains("must be one of error, warn, info, debug, trace");
  }
}
