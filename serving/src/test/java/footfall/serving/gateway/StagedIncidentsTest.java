package footfall.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.serving.run.TestServer;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StagedIncidentsTest {
  private static final String VENDOR =
      """
      name: vendor
      horizon: 1h
      arrivals: {poisson: {rate: 1/s}}
      shoppers: {all: {messageTokens: 5, replyTokens: 5}}
      pools: {llm: {kind: llm, slots: 8, service: {time: 5ms}}}
      routing: {ratio: {llm: 1}}
      """;

  private static final String SCENARIO =
      """
      name: shop
      horizon: 1h
      arrivals: {poisson: {rate: 1/s}}
      shoppers: {all: {messageTokens: 5, replyTokens: 5}}
      pools:
        slm:
          workers: 2
          slots: 4
          service: {time: 5ms}
          outages: [{from: 30min, to: 31min, workers: 1}]
        llm:
          kind: llm
          slots: 8
          service: {time: 5ms}
          api: {retries: {max: 0}}
        relay:
          kind: llm
          slots: 8
          service: {time: 5ms}
          api: {retries: {max: 0}}
          backend: {remote: {url: "%s", model: vendor}}
      routing: {ratio: {slm: 1, llm: 0, relay: 0}}
      """;

  private static final String ANSWERED =
      "footfall_pool_requests_total{kind=\"llm\",outcome=\"completed\",pool=\"llm\"}";

  private static TestServer vendor;
  private static TestServer server;

  @BeforeAll
  static void open() {
    vendor = new TestServer(VENDOR);
    server = new TestServer(SCENARIO.formatted(vendor.url()));
  }

  @AfterAll
  static void close() {
    server.close();
    vendor.close();
  }

  private static HttpResponse<String> ask(String model) {
    return server.chat(
        """
        {"model": "%s", "messages": [{"role": "user", "content": "hello"}]}"""
            .formatted(model));
  }

  private static void awaitAnswered(String model) throws InterruptedException {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (ask(model).statusCode() != 200) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(50);
    }
  }

  @Test
  void workersAreGoneForAWhileAndComeBackByThemselves() throws InterruptedException {
    server.await("footfall_pool_workers_up{kind=\"slm\",pool=\"slm\"}", 2);
    assertThat(
            server
                .post("/admin/pools/slm/outage", "{\"seconds\": 1.5, \"workers\": 2}")
                .statusCode())
        .isEqualTo(200);
    server.await("footfall_pool_workers_up{kind=\"slm\",pool=\"slm\"}", 0);
    long asked = System.nanoTime();
    assertThat(ask("slm").statusCode()).isEqualTo(200); // It waits until they are back.
    assertThat((System.nanoTime() - asked) / 1e9).isBetween(0.2, 1.6);
  }

  @ParameterizedTest
  @CsvSource({"llm, false", "relay, true"})
  void aVendorFailsForAWhile(String pool, boolean isReal) throws InterruptedException {
    assertThat(ask(pool).statusCode()).isEqualTo(200);
    double before = vendor.metric(ANSWERED);
    assertThat(before).isEqualTo(isReal ? 1 : before);
    assertThat(server.post("/admin/pools/" + pool + "/outage", "{\"seconds\": 1}").statusCode())
        .isEqualTo(200);
    assertThat(ask(pool).statusCode()).isGreaterThanOrEqualTo(500);
    if (isReal) { // Nobody calls a vendor that is to be out.
      assertThat(vendor.metric(ANSWERED)).isEqualTo(before);
    }
    awaitAnswered(pool);
  }

  @Test
  void tellsWhatCanBePlayed() {
    assertThat(server.get("/admin/incidents").body())
        .isEqualTo(
            "{\"pools\":[{\"name\":\"slm\",\"workers\":2,\"vendor\":false,\"ownIncidents\":true},"
                + "{\"name\":\"llm\",\"workers\":1,\"vendor\":true,\"ownIncidents\":false},"
                + "{\"name\":\"relay\",\"workers\":1,\"vendor\":true,\"ownIncidents\":false}]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "slm | {\"seconds\": 1} | has no vendor",
        "slm | {\"seconds\": 1, \"workers\": 3} | from 1 to 2",
        "slm | {\"seconds\": 1, \"workers\": 0} | from 1 to 2",
        "slm | {\"seconds\": 0, \"workers\": 1} | above 0",
        "llm | {\"workers\": 1} | above 0",
        "llm | [ | no JSON"
      })
  void refusesWhatIsNone(String pool, String body, String why) {
    HttpResponse<String> answer = server.post("/admin/pools/" + pool + "/outage", body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains(why);
  }

  @Test
  void knowsWhatIsNotThere() {
    assertThat(server.post("/admin/pools/shop/outage", "{\"seconds\": 1}").statusCode())
        .isEqualTo(404);
    assertThat(server.post("/admin/pools/slm", "{}").statusCode()).isEqualTo(404);
    assertThat(server.get("/admin/pools/slm/outage").statusCode()).isEqualTo(405);
  }
}
