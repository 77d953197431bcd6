package footfall.simulator.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real server in a process of its own, and the clients that people have. */
class ServeTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path CATALOG = Path.of("../scenarios/catalog").toAbsolutePath();
  private static final Path CLIENT = Path.of("src/test/npm").toAbsolutePath();
  private static final Pattern ADDRESS = Pattern.compile("is served at (http://[0-9.]+:[0-9]+)");

  @TempDir private Path folder;
  private Process server;

  private Process start(String output, List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectOutput(folder.resolve(output + ".out").toFile())
        .redirectError(folder.resolve(output + ".err").toFile())
        .start();
  }

  private Process footfall(String output, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("footfall.simulator.commandline.Main");
    command.addAll(List.of(arguments));
    return start(output, command);
  }

  private String said(String output) throws IOException {
    return Files.readString(folder.resolve(output));
  }

  private String serve() throws IOException, InterruptedException {
    server =
        footfall(
            "serve",
            "serve",
            CATALOG.resolve("live-hybrid.yaml").toString(),
            "--port",
            "0",
            "--out",
            "served");
    for (int tries = 0; tries < 600; tries++) {
      Matcher address = ADDRESS.matcher(said("serve.out"));
      if (address.find() && said("serve.out").contains("Stop with Ctrl-C.")) {
        return address.group(1);
      }
      assertThat(server.isAlive()).as(said("serve.err")).isTrue();
      Thread.sleep(100);
    }
    throw new AssertionError("the server did not start: " + said("serve.err"));
  }

  @BeforeEach
  void nothingRuns() {
    server = null;
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (server != null) {
      server.destroyForcibly().waitFor();
    }
  }

  private void run(String output, Path where, String... command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(where.toFile())
            .redirectOutput(folder.resolve(output + ".out").toFile())
            .redirectError(folder.resolve(output + ".err").toFile())
            .start();
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(said(output + ".err")).isZero();
  }

  @Test
  void answersCurlAndTheOfficialClientAndWritesItsRunWhenStopped() throws Exception {
    String url = serve();
    assertThat(said("serve.out"))
        .contains("2 workers of 8: embedded/footfall-tiny on cpu")
        .contains("played by its service model")
        .contains("memory")
        .contains("curl -s " + url + "/v1/chat/completions");
    run(
        "curl",
        folder,
        "curl",
        "-sS",
        url + "/v1/chat/completions",
        "-d",
        "{\"model\": \"slm\", \"messages\": [{\"role\": \"user\", \"content\": \"show me a red shirt\"}]}");
    assertThat(JSON.readTree(said("curl.out")).at("/choices/0/message/content").asText())
        .isEqualTo("Let me look for a red shirt.");
    checkOfficialClient(url);
    checkLivePage(url);
    server.destroy();
    assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(server.exitValue()).isEqualTo(143);
    checkRunFolder();
  }

  /** Curl is cut off after three seconds; the events never end by themselves. */
  private void checkLivePage(String url) throws IOException, InterruptedException {
    assertThat(said("serve.out")).contains(url + "/dashboard");
    run("page", folder, "curl", "-sS", url + "/dashboard");
    assertThat(said("page.out")).contains("live-hybrid, live", "Time to first token");
    Process events = start("events", List.of("curl", "-sSN", "-m", "3", url + "/dashboard/events"));
    assertThat(events.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(said("events.out"))
        .startsWith("event: glances")
        .contains("\"name\":\"slm\"", "\"perSecond\":", "\"workers\":{\"busy\":0,\"free\":2");
  }

  private void checkOfficialClient(String url) throws IOException, InterruptedException {
    Path client = Files.createDirectory(folder.resolve("client"));
    for (String file : List.of("package.json", "client.mjs")) {
      Files.copy(CLIENT.resolve(file), client.resolve(file));
    }
    run("npm", client, "npm", "install", "--no-audit", "--no-fund", "--no-package-lock");
    run("node", client, "node", "client.mjs", url + "/v1", "live-hybrid");
    JsonNode seen = JSON.readTree(said("node.out"));
    assertThat(seen.path("models").findValuesAsText("")).isEmpty();
    assertThat(seen.path("models")).hasSize(3);
    assertThat(seen.path("plain").asText()).isEqualTo("Let me look for a red shirt.");
    assertThat(seen.path("usage").asBoolean()).isTrue();
    assertThat(seen.at("/streamed/text").asText()).startsWith("this one suits");
    assertThat(seen.at("/streamed/completion").asInt()).isBetween(1, 8);
    assertThat(seen.at("/streamed/chunks").asInt())
        .isEqualTo(seen.at("/streamed/completion").asInt() + 2);
    assertThat(seen.path("tool"))
        .isEqualTo(
            JSON.readTree(
                "{\"name\":\"search\",\"arguments\":{\"item\":\"shirt\",\"color\":\"red\",\"max\":800}}"));
    assertThat(seen.path("advice").asText()).isEqualTo("I recommend K42.");
    assertThat(seen.path("streamedTool").asText()).isEqualTo("search");
    assertThat(seen.path("routed")).hasSize(20);
    assertThat(seen.at("/errors/unknown/type").asText()).isEqualTo("NotFoundError");
    assertThat(seen.at("/errors/empty/type").asText()).isEqualTo("BadRequestError");
    assertThat(seen.at("/errors/long/code").asText()).isEqualTo("context_length_exceeded");
    assertThat(seen.has("aborted")).isTrue();
  }

  private void checkRunFolder() throws IOException {
    JsonNode results = JSON.readTree(folder.resolve("served/results.json").toFile());
    JsonNode schema = JSON.readTree(Path.of("../reports/schema/results.schema.json").toFile());
    assertThat(
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(schema)
                .validate(results))
        .isEmpty();
    assertThat(results.at("/run/mode").asText()).isEqualTo("serve");
    JsonNode requests = results.at("/ledger/requests");
    assertThat(requests.path("submitted").asInt()).isGreaterThan(25);
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
    assertRefused("keys.txt: cannot be read", scenario, "--api-keys", "keys.txt");
    assertRefused("cannot be served", CATALOG.resolve("cascade.yaml").toString(), "--port", "0");
    HttpRequest health = HttpRequest.newBuilder(URI.create(url + "/health")).build();
    assertThat(HttpClient.newHttpClient().send(health, BodyHandlers.ofString()).statusCode())
        .isEqualTo(200);
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
