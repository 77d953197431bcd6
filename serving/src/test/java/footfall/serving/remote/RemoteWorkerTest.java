package footfall.serving.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import footfall.reports.recording.Attempt;
import footfall.reports.recording.PoolLevels;
import footfall.reports.recording.ReplicationRecord;
import footfall.serving.run.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A worker calls a vendor over real HTTP: our own server that plays one, and a moody one. */
class RemoteWorkerTest {
  private static final String CHAT =
      """
      {"model": "llm", %s "messages": [{"role": "user", "content": "show me a red shirt"}]}""";

  private HttpServer vendor;
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  private static String scenario(String url, String api) {
    return """
    name: proxy
    horizon: 1h
    month: steady
    arrivals: {poisson: {rate: 1/s}}
    shoppers: {all: {messageTokens: 5, replyTokens: 6}}
    pools:
      llm:
        kind: llm
        slots: 50
        service: {time: 5ms}
        cost: {perMillionInputTokens: $1, perMillionOutputTokens: $2}
        api: {%s}
        backend: {remote: {url: "%s", model: played}}
    routing: {ratio: {llm: 1}}
    """
        .formatted(api, url);
  }

  /** Answers one request. */
  private interface Mood {
    void answer(HttpExchange exchange, int number) throws IOException;
  }

