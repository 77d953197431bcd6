package footfall.serving.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.reports.recording.Submissions;
import footfall.scenarios.problems.InvalidInputException;
import footfall.training.SyntheticModel;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that need several pools, over real connections and with models that really answer. */
class LiveRoutingTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SHIRT = "show me a red shirt under 800";
  private static final String HEAD =
      """
      name: shop
      horizon: 1h
      arrivals: {poisson: {rate: 1/s}}
      shoppers: {all: {messageTokens: 5, replyTokens: 12, languages: {english: {share: 0.6}, hindi: {share: 0.4}}}}
      pools:
        slm: {slots: 4, service: {time: 5ms}, backend: {local: {model: embedded/footfall-tiny}}}
        llm: {kind: llm, slots: 100, service: {time: 20ms, perOutputToken: 20ms}}
      """;

  @TempDir private Path folder;
  private TestServer server;

  private void serve(String rest) {
    server = new TestServer(HEAD + rest);
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private JsonNode ask(String text) throws IOException {
    return ask("shop", text, "");
  }

  private JsonNode ask(String model, String text, String more, String... headers)
      throws IOException {
    HttpResponse<String> response = server.chat(body(model, text, more), headers);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private static String body(String model, String text, String more) {
    return """
    {"model": "%s", "messages": [{"role": "user", "content": "%s"}]%s}"""
        .formatted(model, text, more);
  }

  private static String poolOf(JsonNode reply) {
    return reply.findValue("pool").asText();
  }

  private static String textOf(JsonNode reply) {
    return reply.at("/choices/0/message/content").asText();
  }

  private Submissions.Detours detours() {
    return server.stop().submissions().detours();
  }

  private String cascade(double threshold, String by) {
    return "routing: {cascade: {pools: [slm, llm], threshold: %s, confidenceBy: %s}}"
        .formatted(threshold, by);
  }

  @Test
  void anAnswerOfLikelyTokensIsKept() throws IOException {
    serve(cascade(0.05, "{logprobs: {}}"));
    JsonNode kept = ask(SHIRT);
    assertThat(poolOf(kept)).isEqualTo("slm");
    assertThat(textOf(kept)).isEqualTo(textOf(ask("slm", SHIRT, "")));
    assertThat(detours().escalated()).isZero();
  }

  @Test
  void anotherIsAskedForAndBothAreCounted() throws IOException {
    serve(cascade(1, "{logprobs: {}}"));
    JsonNode better = ask(SHIRT);
    assertThat(poolOf(better)).isEqualTo("llm");
    assertThat(textOf(better)).startsWith("this one suits you");
    assertThat(better.at("/usage/completion_tokens").asInt()).isEqualTo(12);
    Submissions sent = server.stop().submissions();
    assertThat(sent.detours().escalated()).isEqualTo(1);
    assertThat(sent.hops()).containsExactly(1, 1);
    assertThat(sent.requests()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"0.05, slm", "1, llm"})
  void aStreamBeginsWithTheAnswerThatIsKept(double threshold, String pool) throws IOException {
    serve(cascade(threshold, "{logprobs: {}}"));
    List<JsonNode> events = stream("shop");
    StringBuilder text = new StringBuilder();
    events.forEach(event -> text.append(event.at("/choices/0/delta/content").asText("")));
    if (pool.equals("llm")) {
      assertThat(text).startsWith("this one suits you");
    } else {
      assertThat(text).hasToString(textOf(ask("slm", SHIRT, "")));
    }
  }

  private List<JsonNode> stream(String model) throws IOException {
    HttpResponse<String> response = server.chat(body(model, SHIRT, ", \"stream\": true"));
    assertThat(response.statusCode()).isEqualTo(200);
    List<JsonNode> events = new ArrayList<>();
    for (String line : response.body().split("\n")) {
      if (line.startsWith("data: {")) {
        events.add(JSON.readTree(line.substring(6)));
      }
    }
    return events;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{rules: {minCharacters: 2}}; slm",
        "{rules: {minCharacters: 100000}}; llm",
        "{rules: {maxCharacters: 1}}; llm",
        "{rules: {unsure: [\"[a-z]\"]}}; llm",
        "{rules: {unsure: [\"no such words\"]}}; slm"
      })
  void rulesTellWhatIsGoodEnough(String by, String pool) throws IOException {
    serve(cascade(0.5, by));
    assertThat(poolOf(ask(SHIRT))).isEqualTo(pool);
  }

  /** The judge is a classifier whose kinds are grades: 5 for words of English letters. */
  @ParameterizedTest
  @CsvSource({"5, slm", "1, llm"})
  void aJudgeTellsWhatIsGoodEnough(String grade, String pool) throws IOException {
    Map<String, String> grades = new LinkedHashMap<>();
    grades.put(grade, "abcdefghijklmnopqrstuvwxyz");
    grades.put("3", "#");
    SyntheticModel.writeClassifier(folder, grades, 2_000);
    serve(
        "  judge: {service: {time: 5ms}, backend: {local: {model: "
            + folder
            + "}}}\n"
            + cascade(0.5, "{judge: {pool: judge}}"));
    assertThat(poolOf(ask(SHIRT))).isEqualTo(pool);
    Submissions sent = server.stop().submissions();
    assertThat(sent.hops()).containsExactly(1, pool.equals("llm") ? 1 : 0, 1);
  }

  @Test
  void whoNamesAPoolGetsItsAnswerAsItComes() throws IOException {
    serve(cascade(1, "{logprobs: {}}"));
    assertThat(poolOf(ask("slm", SHIRT, ""))).isEqualTo("slm");
    assertThat(stream("llm")).hasSizeGreaterThan(12);
    assertThat(detours().escalated()).isZero();
  }

  @Test
  void sessionsDoNotStayWithThePoolThatAnswered() throws IOException {
    serve(cascade(1, "{logprobs: {}}"));
    ask("shop", SHIRT, "", "X-Correlation-ID", "s1");
    assertThat(poolOf(ask("shop", SHIRT, "", "X-Correlation-ID", "s1"))).isEqualTo("llm");
    assertThat(server.stop().submissions().hops()).containsExactly(2, 2);
  }

  /** Its answer is not one, so the large model's must come. */
  @Test
  void whatTheSmallModelCannotReadGoesToTheNext() throws IOException {
    serve(cascade(0, "{logprobs: {}}"));
    JsonNode reply = ask("shop", "show me a red shirt ".repeat(400), "");
    assertThat(poolOf(reply)).isEqualTo("llm");
    assertThat(detours().passedOn()).isEqualTo(1);
  }

  @Test
  void aClientThatGoesWhileTheAnswerIsHeldFreesItsPool() throws Exception {
    servePlayed(
        12,
        "slow: {slots: 1, service: {time: 20s}}",
        "llm: {slots: 1, service: {time: 5ms}}",
        "{cascade: {pools: [slow, llm], threshold: 0.5}}");
    post(() -> server.await("footfall_pool_in_service{kind=\"slm\",pool=\"slow\"}", 1));
    server.await("footfall_pool_in_service{kind=\"slm\",pool=\"slow\"}", 0);
    Submissions sent = server.stop().submissions();
    assertThat(sent.hops()).as("nobody else is asked").containsExactly(1, 0);
  }

  private void servePlayed(int replyTokens, String first, String second, String routing) {
    server =
        new TestServer(
            """
            name: shop
            horizon: 1h
            arrivals: {poisson: {rate: 1/s}}
            shoppers: {all: {messageTokens: 5, replyTokens: %d}}
            pools:
              %s
              %s
            routing: %s
            """
                .formatted(replyTokens, first, second, routing));
  }

  /** Something to wait for. */
  private interface Wait {
    void over() throws InterruptedException;
  }

  /** Asks, and goes away after a while. */
  private void post(Wait wait) throws Exception {
    String body = body("shop", SHIRT, "");
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                  + "Content-Length: "
                  + body.length()
                  + "\r\n\r\n"
                  + body)
              .getBytes(StandardCharsets.UTF_8));
      out.flush();
      wait.over();
    }
  }

  /** Its answer was held, but nobody is there any more. */
  @Test
  void aClientThatGoesWhileTheNextPoolIsAskedWasNotAnswered() throws Exception {
    servePlayed(
        12,
        "quick: {slots: 1, service: {time: 5ms}}",
        "slow: {slots: 1, service: {time: 20s}}",
        "{cascade: {pools: [quick, slow], threshold: 1, confidence: 0.1}}");
    post(() -> server.await("footfall_pool_in_service{kind=\"slm\",pool=\"slow\"}", 1));
    server.await("footfall_pool_in_service{kind=\"slm\",pool=\"slow\"}", 0);
    assertThat(
            server.metric(
                "footfall_pool_requests_total{kind=\"slm\",outcome=\"completed\",pool=\"quick\"}"))
        .isZero();
  }

  /** Nothing was sent of what came to nothing, so the weak answer is still in time. */
  @Test
  void aReplyThatIsNotStreamedFallsBackOnTheAnswerThatIsHeld() throws Exception {
    servePlayed(
        400,
        "quick: {slots: 1, service: {time: 5ms}}",
        "slow: {slots: 1, service: {time: 5ms, perOutputToken: 50ms}}",
        "{cascade: {pools: [quick, slow], threshold: 1, confidence: 0.1}}");
    CompletableFuture<HttpResponse<String>> asked =
        server.postLater("/v1/chat/completions", body("shop", SHIRT, ""));
    server.await("footfall_pool_in_service{kind=\"slm\",pool=\"slow\"}", 1);
    Thread.sleep(300); // Some tokens are out.
    server.post("/admin/pools/slow/workers/0/break", "");
    HttpResponse<String> response = asked.join();
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(poolOf(JSON.readTree(response.body()))).isEqualTo("quick");
  }

  private static final String BY_LANGUAGE =
      """
      routing:
        byLanguage: {english: slm, hindi: llm}
        otherwise: llm
        classifier: {pool: triage, accuracy: 0.9%s}
      """;

  @Test
  void aModelTellsWhichKindARequestIsOf() throws IOException {
    SyntheticModel.writeClassifier(folder, Map.of("english", "aeiou", "hindi", "#"), 200);
    serve(
        "  triage: {service: {time: 5ms}, backend: {local: {model: %s}}}\n".formatted(folder)
            + BY_LANGUAGE.formatted(""));
    assertThat(poolOf(ask(SHIRT))).isEqualTo("slm");
    assertThat(poolOf(ask("#### ###"))).isEqualTo("llm");
    Submissions sent = server.stop().submissions();
    assertThat(sent.hops()).containsExactly(1, 1, 2);
    assertThat(sent.detours().classified()).isEqualTo(2);
    assertThat(sent.detours().misclassified()).as("nobody knows the truth").isZero();
  }

  @Test
  void rulesTellWhichKindARequestIsOf() throws IOException {
    serve(
        "  triage: {service: {time: 5ms}}\n"
            + BY_LANGUAGE.formatted(
                ", rules: {hindi: [dikhao, \"\\\\bchahiye\\\\b\"], english: [show]}"));
    assertThat(poolOf(ask("Show me a shirt"))).isEqualTo("slm");
    assertThat(poolOf(ask("lal shirt DIKHAO"))).isEqualTo("llm");
    assertThat(poolOf(ask("hmm"))).as("otherwise").isEqualTo("llm");
    assertThat(server.stop().submissions().hops()).containsExactly(1, 2, 3);
  }

  /** The embedded model knows nothing of kinds and names none. */
  @Test
  void whatTheModelSaysOtherwiseGoesOtherwise() throws IOException {
    serve(
        "  triage: {service: {time: 5ms}, backend: {local: {model: embedded/footfall-tiny}}}\n"
            + BY_LANGUAGE.formatted(""));
    assertThat(poolOf(ask(SHIRT))).isEqualTo("llm");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "routing: {cascade: {pools: [slm, llm], threshold: 0.5}}",
        "routing: {byLanguage: {english: slm, hindi: llm}}"
      })
  void whatCannotBeKnownIsAskedFor(String routing) {
    assertThatThrownBy(() -> serve(routing))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("cannot be served");
  }
}
