package footfall.serving.run;

import footfall.reports.recording.ReplicationRecord;
import footfall.reports.results.LiveTestFigures;
import footfall.scenarios.Scenario;
import footfall.scenarios.reading.ScenarioReader;
import footfall.serving.gateway.ApiKeys;
import footfall.serving.gateway.Gateway;
import footfall.serving.shadow.ShadowRecord;
import footfall.serving.time.SystemClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A real server on a free port of this machine, and a client for it. */
public final class TestServer implements AutoCloseable {
  private final LiveServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private ReplicationRecord record;

  /** Serves the scenario to holders of these keys; to everybody where there are none. */
  public TestServer(String yaml, String... keys) {
    Scenario scenario = scenario(yaml);
    SystemClock clock = new SystemClock();
    Gateway.Settings settings =
        new Gateway.Settings(
            "127.0.0.1",
            0,
            new ApiKeys(List.of(keys)),
            "X-Correlation-ID",
            1 << 20,
            true,
            true,
            List.of("https://shop.example"));
    server =
        LiveServer.start(
            scenario, settings, clock, new LiveWorkforce(scenario, clock, Path.of(".")));
  }

  private static Scenario scenario(String yaml) {
    try {
      Path file = Files.createTempFile("scenario", ".yaml");
      try {
        Files.writeString(file, yaml);
        return new ScenarioReader().read(file, List.of()).scenario();
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port that it listens at. */
  public int port() {
    return server.address().getPort();
  }

  /** The base address for clients of the API. */
  public String url() {
    return "http://127.0.0.1:" + port() + "/v1";
  }

  /** Posts a chat and returns the response. */
  public HttpResponse<String> chat(String body, String... headers) {
    return post("/v1/chat/completions", body, headers);
  }

  /** Posts and returns the response. */
  public HttpResponse<String> post(String path, String body, String... headers) {
    return postLater(path, body, headers).join();
  }

  /** Posts; the response comes when it comes. */
  public CompletableFuture<HttpResponse<String>> postLater(
      String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
            .timeout(Duration.ofSeconds(60))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.sendAsync(request.build(), BodyHandlers.ofString());
  }

  /** Gets a page. */
  public HttpResponse<String> get(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path)).GET();
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.sendAsync(request.build(), BodyHandlers.ofString()).join();
  }

  /** A figure of the metrics; 0 where it is not there. */
  public double metric(String name) {
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(0);
  }

  /** Waits until a figure of the metrics has that value. */
  public void await(String metric, double value) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (metric(metric) != value) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(metric + " is " + metric(metric) + " and not " + value);
      }
      Thread.sleep(20);
    }
  }

  /** What came of copies of requests. */
  public ShadowRecord shadow() {
    return server.shadow().orElseThrow();
  }

  /** How the A/B test of the scenario stands. */
  public LiveTestFigures test() {
    return server.test().orElseThrow().figures();
  }

  /** Stops, and returns what was recorded. */
  public ReplicationRecord stop() {
    if (record == null) {
      record = server.stop(Duration.ofSeconds(20));
    }
    return record;
  }

  @Override
  public void close() {
    stop();
  }
}
