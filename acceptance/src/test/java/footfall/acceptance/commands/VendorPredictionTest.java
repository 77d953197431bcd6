package footfall.acceptance.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import footfall.acceptance.Processes;
import footfall.reports.results.Results;
import footfall.reports.results.Results.PredictionRow;
import footfall.reports.results.ResultsJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is predicted of a vendor that fails part of its attempts is what a load test measures. */
@Isolated
@Tag("full")
class VendorPredictionTest {
  private static final double ERROR_RATE = 0.3;
  private static final long ANSWER_MILLIS = 100;
  private static final double WIDER = 1.5;
  private static final String ANSWER =
      """
      data: {"choices":[{"index":0,"delta":{"content":"Take K42."},"finish_reason":"stop"}]}

      data: {"choices":[],"usage":{"prompt_tokens":10,"completion_tokens":10,"total_tokens":20}}

      data: [DONE]

      """;

  @TempDir private Path folder;
  private Processes processes;
  private HttpServer vendor;
  private ExecutorService threads;
  private final Random random = new Random(7);

  @BeforeEach
  void openVendor() throws IOException {
    processes = new Processes(folder);
    vendor = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    threads = Executors.newCachedThreadPool();
    vendor.setExecutor(threads);
    vendor.createContext("/v1/chat/completions", this::answer);
    vendor.start();
  }

  @AfterEach
  void end() throws InterruptedException {
    processes.end();
    vendor.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      boolean fails;
      synchronized (random) {
        fails = random.nextDouble() < ERROR_RATE;
      }
      if (fails) {
        exchange.sendResponseHeaders(500, -1);
        return;
      }
      Thread.sleep(ANSWER_MILLIS);
      exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write(ANSWER.getBytes(StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "retries: {max: 2, base: 100ms, cap: 400ms, jitter: none} | 0.01 | 0.05",
        "retries: {max: 1, base: 50ms, cap: 100ms}, circuit: {failures: 3, open: 500ms} | 0.4 | 0.8"
      })
  void theFailureRateIsWhatWasPredicted(String policy, double least, double most) throws Exception {
    Files.writeString(
        folder.resolve("vendor.yaml"),
        """
        name: vendor
        horizon: 22s
        warmUp: 2s
        replications: 5
        arrivals: {poisson: {rate: 40/s}}
        shoppers: {all: {turns: 1, messageTokens: 10, replyTokens: 10}}
        pools:
          llm:
            kind: llm
            slots: 200
            service: {time: %dms}
            api: {errorRate: %s, errorAfter: 5ms, timeout: 30s, %s}
            backend: {remote: {url: "http://127.0.0.1:%d/v1", model: m}}
        routing: {ratio: {llm: 1}}
        """
            .formatted(ANSWER_MILLIS, ERROR_RATE, policy, vendor.getAddress().getPort()));
    Process server =
        processes.footfall(
            "serve", List.of("serve", "vendor.yaml", "--port", "0", "--out", "served"));
    String url = processes.awaitServed(server, "serve");
    Process load =
        processes.footfall(
            "load", List.of("load", "vendor.yaml", "--target", url, "--out", "loaded"));
    assertThat(Processes.codeOf(load, 3)).as(processes.said("load.err")).isIn(0, 4);

    Results loaded =
        ResultsJson.read(Files.readString(folder.resolve("loaded/results.json")), Results.class);
    PredictionRow failures =
        loaded.prediction().stream()
            .filter(row -> row.metric().equals("failure_rate"))
            .findFirst()
            .orElseThrow();

    assertThat(failures.measured())
        .as("within their intervals, with room for intervals of one run")
        .isCloseTo(
            failures.predicted(),
            within(
                WIDER
                    * (halfWidth(failures.predictedCi95()) + halfWidth(failures.measuredCi95()))));
    assertThat(failures.predicted()).isBetween(least, most);
  }

  private static double halfWidth(double[] interval) {
    return (interval[1] - interval[0]) / 2;
  }
}
