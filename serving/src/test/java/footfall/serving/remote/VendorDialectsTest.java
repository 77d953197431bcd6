package footfall.serving.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import footfall.reports.recording.Attempt;
import footfall.reports.recording.Metric;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.recording.Window;
import footfall.serving.run.TestServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Vendors that speak in their own ways, over real HTTP, and what clients of the gateway hear. */
class VendorDialectsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CHAT =
      """
      {"model": "llm", "messages": [{"role": "user", "content": "show me a red shirt"}]}""";
  private static final String SCENARIO =
      """
      name: proxy
      horizon: 1h
      month: steady
      arrivals: {poisson: {rate: 1/s}}
      shoppers: {all: {messageTokens: 5, replyTokens: 200}}
      pools:
        llm:
          kind: llm
          slots: 50
          service: {time: 5ms}
          cost: {perMillionInputTokens: $1, perMillionOutputTokens: $2}
          api:
            requestsPerMinute: 1000
            retries: {max: 1, base: 1ms, cap: 2ms}
            circuit: {failures: 2, open: 1h}
          backend: {remote: {url: "%s", model: m}}
      routing: {ratio: {llm: 1}}
      """;

  private HttpServer vendor;
  private final AtomicInteger asked = new AtomicInteger();

  private interface Answer {
    void to(HttpExchange exchange) throws Exception;
  }

  @BeforeEach
  void open() throws IOException {
    vendor = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    vendor.setExecutor(Executors.newCachedThreadPool());
  }

  @AfterEach
  void close() {
    vendor.stop(0);
  }

  private TestServer serverOf(Answer answer) {
    vendor.createContext(
        "/v1/chat/completions",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          asked.incrementAndGet();
          try {
            answer.to(exchange);
          } catch (Exception e) {
            throw new IOException(e);
          } finally {
            exchange.close();
          }
        });
    vendor.start();
    return new TestServer(
        SCENARIO.formatted("http://127.0.0.1:" + vendor.getAddress().getPort() + "/v1"));
  }

  private static Answer events(String... events) {
    return exchange -> {
      exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      for (String event : events) {
        if (event.startsWith("pause ")) {
          Thread.sleep(Long.parseLong(event.substring(6)));
        } else {
          out.write(("data: " + event + "\n\n").getBytes(StandardCharsets.UTF_8));
          out.flush();
        }
      }
    };
  }

  private static Answer refusal(int status, String header, String value, String body) {
    return exchange -> {
      exchange.getResponseHeaders().add(header, value);
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    };
  }

  private static String delta(String delta) {
    return "{\"choices\":[{\"index\":0,\"delta\":" + delta + "}]}";
  }

  private static final String STOP =
      "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}";

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    return JSON.readTree(response.body());
  }

  @Test
  void whatIsNotToldIsCounted() throws Exception {
    try (TestServer server = serverOf(events(delta("{\"content\":\"Yes.\"}"), STOP, "[DONE]"))) {
      JsonNode reply = json(server.chat(CHAT));

      assertThat(reply.at("/choices/0/message/content").asText()).isEqualTo("Yes.");
      assertThat(reply.at("/usage/completion_tokens").asInt()).isEqualTo(1);
      assertThat(reply.at("/usage/counted").asBoolean()).isTrue();
      assertThat(reply.at("/metrics/tokens_per_second").isNull()).isTrue();
      ReplicationRecord record = server.stop();
      Window all = Window.sum(record.sections());
      assertThat(record.atEnd()[0].outputTokens()).isEqualTo(1);
      assertThat(all.pool(0).counted()).isEqualTo(1);
      assertThat(all.durations(Metric.TIME_PER_OUTPUT_TOKEN).count()).isZero();
    }
  }

  @Test
  void reasoningIsHeardAndPassedOn() throws Exception {
    Answer thinks =
        events(
            delta("{\"reasoning_content\":\"hm\"}"),
            "pause 300",
            delta("{\"content\":\"Red.\"}"),
            STOP,
            "{\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":40,"
                + "\"completion_tokens_details\":{\"reasoning_tokens\":38}}}",
            "[DONE]");
    try (TestServer server = serverOf(thinks)) {
      JsonNode reply = json(server.chat(CHAT));
      assertThat(reply.at("/choices/0/message/content").asText()).isEqualTo("Red.");
      assertThat(reply.at("/choices/0/message/reasoning_content").asText()).isEqualTo("hm");
      assertThat(reply.at("/usage/completion_tokens_details/reasoning_tokens").asInt())
          .isEqualTo(38);
      String streamed =
          server.chat(CHAT.replace("{\"model\"", "{\"stream\": true, \"model\"")).body();
      assertThat(streamed)
          .contains("\"reasoning_content\":\"hm\"")
          .contains("\"content\":\"Red.\"");

      Window all = Window.sum(server.stop().sections());
      double first = all.durations(Metric.TIME_TO_FIRST_TOKEN).meanSeconds();
      double visible = all.durations(Metric.TIME_TO_FIRST_VISIBLE_TOKEN).meanSeconds();
      assertThat(first).isLessThan(0.25);
      assertThat(visible - first).isBetween(0.25, 0.6);
    }
  }

  @Test
  void twoCallsStayTwo() throws Exception {
    String call =
        "{\"tool_calls\":[{%s\"id\":\"%s\",\"function\":{\"name\":\"%s\",\"arguments\":%s}}]}";
    Answer calls =
        events(
            delta(call.formatted("\"index\":0,", "a", "search", "\"{\\\"q\\\":1}\"")),
            delta(call.formatted("\"index\":0,", "b", "compare", "{\"ids\":[1]}")),
            "[DONE]");
    try (TestServer server = serverOf(calls)) {
      JsonNode reply = json(server.chat(CHAT)).at("/choices/0");

      assertThat(reply.at("/message/tool_calls")).hasSize(2);
      assertThat(reply.at("/message/tool_calls/0/function/arguments").asText())
          .isEqualTo("{\"q\":1}");
      assertThat(reply.at("/message/tool_calls/1/function/name").asText()).isEqualTo("compare");
      assertThat(reply.at("/message/tool_calls/1/function/arguments").asText())
          .isEqualTo("{\"ids\":[1]}");
      assertThat(reply.at("/finish_reason").asText()).isEqualTo("tool_calls");
    }
  }

  @Test
  void whatAFilterHoldsBackIsToldAsThat() throws Exception {
    String filtered = "{\"choices\":[{\"delta\":{},\"finish_reason\":\"content_filter\"}]}";
    try (TestServer server = serverOf(events(filtered, "[DONE]"))) {
      assertThat(json(server.chat(CHAT)).at("/choices/0/finish_reason").asText())
          .isEqualTo("content_filter");
    }
  }

  @Test
  void aReplyAtOnceIsAReply() throws Exception {
    Answer whole =
        refusal(
            200,
            "Content-Type",
            "application/json",
            "{\"choices\":[{\"message\":{\"content\":\"K42.\"},\"finish_reason\":\"stop\"}],"
                + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}");
    try (TestServer server = serverOf(whole)) {
      assertThat(json(server.chat(CHAT)).at("/choices/0/message/content").asText())
          .isEqualTo("K42.");
    }
  }

  /** Each is refused three times as often as would open the circuit. */
  @Test
  void whatIsOddIsNoOutage() throws Exception {
    Answer[] odd = new Answer[1];
    try (TestServer server = serverOf(exchange -> odd[0].to(exchange))) {
      for (Answer answer :
          new Answer[] {
            events("{\"choices\":[{"),
            events("[DONE]"),
            refusal(200, "Content-Type", "text/html", "<html>busy</html>"),
            refusal(200, "Content-Type", "application/json", "{}"),
            refusal(307, "Location", "http://127.0.0.1:1/", ""),
            refusal(404, "Content-Type", "application/json", "{\"detail\":\"Not Found\"}"),
            refusal(400, "Content-Type", "application/json", "{\"error\":\"what?\"}"),
          }) {
        odd[0] = answer;
        asked.set(0);
        for (int i = 0; i < 3; i++) {
          assertThat(server.chat(CHAT).body()).contains("\"error\"").doesNotContain("Exception");
        }
        assertThat(asked).as("nothing is tried again").hasValue(3);
      }
      odd[0] = events(delta("{\"content\":\"Yes.\"}"), STOP, "[DONE]");
      assertThat(server.chat(CHAT).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aPageInsteadOfAnErrorIsToldAsThat() throws Exception {
    try (TestServer server =
        serverOf(refusal(502, "Content-Type", "text/html", "<html>Bad Gateway</html>"))) {
      assertThat(json(server.chat(CHAT)).at("/error/message").asText())
          .isEqualTo("The vendor failed: 502, not JSON");
      assertThat(asked).hasValue(2);
    }
  }

  @Test
  void anAccountThatIsEmptyIsNotAskedAgain() throws Exception {
    String spent = "{\"error\":{\"message\":\"no\",\"code\":\"insufficient_quota\"}}";
    try (TestServer server = serverOf(refusal(429, "Content-Type", "application/json", spent))) {
      HttpResponse<String> response = server.chat(CHAT);

      assertThat(response.statusCode()).isEqualTo(429);
      assertThat(json(response).at("/error/message").asText())
          .isEqualTo("The vendor's account has no quota left.");
      assertThat(asked).hasValue(1);
      assertThat(server.stop().atEnd()[0].attempts(Attempt.THROTTLED)).isEqualTo(1);
    }
  }

  @Test
  void pausesInMillisecondsAreKept() throws Exception {
    Answer[] then = {refusal(429, "retry-after-ms", "400", "{\"error\":{}}")};
    long begun = System.nanoTime();
    try (TestServer server =
        serverOf(
            exchange -> {
              Answer now = then[0];
              then[0] = events(delta("{\"content\":\"Yes.\"}"), STOP, "[DONE]");
              now.to(exchange);
            })) {
      assertThat(server.chat(CHAT).statusCode()).isEqualTo(200);
      assertThat(System.nanoTime() - begun).isGreaterThan(400_000_000L);
      assertThat(asked).hasValue(2);
    }
  }
}
