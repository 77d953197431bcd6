package footfall.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.reports.results.LiveTestFigures;
import footfall.reports.results.Results.Better;
import footfall.serving.run.TestServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An A/B test on traffic over real connections. */
class FeedbackTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SPLIT =
      """
      name: split
      horizon: 1h
      arrivals: {poisson: {rate: 1/s}}
      pools:
        a: {slots: 50, service: {time: 1ms}}
        b: {slots: 50, service: {time: 1ms}}
      routing: {split: {shares: {a: 0.5, b: 0.5}}}
      """;

  private static TestServer shared;

  @BeforeAll
  static void start() {
    shared = new TestServer(SPLIT);
  }

  @AfterAll
  static void stop() {
    shared.close();
  }

  private static HttpResponse<String> chat(TestServer server, String session, String model) {
    String body =
        "{\"model\": \"%s\", \"messages\": [{\"role\": \"user\", \"content\": \"hello\"}]}"
            .formatted(model);
    return server.chat(body, "X-Correlation-ID", session);
  }

  private static String pool(TestServer server, String session) throws IOException {
    HttpResponse<String> response = chat(server, session, "split");
    assertThat(response.statusCode()).isEqualTo(200);
    return JSON.readTree(response.body()).at("/metrics/pool").asText();
  }

  private static HttpResponse<String> tell(TestServer server, String session, boolean success) {
    return server.post(
        "/v1/feedback", "{\"session\": \"%s\", \"success\": %b}".formatted(session, success));
  }

  @Test
  void sticksToAnArmAndCountsEachSessionOnce() throws IOException {
    try (TestServer server = new TestServer(SPLIT)) {
      Map<String, String> arms = new HashMap<>();
      for (int i = 0; i < 60; i++) {
        arms.put("s" + i, pool(server, "s" + i));
      }
      assertThat(arms.values()).contains("a", "b");
      arms.forEach(
          (session, arm) -> {
            try {
              assertThat(pool(server, session)).isEqualTo(arm);
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          });
      assertThat(tell(server, "s1", true).statusCode()).isEqualTo(200);
      assertThat(tell(server, "s1", true).statusCode()).isEqualTo(409);
      assertThat(tell(server, "stranger", true).statusCode()).isEqualTo(404);
      chat(server, "chosen", "a");
      assertThat(tell(server, "chosen", true).statusCode())
          .as("a client that chooses its model is in no test")
          .isEqualTo(404);
      LiveTestFigures figures = server.test();
      assertThat(figures.arms().stream().mapToLong(LiveTestFigures.Arm::conversations).sum())
          .isEqualTo(1);
      assertThat(figures.unjudged()).isEqualTo(59);
    }
  }

  /** The same whoever serves it, and after a restart: it is the session that tells the arm. */
  @Test
  void armsOutliveTheServer() throws IOException {
    Map<String, String> first = new HashMap<>();
    try (TestServer server = new TestServer(SPLIT)) {
      for (int i = 0; i < 30; i++) {
        first.put("s" + i, pool(server, "s" + i));
      }
    }
    try (TestServer server = new TestServer(SPLIT)) {
      for (int i = 29; i >= 0; i--) {
        assertThat(pool(server, "s" + i)).isEqualTo(first.get("s" + i));
      }
    }
  }

  @Tag("full")
  @Test
  void decidesWhenTheEvidenceIsThere() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    try (TestServer server = new TestServer(SPLIT)) {
      for (int i = 0; i < 400; i++) {
        String arm = pool(server, "s" + i);
        tell(server, "s" + i, random.nextDouble() < (arm.equals("a") ? 0.5 : 0.8));
      }
      LiveTestFigures figures = server.test();
      LiveTestFigures.ArmComparison b = figures.comparisons().get(0);
      assertThat(b.verdict()).isEqualTo(Better.BETTER);
      assertThat(b.decidedAfter()).isBetween(20L, 400L);
      assertThat(b.pValue()).isLessThanOrEqualTo(0.05);
      assertThat(server.metric("footfall_ab_conversations{arm=\"a\"}"))
          .isEqualTo(figures.arms().get(0).conversations());
      assertThat(server.metric("footfall_ab_e_value{arm=\"b\"}")).isEqualTo(b.eValue());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"success\": true}|session",
        "{\"session\": \"s\"}|success",
        "{\"session\": \"s\", \"success\": 1}|success",
        "nonsense|no JSON",
        "''|session"
      })
  void saysWhatIsWrong(String body, String told) throws IOException {
    HttpResponse<String> response = shared.post("/v1/feedback", body);
    assertThat(response.statusCode()).isEqualTo(400);
    JsonNode error = JSON.readTree(response.body()).path("error");
    assertThat(error.path("message").asText()).contains(told);
    assertThat(shared.get("/v1/feedback").statusCode()).isEqualTo(405);
  }

  @Test
  void isOnlyThereWhereThereIsATest() {
    try (TestServer server =
        new TestServer(
            SPLIT.replace("split: {shares: {a: 0.5, b: 0.5}}", "ratio: {a: 0.5, b: 0.5}"))) {
      HttpResponse<String> response = tell(server, "s", true);
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(response.body()).contains("no A/B test");
    }
  }
}
