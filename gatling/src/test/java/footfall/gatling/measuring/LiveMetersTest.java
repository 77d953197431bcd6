package footfall.gatling.measuring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import footfall.reports.measurement.MeasuredRequest;
import footfall.reports.measurement.MeasuredRequest.Ending;
import footfall.reports.measurement.MeasuredRequest.Place;
import footfall.reports.measurement.MeasuredRequest.Timestamps;
import footfall.reports.measurement.MeasuredRequest.Told;
import footfall.reports.recording.Failure;
import footfall.reports.recording.TurnOutcome;
import footfall.scenarios.Scenario;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.ScenarioReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten answered requests and a failed one, as monitoring sees them. */
class LiveMetersTest {
  private static final long MILLI = 1_000_000;

  @TempDir private Path folder;
  private final LoadLog log = new LoadLog();
  private final Map<String, byte[]> received = new ConcurrentHashMap<>();
  private HttpServer collector;
  private Scenario scenario;

  @BeforeEach
  void begin() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("s.yaml"),
            """
            name: shop
            horizon: 60s
            arrivals: {poisson: {rate: 1/s}}
            pools: {slm: {service: {time: 1s}}}
            routing: {ratio: {slm: 1}}
            """);
    scenario = new ScenarioReader().read(file, List.of()).scenario();
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
    collector.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          received.put(exchange.getRequestURI().toString(), body);
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    collector.start();
  }

  @AfterEach
  void end() {
    collector.stop(0);
  }

  private String collector() {
    return "http://127.0.0.1:" + collector.getAddress().getPort();
  }

  private static void happen(LiveMeters meters) {
    Place place = new Place(1, 0, 0, 1, 0, 1, 0, -1, -1, -1, true, false, 0, 0);
    int[] gaps = {10_000, 10_000};
    Told told = new Told("id", 0, 0, 9, 0, 3, 3, false, -1, -1, -1, List.of());
    for (int i = 0; i < 10; i++) {
      Timestamps times = new Timestamps(0, 0, 30 * MILLI, 30 * MILLI, 50 * MILLI, gaps);
      meters.ended(new MeasuredRequest(place, times, Ending.ANSWERED, told));
    }
    Ending failed = new Ending(TurnOutcome.FAILED, Failure.VENDOR_ERROR, 500, "");
    meters.ended(
        new MeasuredRequest(place, new Timestamps(0, 0, -1, MILLI, new int[0]), failed, told));
  }

  @Test
  void prometheusScrapesThem() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    try (LiveMeters meters =
        new LiveMeters(new Publishing("127.0.0.1:" + port, "", ""), scenario, log)) {
      happen(meters);
      log.came();
      String page =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                      .build(),
                  BodyHandlers.ofString())
              .body();
      assertThat(page)
          .contains(
              "footfall_load_requests_total{outcome=\"completed\",pool=\"slm\",scenario=\"shop\"} 10.0",
              "footfall_load_requests_total{outcome=\"failed\",pool=\"slm\",scenario=\"shop\"} 1.0",
              "footfall_load_request_latency_seconds_count{pool=\"slm\",scenario=\"shop\"} 10",
              "footfall_load_inter_token_latency_seconds_count{pool=\"slm\",scenario=\"shop\"} 20",
              "footfall_load_output_tokens_total{pool=\"slm\",scenario=\"shop\"} 30.0",
              "footfall_load_conversations{scenario=\"shop\"} 1.0")
          .containsPattern(
              "footfall_load_time_to_first_token_seconds\\{[^}]*quantile=\"0.95\"[^}]*} 0\\.0(30|299)");
    }
  }

  @Test
  void influxGetsLines() {
    try (LiveMeters meters =
        new LiveMeters(new Publishing("", "", collector() + "?db=load"), scenario, log)) {
      happen(meters);
    }
    assertThat(text("/write?"))
        .contains("footfall_load_requests,outcome=completed,pool=slm,scenario=shop")
        .contains("footfall_load_request_latency,pool=slm,scenario=shop");
  }

  @Test
  void aCollectorOfOpenTelemetryGetsMetrics() {
    try (LiveMeters meters =
        new LiveMeters(new Publishing("", collector() + "/v1/metrics", ""), scenario, log)) {
      happen(meters);
    }
    assertThat(text("/v1/metrics")) // Names stand in the binary as they are.
        .contains("footfall.load.request_latency", "footfall.load.requests", "footfall-load");
  }

  @Test
  void aPortThatIsTakenIsRefused() {
    String taken = "127.0.0.1:" + collector.getAddress().getPort();
    assertThatThrownBy(() -> new LiveMeters(new Publishing(taken, "", ""), scenario, log))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("--scrape " + taken);
  }

  private String text(String start) {
    return received.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(start))
        .map(entry -> new String(entry.getValue(), StandardCharsets.UTF_8))
        .findFirst()
        .orElse("");
  }
}
