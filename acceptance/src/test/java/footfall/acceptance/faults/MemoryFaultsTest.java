package footfall.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.acceptance.Processes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes with too little memory: what is too much is refused, and the rest goes on. */
@Tag("full")
class MemoryFaultsTest {
  private static final Pattern SERVED = Pattern.compile("is served at (http://[0-9.]+:[0-9]+)");
  private static final int FAILED = 3;
  private static final String ASK =
      """
      {"model": "slm", "stream": %s, "max_tokens": %d, "ignore_eos": true,
       "messages": [{"role": "user", "content": "%s"}]%s}""";

  @TempDir private Path folder;
  private Processes processes;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private String url;
  private Process server;

  @BeforeEach
  void write() throws IOException {
    processes = new Processes(folder);
    Files.writeString(
        folder.resolve("shop.yaml"),
        """
        name: shop
        horizon: 10min
        replications: 4
        arrivals: {poisson: {rate: 200/s}}
        shoppers: {all: {messageTokens: 5, replyTokens: 6, thinking: 100s}}
        pools:
          slm:
            slots: 64
            queue: {capacity: 200}
            service: {time: 20ms, perOutputToken: 1ms}
            backend: {local: {model: embedded/footfall-small, cores: 1}}
        routing: {ratio: {slm: 1}}
        """);
  }

  @AfterEach
  void end() throws InterruptedException {
    processes.end();
  }

  private void serve(String... options) throws Exception {
    server =
        processes.footfall(
            "serve",
            List.of(),
            List.of(options),
            List.of("serve", "shop.yaml", "--port", "0", "--out", "served"));
    url = processes.await(server, "serve.out", SERVED);
  }

  private CompletableFuture<HttpResponse<String>> ask(
      boolean streamed, int tokens, String words, String more) {
    return client.sendAsync(
        HttpRequest.newBuilder(URI.create(url + "/v1/chat/completions"))
            .POST(HttpRequest.BodyPublishers.ofString(ASK.formatted(streamed, tokens, words, more)))
            .build(),
        BodyHandlers.ofString());
  }

  /** Stops the server and returns its results, in which all must be accounted for. */
  private JsonNode stop() throws Exception {
    server.destroy();
    Processes.codeOf(server, 2);
    JsonNode results = new ObjectMapper().readTree(folder.resolve("served/results.json").toFile());
    for (JsonNode check : results.get("checks")) {
      if (check.get("name").asText().startsWith("ledger")) {
        assertThat(check.get("passed").asBoolean()).as(check.toString()).isTrue();
      }
    }
    return results;
  }

  @Test
  void aRequestThatIsTooMuchForItsWorkerEndsAlone() throws Exception {
    serve("-XX:MaxDirectMemorySize=24m");
    int ended = 0;
    for (int round = 0; round < 4 || ended == 0 && round < 16; round++) {
      boolean streamed = round % 2 == 0;
      List<CompletableFuture<HttpResponse<String>>> others = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        others.add(ask(streamed, 60, "show me a red shirt", ""));
      }
      HttpResponse<String> tooLong = ask(streamed, 4, "show me a red shirt ".repeat(41), "").join();
      if (tooLong.body().contains("\"error\"")) { // Or in time to join what was left of them.
        assertThat(tooLong.body()).contains("model_error", "memory of the worker does not suffice");
        ended++;
      }
      for (CompletableFuture<HttpResponse<String>> other : others) {
        assertThat(other.join().statusCode()).as(other.join().body()).isEqualTo(200);
        assertThat(other.join().body()).doesNotContain("\"error\"");
      }
    }
    assertThat(ended).isPositive();
    JsonNode pool = stop().get("pools").get(0);
    assertThat(pool.get("failures").get("model_error").asInt()).isEqualTo(ended);
  }

  @Test
  void whatClientsSendHasABound() throws Exception {
    serve("-Xmx128m");
    String large = "red ".repeat(950_000);
    String many = ", \"x\": [" + "[],".repeat(90_000) + "0]";
    List<CompletableFuture<HttpResponse<String>>> hostile = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      hostile.add(i % 2 == 0 ? ask(false, 4, large, "") : ask(false, 4, "hello", many));
      if (i % 20 == 0) {
        assertThat(ask(false, 4, "show me a red shirt", "").join().statusCode()).isIn(200, 503);
      }
    }
    for (CompletableFuture<HttpResponse<String>> one : hostile) {
      assertThat(one.join().statusCode()).as(one.join().body()).isIn(200, 400, 413, 503);
    }
    for (int i = 0; i < 12; i++) { // Three of them would fill what room there is.
      assertThat(ask(false, 4, large, "").join().statusCode())
          .as("room is given back")
          .isEqualTo(400);
    }
    assertThat(ask(false, 4, "show me a red shirt", "").join().statusCode()).isEqualTo(200);
    stop();
    assertThat(processes.said("serve.err")).doesNotContain("OutOfMemory");
  }

  @Test
  void aRunThatDoesNotFitSaysSo() throws Exception {
    Process run =
        processes.footfall(
            "run",
            List.of(),
            List.of("-Xmx16m", "-XX:+UseSerialGC"),
            List.of("simulate", "shop.yaml", "--set", "replications=50", "--out", "run"));
    assertThat(Processes.codeOf(run, 3)).isEqualTo(FAILED);
    assertThat(processes.said("run.err"))
        .containsOnlyOnce("error: ")
        .contains("MiB of memory do not suffice", "FOOTFALL_JAVA_OPTS")
        .doesNotContain("\tat ");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void aThousandReplicationsTakeNoMoreRoomThanAHundred() throws Exception {
    Path many =
        Files.writeString(
            folder.resolve("many.yaml"),
            """
            name: many
            horizon: 10min
            warmUp: 1min
            replications: 1000
            arrivals: {poisson: {rate: 1/s}}
            pools: {slm: {workers: 3, service: {time: {exponential: {mean: 2s}}}}}
            routing: {ratio: {slm: 1}}
            slos: [{metric: queue_wait, stat: p95, op: <=, threshold: 10s}]
            """);
    Process run =
        processes.footfall(
            "run",
            List.of(),
            List.of("-Xmx160m", "-XX:+UseSerialGC"),
            List.of("simulate", many.toString(), "--out", "run"));

    assertThat(Processes.codeOf(run, 3)).as(processes.said("run.err")).isZero();
    JsonNode results = new ObjectMapper().readTree(folder.resolve("run/results.json").toFile());
    assertThat(results.at("/run/replications").asInt()).isEqualTo(1_000);
  }
}
