package footfall.gatling.measuring;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import footfall.gatling.wire.Target;
import footfall.reports.measurement.ServerSample;
import footfall.scenarios.Scenario;
import footfall.scenarios.reading.ScenarioReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScraperTest {
  @TempDir private Path folder;
  private HttpServer server;
  private volatile String page = "";
  private volatile int status = 200;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/metrics",
        exchange -> {
          byte[] body = page.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private Scraper scraper(String pools, String ratio) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("s.yaml"),
            """
            name: s
            horizon: 1h
            arrivals: {poisson: {rate: 1/s}}
            pools: {%s}
            routing: {ratio: {%s}}
            """
                .formatted(pools, ratio));
    Scenario scenario = new ScenarioReader().read(file, List.of()).scenario();
    RunClock clock = new RunClock();
    clock.start();
    while (clock.nowNanos() < 0) { // It begins a second later.
      LockSupport.parkNanos(-clock.nowNanos());
    }
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return new Scraper(Target.at(address), scenario, clock);
  }

  @Test
  void levelsAreReadByTheNamesOfPools() throws IOException {
    Scraper scraper =
        scraper("a: {service: {time: 1s}}, b: {service: {time: 1s}}", "a: 0.5, b: 0.5");
    page =
        """
        # HELP footfall_pool_queue_length requests
        footfall_pool_queue_length{kind="slm",pool="a"} 3.0
        footfall_pool_queue_length{kind="slm",pool="b"} 1.0
        footfall_pool_in_service{kind="slm",pool="a"} 2.0
        footfall_pool_in_service{kind="slm",pool="other"} 9.0
        something_else{pool="a"} 7.0
        """;
    scraper.scrape();
    assertThat(scraper.samples()).hasSize(2);
    ServerSample a = scraper.samples().get(0);
    assertThat(a.pool()).isZero();
    assertThat(a.waiting()).isEqualTo(3);
    assertThat(a.inService()).isEqualTo(2);
    ServerSample b = scraper.samples().get(1);
    assertThat(b.pool()).isEqualTo(1);
    assertThat(b.waiting()).isEqualTo(1);
    assertThat(b.inService()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vllm:num_requests_waiting{model_name=\"llama\"} | vllm:num_requests_running{model_name=\"llama\"}",
        "sglang:num_queue_reqs{model_name=\"llama\"} | sglang:num_running_reqs{model_name=\"llama\"}",
        "tgi_queue_size | tgi_batch_current_size",
        "llamacpp:requests_deferred | llamacpp:requests_processing"
      })
  void otherServersNamesAreThoseOfTheOnlyPool(String waiting, String running) throws IOException {
    Scraper scraper = scraper("a: {service: {time: 1s}}", "a: 1");
    page = "# TYPE " + waiting + " gauge\n" + waiting + " 4.0\n" + running + " 16.0\n";
    scraper.scrape();
    assertThat(scraper.samples()).hasSize(1);
    assertThat(scraper.samples().get(0).waiting()).isEqualTo(4);
    assertThat(scraper.samples().get(0).inService()).isEqualTo(16);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "footfall_pool_requests_total{outcome=\"completed\",pool=\"a\"} %s",
        "vllm:request_success_total{engine=\"0\",finished_reason=\"stop\"} %s",
        "sglang:num_requests_total{model_name=\"llama\"} %s",
        "tgi_request_success %s"
      })
  void answersAreCountedFromTheFirstReading(String counter) throws IOException {
    Scraper scraper = scraper("a: {service: {time: 1s}}", "a: 1");
    page = counter.formatted("40.0") + "\n";
    scraper.scrape();
    page = counter.formatted("52.0") + "\n";
    scraper.scrape();
    assertThat(scraper.answered()).isEqualTo(12);
    page = counter.formatted("3.0") + "\n"; // It was started anew.
    scraper.scrape();
    assertThat(scraper.answered()).isNaN();
    page = counter.formatted("90.0") + "\n"; // Then nobody knows what it did before that.
    scraper.scrape();
    assertThat(scraper.answered()).isNaN();
  }

  @Test
  void aServerOfOursThatHasAnsweredNobodyCountsFromZero() throws IOException {
    Scraper scraper = scraper("a: {service: {time: 1s}}", "a: 1");
    page = "# TYPE footfall_gateway_requests_in_flight gauge\n";
    scraper.scrape();
    page += "footfall_pool_requests_total{outcome=\"completed\",pool=\"a\"} 5.0\n";
    page += "footfall_pool_requests_total{outcome=\"rejected\",pool=\"a\"} 2.0\n";
    scraper.scrape();
    assertThat(scraper.answered()).isEqualTo(5);
    page = "unknown 1\n";
    assertThat(scraper("a: {service: {time: 1s}}", "a: 1").answered()).isNaN();
  }

  @Test
  void aServerWithoutMetricsIsPassedOver() throws IOException {
    Scraper scraper = scraper("a: {service: {time: 1s}}", "a: 1");
    page = "footfall_pool_queue_length{pool=\"a\"} 4.0\n";
    status = 404;
    scraper.scrape();
    server.stop(0);
    scraper.scrape();
    assertThat(scraper.samples()).isEmpty();
  }
}