  private String vendor(Mood mood) {
    vendor.createContext(
        "/v1/chat/completions",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          asked.add(body);
          mood.answer(exchange, asked.size());
          exchange.close();
        });
    vendor.start();
    return "http://127.0.0.1:" + vendor.getAddress().getPort() + "/v1";
  }

  private static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    exchange.getResponseHeaders().add("Content-Type", type);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    send(
        exchange,
        200,
        "text/event-stream",
        """
        data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"Take"},"finish_reason":null}]}

        data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":" K42."},"finish_reason":"stop"}]}

        data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18,"prompt_tokens_details":{"cached_tokens":4}}}

        data: [DONE]

        """);
  }

  private static void refuse(HttpExchange exchange, int status) throws IOException {
    send(
        exchange,
        status,
        "application/json",
        "{\"error\":{\"message\":\"no\",\"type\":\"t\",\"param\":null,\"code\":null}}");
  }

  @BeforeEach
  void openVendor() throws IOException {
    vendor = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    vendor.setExecutor(Executors.newCachedThreadPool());
  }

  @AfterEach
  void closeVendor() {
    vendor.stop(0);
  }

  private static PoolLevels levels(TestServer server) {
    ReplicationRecord record = server.stop();
    return record.atEnd()[0];
  }

  @Test
  void passesOnWhatIsAskedAndWhatIsAnswered() {
    String url = vendor((exchange, number) -> answer(exchange));
    try (TestServer server = new TestServer(scenario(url, "requestsPerMinute: 1000"))) {
      HttpResponse<String> response =
          server.chat(CHAT.formatted("\"temperature\": 0.3, \"max_tokens\": 9, \"user\": \"u7\","));
      assertThat(response.body())
          .contains("\"content\":\"Take K42.\"")
          .contains("\"prompt_tokens\":11")
          .contains("\"completion_tokens\":7")
          .contains("\"cached_tokens\":4");
      assertThat(asked.get(0))
          .contains("\"model\":\"played\"")
          .contains("\"temperature\":0.3")
          .contains("\"max_tokens\":9")
          .contains("\"user\":\"u7\"")
          .contains("\"include_usage\":true")
          .contains("show me a red shirt");
      PoolLevels levels = levels(server);
      assertThat(levels.inputTokens()).isEqualTo(11);
      assertThat(levels.cachedTokens()).isEqualTo(4);
      assertThat(levels.outputTokens()).isEqualTo(7);
      assertThat(levels.attempts(Attempt.SUCCEEDED)).isEqualTo(1);
    }
  }

  @Test
  void triesAgainAfterErrorsAndTellsAttemptsFromRequests() {
    String url =
        vendor(
            (exchange, number) -> {
              if (number == 1) {
                exchange.getResponseHeaders().add("Retry-After", "1");
                refuse(exchange, 429);
              } else if (number == 2) {
                refuse(exchange, 503);
              } else {
                answer(exchange);
              }
            });
    try (TestServer server =
        new TestServer(scenario(url, "retries: {max: 3, base: 20ms, cap: 50ms, jitter: none}"))) {
      long began = System.nanoTime();
      assertThat(server.chat(CHAT.formatted("")).statusCode()).isEqualTo(200);
      assertThat((System.nanoTime() - began) / 1e9).isGreaterThan(1.0);
      PoolLevels levels = levels(server);
      assertThat(levels.attemptsSent()).isEqualTo(3);
      assertThat(levels.attempts(Attempt.THROTTLED)).isEqualTo(1);
      assertThat(levels.attempts(Attempt.FAILED)).isEqualTo(1);
      assertThat(levels.completions()).isEqualTo(1);
    }
  }

  @Test
  void givesUpAfterItsRetries() {
    String url = vendor((exchange, number) -> refuse(exchange, 500));
    try (TestServer server =
        new TestServer(scenario(url, "retries: {max: 2, base: 10ms, cap: 20ms}"))) {
      HttpResponse<String> response = server.chat(CHAT.formatted(""));
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.headers().firstValue("Retry-After")).isPresent();
      assertThat(asked).hasSize(3);
    }
  }

  @Test
  void stopsCallingAVendorThatFailsAllTheTime() {
    String url = vendor((exchange, number) -> refuse(exchange, 500));
    try (TestServer server =
        new TestServer(scenario(url, "retries: {max: 0}, circuit: {failures: 5, open: 1h}"))) {
      for (int i = 0; i < 12; i++) {
        assertThat(server.chat(CHAT.formatted("")).statusCode()).isEqualTo(503);
      }
      assertThat(asked).hasSize(5);
      assertThat(server.chat(CHAT.formatted("")).body()).contains("circuit_open");
    }
  }

  @Test
  void callsAgainAndAgainWhereNoCircuitIsStated() {
    String url = vendor((exchange, number) -> refuse(exchange, 500));
    try (TestServer server = new TestServer(scenario(url, "retries: {max: 0}"))) {
      for (int i = 0; i < 12; i++) {
        assertThat(server.chat(CHAT.formatted("")).body()).contains("vendor_error");
      }
      assertThat(asked).hasSize(12);
    }
  }

  @Test
  void doesNotTryAgainWhatTheVendorWillNeverTake() {
    String url = vendor((exchange, number) -> refuse(exchange, number == 1 ? 400 : 401));
    try (TestServer server = new TestServer(scenario(url, "requestsPerMinute: 1000"))) {
      assertThat(server.chat(CHAT.formatted("")).statusCode()).isEqualTo(400);
      HttpResponse<String> refused = server.chat(CHAT.formatted(""));
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.body()).contains("refuses the server's API key");
      assertThat(asked).hasSize(2);
    }
  }

  @Test
  void timesOut() {
    String url =
        vendor(
            (exchange, number) -> {
              try {
                Thread.sleep(3_000);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    try (TestServer server =
        new TestServer(scenario(url, "timeout: 300ms, retries: {max: 1, base: 10ms, cap: 20ms}"))) {
      HttpResponse<String> response = server.chat(CHAT.formatted(""));
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.body()).contains("timed_out");
      assertThat(levels(server).attempts(Attempt.TIMED_OUT)).isEqualTo(2);
    }
  }

  @Test
  void saysSoWhereNobodyIsThere() {
    try (TestServer server =
        new TestServer(
            scenario("http://127.0.0.1:9/v1", "retries: {max: 1, base: 10ms, cap: 20ms}"))) {
      HttpResponse<String> response = server.chat(CHAT.formatted(""));
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.body()).contains("could not be reached");
    }
  }

  @Test
  void completesTextAsAChatAndSurvivesOddRequests() {
    String url = vendor((exchange, number) -> answer(exchange));
    try (TestServer server = new TestServer(scenario(url, "requestsPerMinute: 1000"))) {
      for (int i = 0; i < 3; i++) {
        String odd = "{\"model\": \"llm\", \"prompt\": \"a red\", \"messages\": \"x\"}";
        assertThat(server.post("/v1/completions", odd).body()).contains("Take K42.");
      }
      assertThat(asked.get(0)).contains("a red").doesNotContain("\"prompt\"");
    }
  }

  @Test
  void noticesAnAnswerThatBreaksOff() {
    String url =
        vendor(
            (exchange, number) ->
                send(
                    exchange,
                    200,
                    "text/event-stream",
                    "data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,"
                        + "\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":"
                        + "{\"content\":\"Ta\"},\"finish_reason\":null}]}\n\n"));
    try (TestServer server = new TestServer(scenario(url, "requestsPerMinute: 1000"))) {
      assertThat(server.chat(CHAT.formatted("")).statusCode()).isEqualTo(503);
      assertThat(server.chat(CHAT.formatted("\"stream\": true,")).body())
          .contains("Ta")
          .contains("data: {\"error\"")
          .endsWith("data: [DONE]\n\n");
    }
  }

  @Test
  void keepsToItsBudget() {
    String url = vendor((exchange, number) -> answer(exchange));
    try (TestServer server = new TestServer(scenario(url, "budget: {perMonth: $0.00005}"))) {
      List<Integer> statuses = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        statuses.add(server.chat(CHAT.formatted("")).statusCode());
      }
      assertThat(statuses).startsWith(200).endsWith(429);
      assertThat(server.chat(CHAT.formatted("")).body()).contains("budget");
    }
  }

  @Tag("full")
  @Test
  void worksAgainstAPlayedVendor() {
    String played =
        """
        name: vendor
        horizon: 1h
        arrivals: {poisson: {rate: 1/s}}
        shoppers: {all: {messageTokens: 5, replyTokens: 6}}
        pools:
          played:
            kind: llm
            slots: 50
            service: {time: 20ms, perOutputToken: 2ms}
            api: {requestsPerMinute: 6000, errorRate: 0.2, errorAfter: 5ms,
              retries: {max: 0}}
        routing: {ratio: {played: 1}}
        """;
    try (TestServer vendorServer = new TestServer(played);
        TestServer server =
            new TestServer(
                scenario(vendorServer.url(), "retries: {max: 8, base: 5ms, cap: 20ms}"))) {
      for (int i = 0; i < 30; i++) {
        HttpResponse<String> response = server.chat(CHAT.formatted("\"stream\": true,"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("this").endsWith("data: [DONE]\n\n");
      }
      PoolLevels levels = levels(server);
      assertThat(levels.completions()).isEqualTo(30);
      assertThat(levels.attempts(Attempt.FAILED)).isPositive();
      assertThat(levels.attemptsSent()).isEqualTo(30 + levels.attempts(Attempt.FAILED));
    }
  }
}
