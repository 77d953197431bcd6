package footfall.acceptance.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.acceptance.Processes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Gateways and workers of one deployment, each in a process of its own. */
@Isolated
@Tag("full")
class ServeClusterTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern SERVED = Pattern.compile("is served at (http://[0-9.]+:[0-9]+)");

  @TempDir private Path folder;
  private Processes processes;
  private String seed;

  @BeforeEach
  void write() throws IOException {
    processes = new Processes(folder);
    seed = Processes.freeSeed();
    Files.writeString(
        folder.resolve("shop.yaml"),
        """
        name: shop
        horizon: 75s
        warmUp: 5s
        arrivals: {poisson: {rate: 2/s}}
        shoppers:
          all:
            turns: {uniform: {min: 1, max: 4}}
            messageTokens: {uniform: {min: 5, max: 20}}
            replyTokens: {uniform: {min: 4, max: 60}}
            thinking: 2s
        pools:
          slm:
            workers: 2
            slots: 8
            service: {time: 20ms, perOutputToken: 1ms}
            backend: {local: {model: embedded/footfall-tiny, cores: 1}}
          llm:
            kind: llm
            slots: 64
            service: {time: 300ms, perOutputToken: 20ms}
            api: {requestsPerMinute: 6000, timeout: 30s}
        routing: {ratio: {slm: 0.8, llm: 0.2}}
        """);
  }

  @AfterEach
  void end() throws InterruptedException {
    processes.end();
  }

  private Process node(String name, String workers) throws Exception {
    Process node =
        processes.footfall(
            name,
            List.of("node", "--serve", "shop.yaml", "--workers", workers, "--seed-nodes", seed));
    return processes.awaitUp(node, name);
  }

  private Process gateway(String name, int port) throws IOException {
    return processes.footfall(
        name,
        List.of(
            "serve",
            "shop.yaml",
            "--cluster",
            "--seed-nodes",
            seed,
            "--port",
            port + "",
            "--out",
            name,
            "--log-level",
            "info"));
  }

  /** Waits until the gateway has logged {@code count} members with this status. */
  private void awaitMembers(Process gateway, String name, String status, int count)
      throws Exception {
    String logged = "(?s)(.*?member is %s){%d}".formatted(status, count);
    processes.await(gateway, name + ".err", Pattern.compile(logged));
  }

  private String address(Process gateway, String name) throws Exception {
    return processes.await(gateway, name + ".out", SERVED);
  }

  private void awaitWorkers(String gateway, String pool, int count) throws Exception {
    String line = "workers_up{kind=\"%s\",pool=\"%s\"} %d.0".formatted(pool, pool, count);
    for (int tries = 0; tries < 300; tries++) {
      if (get(gateway + "/metrics").contains(line)) {
        return;
      }
      Thread.sleep(100);
    }
    throw new AssertionError(get(gateway + "/metrics"));
  }

  private static String get(String url) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
        .body();
  }

  private Process load(String name, String gateway) throws IOException {
    return processes.footfall(
        name, List.of("load", "shop.yaml", "--target", gateway, "--out", name));
  }

  private static int leave(Process process) throws InterruptedException {
    process.destroy();
    return Processes.codeOf(process, 2);
  }

  @Test
  void aRollingRestartUnderLoadLosesNothingThatWasAccepted() throws Exception {
    Process one = gateway("one", 0);
    String stays = address(one, "one");
    Process first = node("first", "slm=1,llm=1");
    Process second = node("second", "slm=1,llm=1");
    Process two = gateway("two", 0);
    String goes = address(two, "two");
    awaitWorkers(stays, "slm", 2);
    awaitWorkers(goes, "llm", 1);

    Process there = load("there", stays);
    Process here = load("here", goes);
    Thread.sleep(15_000); // They begin with practice.
    leave(first);
    Process third = node("third", "slm=1,llm=1");
    awaitWorkers(stays, "slm", 2);
    leave(second);
    node("fourth", "slm=1,llm=1");
    awaitWorkers(stays, "slm", 2);
    leave(two);
    assertThat(there.isAlive()).as("the load ended before all had restarted").isTrue();
    Process three = gateway("three", URI.create(goes).getPort());
    address(three, "three");
    Processes.codeOf(there, 3);
    Processes.codeOf(here, 3);

    for (String node : List.of("first", "second")) {
      assertThat(processes.said(node + ".err")).contains("has left: all it had is answered");
    }
    JsonNode all = results("there").at("/ledger/requests");
    assertThat(all.get("completed").asInt()).isGreaterThan(100);
    assertThat(all.get("failed").asInt() + all.get("rejected").asInt()).isZero();
    assertThat(processes.said("there.out")).doesNotContain("worker_lost");
    assertThat(problems("here"))
        .isNotEmpty()
        .allMatch(problem -> problem.contains("shutting down") || problem.contains("refused"));
    JsonNode gone = results("two");
    assertThat(gone.at("/ledger/requests/open").asInt()).isZero();
    for (JsonNode pool : gone.get("pools")) {
      assertThat(pool.get("failures").path("worker_lost").asInt()).isZero();
      assertThat(pool.get("failures").path("cancelled").asInt()).isZero();
    }
    assertThat(third.isAlive()).isTrue();
  }

  private JsonNode results(String run) throws IOException {
    return JSON.readTree(folder.resolve(run).resolve("results.json").toFile());
  }

  /** What clients were told of the requests that were not answered. */
  private List<String> problems(String run) throws IOException {
    Path file = folder.resolve(run).resolve("requests.jsonl.gz");
    List<String> problems = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode request = JSON.readTree(line);
        if (!Set.of("completed", "open").contains(request.get("outcome").asText())) {
          problems.add(request.path("problem").asText(request.toString()));
        }
      }
    }
    return problems;
  }

  @Test
  void aNodeThatCrashesFailsItsOwnRequestsOnly() throws Exception {
    Process gateway = gateway("one", 0);
    String address = address(gateway, "one");
    Process first = node("first", "slm=1");
    awaitWorkers(address, "slm", 1);
    Process second = node("second", "slm=2"); // One more than the gateway has use for.
    node("account", "llm=1");
    gateway("two", 0); // Five members: where two die, the majority is left.
    awaitMembers(gateway, "one", "Up", 5);
    awaitWorkers(address, "slm", 2);
    awaitWorkers(address, "llm", 1);

    List<CompletableFuture<HttpResponse<String>>> replies = new ArrayList<>();
    HttpClient client = HttpClient.newHttpClient();
    for (int i = 0; i < 200; i++) {
      String body =
          """
          {"model": "slm", "stream": %s, "max_tokens": 200, "ignore_eos": true,
           "messages": [{"role": "user", "content": "show me a red shirt"}]}"""
              .formatted(i % 2 == 0);
      replies.add(
          client.sendAsync(
              HttpRequest.newBuilder(URI.create(address + "/v1/chat/completions"))
                  .POST(HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              BodyHandlers.ofString()));
    }
    replies.get(20).join();
    first.destroyForcibly().waitFor();

    int lost = 0;
    for (CompletableFuture<HttpResponse<String>> reply : replies) {
      HttpResponse<String> response = reply.join();
      if (response.statusCode() != 200 || response.body().contains("data: {\"error\"")) {
        assertThat(response.body()).contains("worker_lost");
        lost++;
      }
    }
    assertThat(lost).isBetween(1, 8); // As many as it has slots.
    awaitWorkers(address, "slm", 2); // The one to spare has taken its place.
    assertThat(ask(address, "llm", "so many words ".repeat(40_000)).statusCode()).isEqualTo(200);

    awaitMembers(gateway, "one", "Removed", 1);
    second.destroyForcibly().waitFor();
    awaitWorkers(address, "slm", 0);
    node("third", "slm=2");
    awaitWorkers(address, "slm", 2);
    assertThat(ask(address, "slm", "show me a red shirt").statusCode()).isEqualTo(200);
  }

  private static HttpResponse<String> ask(String gateway, String model, String words)
      throws Exception {
    String body =
        JSON.writeValueAsString(
            Map.of("model", model, "messages", List.of(Map.of("role", "user", "content", words))));
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(gateway + "/v1/chat/completions"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
  }
}
