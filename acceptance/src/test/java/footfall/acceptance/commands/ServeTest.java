package footfall.acceptance.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.acceptance.Processes;
import footfall.acceptance.PublishedSchema;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real server in a process of its own. */
class ServeTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path CATALOG = Path.of("../scenarios/catalog").toAbsolutePath();

  private static final String QUESTION =
      "{\"model\": \"slm\", \"messages\": [{\"role\": \"user\", \"content\": \"show me a red shirt\"}]}";

  @TempDir private Path folder;
  private Processes processes;
  private Process server;

  @BeforeEach
  void begin() {
    processes = new Processes(folder);
  }

  @AfterEach
  void end() throws InterruptedException {
    processes.end();
  }

  private Process footfall(String output, String... arguments) throws IOException {
    return processes.footfall(output, List.of(arguments));
  }

  private String said(String output) throws IOException {
    return processes.said(output);
  }

  private String serve() throws Exception {
    String scenario = CATALOG.resolve("live-hybrid.yaml").toString();
    server = footfall("serve", "serve", scenario, "--port", "0", "--out", "served");
    return processes.awaitServed(server, "serve");
  }

  private static String get(String url) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  @Test
  void answersAndWritesItsRunWhenStopped() throws Exception {
    String url = serve();
    assertThat(said("serve.out"))
        .contains("2 workers of 8: embedded/footfall-tiny on cpu")
        .contains("played by its service model")
        .contains("memory")
        .contains("curl -s " + url + "/v1/chat/completions");
    HttpRequest question =
        HttpRequest.newBuilder(URI.create(url + "/v1/chat/completions"))
            .POST(BodyPublishers.ofString(QUESTION))
            .build();
    for (int i = 0; i < 5; i++) {
      String reply = HttpClient.newHttpClient().send(question, BodyHandlers.ofString()).body();
      assertThat(JSON.readTree(reply).at("/choices/0/message/content").asText())
          .isEqualTo("Let me look for a red shirt.");
    }
    checkLivePage(url);
    server.destroy();
    assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(server.exitValue()).isEqualTo(143);
    checkRunFolder();
  }

  /** The events never end by themselves; the first are enough. */
  private void checkLivePage(String url) throws IOException, InterruptedException {
    assertThat(said("serve.out")).contains(url + "/dashboard");
    assertThat(get(url + "/dashboard")).contains("live-hybrid, live", "Time to first token");
    HttpRequest events = HttpRequest.newBuilder(URI.create(url + "/dashboard/events")).build();
    try (Stream<String> lines =
        HttpClient.newHttpClient().send(events, BodyHandlers.ofLines()).body()) {
      assertThat(lines.filter(line -> !line.isBlank()).limit(2).toList())
          .satisfiesExactly(
              line -> assertThat(line).isEqualTo("event: glances"),
              line ->
                  assertThat(line)
                      .contains("\"name\":\"slm\"", "\"perSecond\":")
                      .contains("\"workers\":{\"busy\":0,\"free\":2"));
    }
  }

  private void checkRunFolder() throws IOException {
    JsonNode results = JSON.readTree(folder.resolve("served/results.json").toFile());
    PublishedSchema.isKept("results", folder.resolve("served"));
    assertThat(results.at("/run/mode").asText()).isEqualTo("serve");
    JsonNode requests = results.at("/ledger/requests");
    assertThat(requests.path("submitted").asInt()).isGreaterThanOrEqualTo(5);
    assertThat(requests.path("open").asInt()).isZero();
    for (JsonNode check : results.path("checks")) {
      assertThat(check.path("holds").asBoolean()).as(check.toString()).isTrue();
    }
    assertThat(said("serve.out")).contains(folder.resolve("served").toString());
    assertThat(folder.resolve("served/report.html")).exists();
    assertThat(Files.readString(folder.resolve("serve.err"), StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void stopsByItselfAfterAWhile() throws Exception {
    server =
        footfall(
            "short",
            "serve",
            CATALOG.resolve("live-hybrid.yaml").toString(),
            "--port",
            "0",
            "--for",
            "2s",
            "--out",
            "short");
    assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(server.exitValue()).isEqualTo(4); // Nobody came: there is nothing to judge.
    assertThat(folder.resolve("short/results.json")).exists();
  }

  @Test
  void tellsWhatIsWrongBeforeItServes() throws Exception {
    String url = serve();
    String port = url.substring(url.lastIndexOf(':') + 1);
    String scenario = CATALOG.resolve("live-hybrid.yaml").toString();
    assertRefused("127.0.0.1:" + port + ": cannot be listened at", scenario, "--port", port);
    assertRefused("keys.txt: cannot be read", scenario, "--api-keys", "keys.txt");
    HttpRequest health = HttpRequest.newBuilder(URI.create(url + "/health")).build();
    assertThat(HttpClient.newHttpClient().send(health, BodyHandlers.ofString()).statusCode())
        .isEqualTo(200);
  }

  @Tag("full")
  @Test
  void tellsWhatElseIsWrong() throws Exception {
    String scenario = CATALOG.resolve("live-hybrid.yaml").toString();
    assertRefused("is no port", scenario, "--port", "70000");
    assertRefused(
        "pools.slm.backend.local.device", scenario, "--set", "pools.slm.backend.local.device=tpu");
    assertRefused(
        "cannot be served on gpu:0",
        scenario,
        "--port",
        "0",
        "--set",
        "pools.slm.backend.local.device=gpu:0");
    assertRefused(
        "is not a model directory",
        scenario,
        "--set",
        "pools.slm.backend.local.model=nowhere/at-all");
    assertRefused(
        "routing.cascade: cannot be served",
        CATALOG.resolve("cascade.yaml").toString(),
        "--port",
        "0",
        "--set",
        "pools.slm.backend={local: {model: embedded/footfall-tiny}}");
  }

  private void assertRefused(String message, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("serve"));
    all.addAll(List.of(arguments));
    Process process = footfall("refused", all.toArray(String[]::new));
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said("refused.err")).isEqualTo(1);
    assertThat(said("refused.err")).contains("error: ").contains(message).doesNotContain("\tat ");
    try (var files = Files.list(folder)) {
      assertThat(files.filter(file -> file.getFileName().toString().contains(".part-")).toList())
          .hasSizeLessThanOrEqualTo(1); // That of the server that runs.
    }
    assertThat(folder.resolve("runs").toFile().list((d, name) -> name.contains("part")))
        .satisfiesAnyOf(list -> assertThat(list).isNull(), list -> assertThat(list).isEmpty());
  }

  @Tag("full")
  @Test
  void rehearsesAndLaysThePredictionBeside() throws Exception {
    Process rehearsal =
        footfall(
            "rehearse",
            "rehearse",
            CATALOG.resolve("live-hybrid.yaml").toString(),
            "--set",
            "horizon=12s",
            "--set",
            "warmUp=2s",
            "--out",
            "rehearsed");
    assertThat(rehearsal.waitFor(90, TimeUnit.SECONDS)).isTrue();
    JsonNode results = JSON.readTree(folder.resolve("rehearsed/results.json").toFile());
    for (JsonNode check : results.path("checks")) {
      assertThat(check.path("holds").asBoolean()).as(check.toString()).isTrue();
    }
    assertThat(results.at("/run/mode").asText()).isEqualTo("rehearse");
    assertThat(results.path("answer").asText()).doesNotContain("a token, against");
    assertThat(results.path("prediction").findValuesAsText("metric"))
        .contains("request_latency", "time_to_first_token", "utilization", "request_throughput");
    for (JsonNode row : results.path("prediction")) {
      if (row.path("metric").asText().equals("request_throughput")) {
        assertThat(row.path("ratio").asDouble()).isBetween(0.5, 2.0);
      }
    }
    assertThat(said("rehearse.err"))
        .containsPattern("watch it at http://127.0.0.1:[0-9]+/dashboard");
    assertThat(said("rehearse.out")).contains("predicted", "measured");
    assertThat(folder.resolve("rehearsed/prediction.csv")).exists();
    assertThat(said("rehearsed/report.html")).contains("Predicted and measured");
  }
}
