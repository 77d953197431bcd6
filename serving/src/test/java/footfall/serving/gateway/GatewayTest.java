package footfall.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.reports.recording.ReplicationRecord;
import footfall.serving.run.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The wire contract, over real connections. */
class GatewayTest {
  private static final String SCENARIO =
      """
      name: shop
      horizon: 1h
      arrivals: {poisson: {rate: 1/s}}
      shoppers: {all: {messageTokens: 5, replyTokens: 6}}
      pools:
        slm:
          workers: 1
          slots: 4
          service: {time: 5ms}
          backend: {local: {model: embedded/footfall-tiny}}
        llm:
          kind: llm
          slots: 100
          service: {time: 20ms, perOutputToken: 5ms}
        narrow:
          queue: {capacity: 2}
          service: {time: 800ms}
        slow:
          slots: 8
          service: {time: 10ms, perOutputToken: 100ms}
      routing: {ratio: {slm: 0.5, llm: 0.5, narrow: 0, slow: 0}}
      """;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer(SCENARIO);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String ask(String model, String more) {
    return """
    {"model": "%s", "messages": [{"role": "user", "content": "show me a red shirt under 800"}]%s}"""
        .formatted(model, more);
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    return JSON.readTree(response.body());
  }

  @Test
  void answersAChat() throws IOException {
    HttpResponse<String> response = server.chat(ask("slm", ""), "X-Request-Id", "my-own-7");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("X-Request-Id")).contains("my-own-7");
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    JsonNode reply = json(response);
    assertThat(reply.path("object").asText()).isEqualTo("chat.completion");
    assertThat(reply.path("model").asText()).isEqualTo("slm");
    JsonNode choice = reply.path("choices").path(0);
    assertThat(choice.path("message").path("role").asText()).isEqualTo("assistant");
    assertThat(choice.path("message").path("content").asText())
        .isEqualTo("Let me look for a red shirt.");
    assertThat(choice.path("finish_reason").asText()).isEqualTo("stop");
    JsonNode usage = reply.path("usage");
    assertThat(usage.path("prompt_tokens").asInt()).isPositive();
    assertThat(usage.path("completion_tokens").asInt()).isPositive();
    assertThat(usage.path("total_tokens").asInt())
        .isEqualTo(usage.path("prompt_tokens").asInt() + usage.path("completion_tokens").asInt());
    assertThat(reply.path("metrics").path("time_to_first_token_ms").asDouble()).isPositive();
  }

  @Test
  void callsATool() throws IOException {
    String tools = ", \"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"search\"}}]";
    JsonNode choice = json(server.chat(ask("slm", tools))).path("choices").path(0);
    assertThat(choice.path("finish_reason").asText()).isEqualTo("tool_calls");
    JsonNode call = choice.path("message").path("tool_calls").path(0);
    assertThat(call.path("type").asText()).isEqualTo("function");
    assertThat(call.path("id").asText()).startsWith("call_");
    assertThat(call.path("function").path("name").asText()).isEqualTo("search");
    assertThat(JSON.readTree(call.path("function").path("arguments").asText()))
        .isEqualTo(JSON.readTree("{\"item\":\"shirt\",\"color\":\"red\",\"max\":800}"));
    String answered =
        """
        {"model": "slm", "tools": [{"type": "function", "function": {"name": "search"}}],
         "messages": [
           {"role": "user", "content": [{"type": "text", "text": "show me a red shirt under 800"}]},
           {"role": "assistant", "content": null, "tool_calls": [{"id": "c1", "type": "function",
             "function": {"name": "search",
               "arguments": "{\\"item\\": \\"shirt\\", \\"color\\": \\"red\\", \\"max\\": 800}"}}]},
           {"role": "tool", "tool_call_id": "c1", "content": "2* B11 640; 5* K42 720"}]}""";
    assertThat(json(server.chat(answered)).at("/choices/0/message/content").asText())
        .isEqualTo("I recommend K42.");
  }

  @Test
  void callsTheToolThatItMustAndNoneThatItMustNot() throws IOException {
    String gift =
        """
        {"model": "slm", "messages": [{"role": "user", "content": "a gift for mother under 500"}],
         "tools": [{"type": "function", "function": {"name": "search"}},
           {"type": "function", "function": {"name": "recommend"}}],
         "tool_choice": %s}""";
    String named = "{\"type\": \"function\", \"function\": {\"name\": \"recommend\"}}";
    for (String choice : List.of(named, "\"required\"")) {
      assertThat(
              json(server.chat(gift.formatted(choice)))
                  .at("/choices/0/message/tool_calls/0/function/name")
                  .asText())
          .isEqualTo("recommend");
    }
    assertThat(
            json(server.chat(gift.formatted("\"none\""))).at("/choices/0/finish_reason").asText())
        .isEqualTo("stop");
  }

  /** Byte for byte, as parsers that look no further want it. */
  @Test
  void streamsTokens() throws IOException {
    HttpResponse<String> response =
        server.chat(
            ask("llm", ", \"stream\": true, \"stream_options\": {\"include_usage\": true}"));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
    String body = response.body();
    assertThat(body).endsWith("\n\ndata: [DONE]\n\n").doesNotContain("\r");
    String[] events = body.split("\n\n");
    assertThat(events).allMatch(event -> event.startsWith("data: ") && !event.contains("\n"));
    List<JsonNode> chunks = new ArrayList<>();
    for (int i = 0; i < events.length - 1; i++) {
      chunks.add(JSON.readTree(events[i].substring("data: ".length())));
    }
    assertThat(chunks).hasSize(6 + 1 + 1);
    assertThat(chunks)
        .allMatch(chunk -> chunk.path("object").asText().equals("chat.completion.chunk"))
        .allMatch(chunk -> chunk.path("id").equals(chunks.get(0).path("id")));
    assertThat(chunks.get(0).at("/choices/0/delta/role").asText()).isEqualTo("assistant");
    assertThat(chunks.get(0).at("/choices/0/delta/content").asText()).isNotEmpty();
    assertThat(chunks.get(1).at("/choices/0/delta/role").isMissingNode()).isTrue();
    assertThat(chunks.get(1).at("/choices/0/finish_reason").isNull()).isTrue();
    JsonNode finish = chunks.get(6);
    assertThat(finish.at("/choices/0/delta").isObject()).isTrue();
    assertThat(finish.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    JsonNode usage = chunks.get(7);
    assertThat(usage.path("choices")).isEmpty();
    assertThat(usage.at("/usage/completion_tokens").asInt()).isEqualTo(6);
    assertThat(usage.at("/metrics/mean_itl_ms").asDouble()).isBetween(4.0, 15.0);
  }

  @Test
  void streamsWhatTheModelSaysPieceByPiece() throws IOException {
    String streamed = server.chat(ask("slm", ", \"stream\": true")).body();
    StringBuilder text = new StringBuilder();
    for (String event : streamed.split("\n\n")) {
      if (!event.endsWith("[DONE]")) {
        text.append(JSON.readTree(event.substring(6)).at("/choices/0/delta/content").asText(""));
      }
    }
    assertThat(text).hasToString("Let me look for a red shirt.");
    String tools = ", \"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"search\"}}]";
    assertThat(server.chat(ask("slm", ", \"stream\": true" + tools)).body())
        .contains("\"tool_calls\":[{\"index\":0,")
        .contains("\"finish_reason\":\"tool_calls\"");
  }

  @Test
  void completesText() throws IOException {
    HttpResponse<String> response =
        server.post(
            "/v1/completions",
            "{\"model\": \"llm\", \"prompt\": \"a red\", \"max_tokens\": 3, \"ignore_eos\": true}");
    assertThat(json(response).path("object").asText()).isEqualTo("text_completion");
    assertThat(json(response).at("/choices/0/text").asText()).isEqualTo("this one suits");
    assertThat(json(response).at("/choices/0/finish_reason").asText()).isEqualTo("length");
  }

  @Test
  void takesWhateverRealClientsSend() {
    String more =
        """
        , "max_completion_tokens": 4, "stop": null, "logprobs": null, "user": "u", "n": 1,
        "temperature": 0.7, "top_p": 0.9, "repetition_penalty": 1.1, "min_tokens": 2,
        "ignore_eos": true, "stream_options": {"continuous_usage_stats": true}, "seed": 3,
        "something_new": {"a": [1, 2]}, "tools": [], "tool_choice": "auto"
        """;
    assertThat(server.chat(ask("slm", more)).statusCode()).isEqualTo(200);
    assertThat(server.chat(ask("llm", more)).statusCode()).isEqualTo(200);
    assertThat(server.chat(ask("shop", more)).statusCode()).isEqualTo(200);
    assertThat(
            server.chat("{\"messages\": [{\"role\": \"user\", \"content\": \"hi\"}]}").statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {                                    | body
          []                                   | JSON object
          "text"                               | JSON object
          {} x                                 | not valid JSON
          {"messages": []}                     | messages
          {"messages": "hi"}                   | messages
          {"messages": [1]}                    | role
          {"messages": [{"role": "shopper"}]}  | messages[0].role
          {"model": 7}                         | model must be a text
          {"stream": "yes"}                    | stream must be true or false
          {"messages": [{"role": "user", "content": 3}]} | messages[0].content
          {"messages": [{"role": "user", "content": [{"type": "image_url"}]}]} | type text
          {"messages": [{"role": "user", "content": "a"}], "temperature": -1} | temperature
          {"messages": [{"role": "user", "content": "a"}], "max_tokens": 0} | max_tokens
          {"messages": [{"role": "user", "content": "a"}], "max_tokens": "5"} | max_tokens
          {"messages": [{"role": "user", "content": "a"}], "top_p": 2} | top_p
          {"messages": [{"role": "user", "content": "a"}], "n": 3} | n must be 1
          {"messages": [{"role": "user", "content": "a"}], "stop": [""]} | stop
          {"messages": [{"role": "user", "content": "a"}], "tools": {}} | tools
          {"messages": [{"role": "assistant", "tool_calls": [1]}]} | tool_calls
          {"messages": [{"role": "assistant", "tool_calls": [null]}]} | tool_calls
          {"messages": [{"role": "user", "content": "a"}], "seed": "x"} | seed
          {"messages": [{"role": "user", "content": "a"}], "max_tokens": 2.5} | max_tokens must be an integer
          {"messages": [{"role": "user", "content": "a"}], "tool_choice": "banana"} | tool_choice
          {"messages": [{"role": "user", "content": "a"}], "tool_choice": {"function": {"name": "f"}}} | tool_choice
          """)
  void refusesWhatCannotBeMeant(String body, String message) throws IOException {
    HttpResponse<String> response = server.chat(body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    JsonNode error = json(response).path("error");
    assertThat(error.path("message").asText()).contains(message);
    assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
    assertThat(error.has("param")).isTrue();
    assertThat(error.has("code")).isTrue();
  }

  @Test
  void refusesWhatIsTooMuch() throws IOException {
    String longOne = "show me a red shirt ".repeat(100);
    HttpResponse<String> response =
        server.chat(
            "{\"model\": \"slm\", \"messages\": [{\"role\": \"user\", \"content\": \""
                + longOne
                + "\"}]}");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).at("/error/code").asText()).isEqualTo("context_length_exceeded");
    assertThat(json(response).at("/error/message").asText()).contains("256 tokens");
    HttpResponse<String> huge = server.chat("x".repeat(10_000_000));
    assertThat(huge.statusCode()).isEqualTo(413);
    assertThat(json(huge).at("/error/code").asText()).isEqualTo("request_too_large");
    HttpResponse<String> deep = server.chat("[".repeat(100_000));
    assertThat(deep.statusCode()).isEqualTo(400);
    assertThat(json(deep).at("/error/message").asText())
        .contains("nesting depth (1001) exceeds the maximum allowed (1000)");
    String many = "[" + "0,".repeat(200_000) + "0]";
    String call = "{\"function\": {\"name\": \"f\", \"arguments\": \"{\\\"a\\\": " + many + "}\"}}";
    for (String body :
        List.of(
            many, "{\"messages\": [{\"role\": \"assistant\", \"tool_calls\": [" + call + "]}]}")) {
      HttpResponse<String> tooMany = server.chat(body);
      assertThat(tooMany.statusCode()).as(tooMany.body()).isEqualTo(413);
      assertThat(json(tooMany).at("/error/message").asText()).contains("more than 200000 tokens");
    }
  }

  @Test
  void survivesWhatIsAskedForInExcess() {
    String excess =
        ", \"max_tokens\": 2000000000, \"min_tokens\": 2000000000, \"ignore_eos\": true";
    assertThat(server.chat(ask("narrow", excess)).statusCode()).isEqualTo(200);
    assertThat(server.chat(ask("slm", excess)).statusCode()).isEqualTo(200);
    byte[] utf32 = "{}".getBytes(java.nio.charset.Charset.forName("UTF-32"));
    assertThat(server.chat(new String(utf32, StandardCharsets.ISO_8859_1)).statusCode())
        .isEqualTo(400);
  }

  private static String tool(String name) {
    return ", \"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"" + name + "\"}}]";
  }

  @Test
  void aModelTalksWhereItsToolsAreNotOffered() throws IOException {
    JsonNode talk = json(server.chat(ask("slm", tool("get_weather"))));
    assertThat(talk.at("/choices/0/message/content").asText())
        .isEqualTo("Let me look for a red shirt.");
    HttpResponse<String> refused =
        server.chat(ask("slm", tool("get_weather") + ", \"tool_choice\": \"required\""));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("calls only search, recommend");
    JsonNode cut = json(server.chat(ask("slm", tool("search") + ", \"max_tokens\": 4")));
    assertThat(cut.at("/choices/0/finish_reason").asText()).isEqualTo("length");
    assertThat(cut.at("/choices/0/message/content").asText()).isEmpty();
  }

  @Test
  void knowsWhatIsNotThere() throws IOException {
    assertThat(json(server.chat(ask("gpt-9", ""))).at("/error/code").asText())
        .isEqualTo("model_not_found");
    assertThat(server.chat(ask("gpt-9", "")).statusCode()).isEqualTo(404);
    assertThat(server.get("/v1/embeddings").statusCode()).isEqualTo(405);
    assertThat(server.get("/v1/chat/completions").statusCode()).isEqualTo(405);
    assertThat(server.post("/metrics", "").statusCode()).isEqualTo(405);
    assertThat(server.get("/v1/models/gpt-9").statusCode()).isEqualTo(404);
    assertThat(server.post("/admin/pools/slm/workers/1/break", "").statusCode()).isEqualTo(404);
    assertThat(server.post("/admin/pools/shop/workers/0/break", "").statusCode()).isEqualTo(404);
  }

  @Test
  void listsItsModels() throws IOException {
    JsonNode list = json(server.get("/v1/models"));
    assertThat(list.path("object").asText()).isEqualTo("list");
    assertThat(list.path("data").findValuesAsText("id"))
        .containsExactly("shop", "slm", "llm", "narrow", "slow");
    assertThat(json(server.get("/v1/models/slm")).path("object").asText()).isEqualTo("model");
    assertThat(server.get("/health").statusCode()).isEqualTo(200);
  }

  @Test
  void turnsAwayWhatDoesNotFitIntoTheQueue() throws IOException {
    List<CompletableFuture<HttpResponse<String>>> crowd = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      crowd.add(server.postLater("/v1/chat/completions", ask("narrow", "")));
    }
    List<HttpResponse<String>> responses = crowd.stream().map(CompletableFuture::join).toList();
    List<HttpResponse<String>> refused =
        responses.stream().filter(response -> response.statusCode() == 429).toList();
    assertThat(refused).hasSize(5);
    assertThat(refused)
        .allMatch(r -> r.headers().firstValueAsLong("Retry-After").orElse(0) >= 1)
        .allMatch(r -> r.body().contains("\"type\":\"rate_limit_exceeded\""));
    assertThat(responses.stream().filter(r -> r.statusCode() == 200)).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({"slm, true", "slm, false", "slow, true", "slow, false"})
  void givesUpWhatNobodyWaitsFor(String pool, boolean stream) throws Exception {
    String body = ask(pool, ", \"max_tokens\": 200, \"ignore_eos\": true, \"stream\": " + stream);
    String labels = "{kind=\"slm\",outcome=\"%s\",pool=\"" + pool + "\"}";
    String cancelled = "footfall_pool_requests_total" + labels.formatted("cancelled");
    double before = server.metric(cancelled);
    for (int i = 0; i < 30; i++) {
      try (Socket socket = new Socket("127.0.0.1", server.port())) {
        post(socket, body);
        if (stream) {
          assertThat(socket.getInputStream().read()).isPositive();
        } else if (i % 2 == 0) {
          Thread.sleep(3);
        }
      }
    }
    server.await("footfall_pool_in_service{kind=\"slm\",pool=\"" + pool + "\"}", 0);
    server.await("footfall_gateway_requests_in_flight", 0);
    assertThat(server.metric(cancelled) - before).isPositive();
    assertThat(server.metric("footfall_pool_requests_total" + labels.formatted("worker_lost")))
        .isZero();
    assertThat(server.chat(ask("slm", "")).body()).contains("Let me look for a red shirt.");
  }

  private static void post(Socket socket, String body) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(
        ("POST /v1/chat/completions HTTP/1.1\r\nHost: h\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length
                + "\r\n\r\n"
                + body)
            .getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Test
  void servesOthersWhileAClientIsSlow() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket
          .getOutputStream()
          .write(
              "POST /v1/chat/completions HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\n{"
                  .getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      assertThat(server.chat(ask("slm", "")).statusCode()).isEqualTo(200);
    }
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket
          .getOutputStream()
          .write("NONSENSE / HTTP/9.9\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      InputStream in = socket.getInputStream();
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).startsWith("HTTP/1.1 5");
    }
    assertThat(server.chat(ask("slm", "")).statusCode()).isEqualTo(200);
  }

  @Test
  void tellsPrometheusWhatHappens() {
    server.chat(ask("llm", ""));
    HttpResponse<String> response = server.get("/metrics");
    assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
    assertThat(response.body())
        .contains("gen_ai_server_request_duration_seconds_bucket{")
        .contains("gen_ai_server_time_to_first_token_seconds_bucket{")
        .contains("gen_ai_server_time_per_output_token_seconds_bucket{")
        .contains("footfall_pool_queue_length{kind=\"llm\",pool=\"llm\"}")
        .contains("footfall_pool_tokens_total{direction=\"output\",kind=\"llm\",pool=\"llm\"}")
        .contains("vllm:num_requests_running{engine=\"0\",model_name=\"llm\"}")
        .contains("vllm:time_to_first_token_seconds_bucket{")
        .contains("vllm:generation_tokens_total{");
  }

  @Test
  void keepsASessionWhereItWas() {
    for (String session : List.of("a", "b", "c", "d", "e", "f")) {
      List<String> replies = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        String reply = server.chat(ask("shop", ""), "X-Correlation-ID", session).body();
        replies.add(reply.replaceAll(".*\"content\":\"([^\"]*)\".*", "$1"));
      }
      assertThat(replies).as(session).containsOnly(replies.get(0));
    }
  }

  @Test
  void wantsAKeyWhereThereIsOne() throws IOException {
    try (TestServer locked = new TestServer(SCENARIO, "first-key", "second-key")) {
      HttpResponse<String> without = locked.chat(ask("slm", ""));
      assertThat(without.statusCode()).isEqualTo(401);
      assertThat(json(without).at("/error/code").asText()).isEqualTo("invalid_api_key");
      assertThat(locked.chat(ask("slm", ""), "Authorization", "Bearer wrong").statusCode())
          .isEqualTo(401);
      assertThat(locked.chat(ask("slm", ""), "Authorization", "Bearer second-key").statusCode())
          .isEqualTo(200);
      assertThat(locked.get("/health").statusCode()).isEqualTo(200);
      assertThat(locked.get("/v1/models").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void letsRequestsEndWhenItStops() {
    TestServer stopping = new TestServer(SCENARIO);
    CompletableFuture<HttpResponse<String>> under =
        stopping.postLater("/v1/chat/completions", ask("slow", ", \"stream\": true"));
    while (stopping.metric("footfall_pool_in_service{kind=\"slm\",pool=\"slow\"}") == 0) {
      Thread.onSpinWait();
    }
    CompletableFuture<ReplicationRecord> stopped = CompletableFuture.supplyAsync(stopping::stop);
    while (stopping.get("/health").statusCode() != 503) {
      Thread.onSpinWait();
    }
    HttpResponse<String> late = stopping.chat(ask("slm", ""));
    assertThat(late.statusCode()).isEqualTo(503);
    assertThat(late.headers().firstValue("Retry-After")).isPresent();
    assertThat(under.join().body()).endsWith("data: [DONE]\n\n");
    assertThat(stopped.join().submissions().requests()).isEqualTo(1);
  }
}
