package footfall.gatling.behaviour;

import static footfall.gatling.behaviour.ScriptedServer.breaking;
import static footfall.gatling.behaviour.ScriptedServer.events;
import static footfall.gatling.behaviour.ScriptedServer.respond;
import static footfall.gatling.behaviour.ScriptedServer.streaming;
import static footfall.gatling.dsl.FootfallDsl.chat;
import static footfall.gatling.dsl.FootfallDsl.completion;
import static footfall.gatling.dsl.FootfallDsl.dialogues;
import static footfall.gatling.dsl.FootfallDsl.embeddings;
import static footfall.gatling.dsl.FootfallDsl.finishReason;
import static footfall.gatling.dsl.FootfallDsl.footfall;
import static footfall.gatling.dsl.FootfallDsl.inputTokens;
import static footfall.gatling.dsl.FootfallDsl.interTokenLatency;
import static footfall.gatling.dsl.FootfallDsl.json;
import static footfall.gatling.dsl.FootfallDsl.outputTokens;
import static footfall.gatling.dsl.FootfallDsl.replyText;
import static footfall.gatling.dsl.FootfallDsl.responses;
import static footfall.gatling.dsl.FootfallDsl.shoppers;
import static footfall.gatling.dsl.FootfallDsl.timeToFirstToken;
import static footfall.gatling.dsl.FootfallDsl.tool;
import static footfall.gatling.dsl.FootfallDsl.toolCalls;
import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.constantConcurrentUsers;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.foreach;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.core.CoreDsl.tryMax;
import static io.gatling.javaapi.http.HttpDsl.header;
import static io.gatling.javaapi.http.HttpDsl.status;
import static org.assertj.core.api.Assertions.assertThat;

import footfall.gatling.dsl.FootfallProtocolBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Simulations as Gatling's users write them, run by real Gatling. */
class DslTest {
  @TempDir private Path folder;
  private GatlingProcess gatling;

  @BeforeEach
  void begin() {
    gatling = new GatlingProcess(folder);
  }

  private static FootfallProtocolBuilder shop() {
    return footfall
        .baseUrl(System.getProperty("target"))
        .model("only")
        .timeout(Duration.ofSeconds(20));
  }

  private static Session printGap(Session session) {
    System.out.println("gap " + session.getDouble("gap"));
    return session;
  }

  private int simulate(Class<? extends Simulation> simulation, ScriptedServer server, Path file)
      throws Exception {
    return gatling.simulate(
        simulation.getName(), List.of("-Dtarget=" + server.address(), "-Dfile=" + file));
  }

  /** Two turns of each dialogue, with tools and a key. */
  public static final class Dialogues extends Simulation {
    /** Gatling makes it. */
    public Dialogues() {
      ScenarioBuilder asks =
          scenario("asks")
              .feed(dialogues(System.getProperty("file")).circular())
              .exec(
                  foreach("#{turns}", "turn")
                      .on(
                          exec(chat("turn")
                                  .user("#{turn}")
                                  .conversation("talk")
                                  .tools(tool("search", "Looks for products."))
                                  .maxTokens(6)
                                  .temperature(0.5)
                                  .header("X-User", "user #{turn}")
                                  .check(
                                      timeToFirstToken().gte(29.0),
                                      interTokenLatency().saveAs("gap"),
                                      outputTokens().is(6),
                                      inputTokens().is(9),
                                      finishReason().is("stop"),
                                      toolCalls().notExists(),
                                      replyText().saveAs("said"),
                                      status().is(200),
                                      header("Content-Type").is("text/event-stream"),
                                      jsonPath("$.choices[0].message.content").isEL("#{said}"),
                                      jsonPath("$.usage.completion_tokens").ofInt().is(6)))
                              .exec(DslTest::printGap)));
      setUp(asks.injectOpen(constantUsersPerSec(10).during(2)))
          .protocols(shop().apiKey("secret").recordFirstTokens())
          .assertions(
              global().failedRequests().count().is(0L),
              details("turn").requestsPerSec().gt(1.0),
              details("turn: first token").responseTime().percentile(50).between(29, 3_000),
              details("turn").responseTime().percentile(50).between(79, 3_000));
    }
  }

  @Test
  void conversationsAreHeldFedAndChecked() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("asked.jsonl"),
            """
            {"messages": [{"role": "user", "content": "a shirt"}, {"role": "user", "content": "a red one"}]}
            {"prompt": "a shoe"}
            """);
    try (ScriptedServer server = new ScriptedServer(streaming(30, 10))) {
      assertThat(simulate(Dialogues.class, server, file)).as(gatling.output()).isZero();

      double[] gaps =
          gatling
              .output()
              .lines()
              .filter(line -> line.startsWith("gap "))
              .mapToDouble(line -> Double.parseDouble(line.substring(4)))
              .sorted()
              .toArray();
      assertThat(gaps).hasSize(30);
      assertThat(gaps[15]).isBetween(5.0, 15.0); // A busy server sends some tokens late.
      assertThat(server.bodies()).hasSize(30).allMatch(body -> body.contains("\"model\":\"only\""));
      assertThat(server.bodies())
          .filteredOn(body -> body.contains("a red one"))
          .hasSize(10)
          .allMatch(
              body ->
                  body.contains(
                      "{\"role\":\"user\",\"content\":\"a shirt\"},{\"role\":\"assistant\",\"content\":\"w0 w1"));
      assertThat(server.asked())
          .allMatch(asked -> asked.contains("authorization=Bearer secret"))
          .noneMatch(asked -> asked.contains("x-footfall-shopper"))
          .anyMatch(asked -> asked.contains("x-user=user a shoe"));
    }
  }

  /** All that can go wrong with a request. */
  public static final class Troubles extends Simulation {
    /** Gatling makes it. */
    public Troubles() {
      ScenarioBuilder asks =
          scenario("asks")
              .exec(chat("too short").user("hello").check(outputTokens().is(99)))
              .exec(chat("unresolved").user("#{nothing}"))
              .exec(tryMax(2).on(exec(chat("broken").user("break"))));
      setUp(asks.injectOpen(atOnceUsers(5)))
          .protocols(shop())
          .assertions(
              details("too short").failedRequests().count().is(5L),
              details("broken").failedRequests().count().is(10L));
    }
  }

  @Test
  void whatFailsIsCountedOnceWithItsCause() throws Exception {
    AtomicInteger broken = new AtomicInteger();
    ScriptedServer.Script script =
        (exchange, body) -> {
          if (body.contains("break")) {
            broken.incrementAndGet();
            breaking(2).answer(exchange, body);
          } else {
            streaming(5, 1).answer(exchange, body);
          }
        };
    try (ScriptedServer server = new ScriptedServer(script)) {
      int code = simulate(Troubles.class, server, folder);
      assertThat(gatling.output())
          .contains("outputTokens.find.is(99), found 5")
          .contains("unresolved: No attribute named 'nothing' is defined")
          .contains("broke off");
      assertThat(code).as(gatling.output()).isZero();
      assertThat(broken).hasValue(10); // By tryMax, not by the client.
    }
  }

  /** The other APIs. */
  public static final class Others extends Simulation {
    /** Gatling makes it. */
    public Others() {
      ScenarioBuilder asks =
          scenario("asks")
              .exec(session -> session.set("userNumber", "7"))
              .exec(
                  completion("completed")
                      .path("/completions")
                      .user("Once upon")
                      .maxTokens(4)
                      .check(replyText().is("a time"), outputTokens().is(2)))
              .exec(
                  responses("responded")
                      .path("/responses")
                      .user("Once upon")
                      .tools(tool("search", "Looks."))
                      .check(
                          replyText().is("a time"),
                          toolCalls().is(List.of("search")),
                          inputTokens().is(7),
                          finishReason().is("tool_calls")))
              .exec(
                  embeddings("embedded")
                      .path("/embeddings")
                      .messages("[\"a\", \"b\"]")
                      .check(jsonPath("$.data[*]").count().is(2), inputTokens().is(3)))
              .exec(json("refused").post("/nowhere").check(status().is(404)))
              .exec(
                  json("recommended")
                      .post("/recommend/#{userNumber}")
                      .body("{\"user\": \"#{userNumber}\"}")
                      .check(jsonPath("$.data[0]").ofInt().is(1)));
      setUp(asks.injectOpen(atOnceUsers(3)))
          .protocols(shop().header("X-Number", "#{userNumber}"))
          .assertions(
              global().failedRequests().count().is(0L),
              details("recommended").successfulRequests().count().is(3L));
    }
  }

  @Test
  void completionsResponsesEmbeddingsAndRecommendersAreAskedToo() throws Exception {
    ScriptedServer.Script script =
        (exchange, body) -> {
          switch (exchange.getRequestURI().getPath()) {
            case "/completions" ->
                events(
                        "{\"choices\":[{\"text\":\"a \"}]}",
                        "{\"choices\":[{\"text\":\"time\",\"finish_reason\":\"stop\"}]}",
                        "[DONE]")
                    .answer(exchange, body);
            case "/responses" ->
                events(
                        "{\"type\":\"response.created\",\"response\":{\"status\":\"in_progress\"}}",
                        "{\"type\":\"response.output_text.delta\",\"delta\":\"a \"}",
                        "{\"type\":\"response.output_text.delta\",\"delta\":\"time\"}",
                        "{\"type\":\"response.output_item.added\",\"output_index\":1,\"item\":{\"type\":\"function_call\",\"name\":\"search\"}}",
                        "{\"type\":\"response.function_call_arguments.delta\",\"output_index\":1,\"delta\":\"{}\"}",
                        "{\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"usage\":{\"input_tokens\":7,\"output_tokens\":3}}}")
                    .answer(exchange, body);
            default -> respond(exchange, 200, "{\"data\":[1,2],\"usage\":{\"prompt_tokens\":3}}");
          }
        };
    try (ScriptedServer server =
        new ScriptedServer(script)
            .alsoAt("/completions")
            .alsoAt("/responses")
            .alsoAt("/embeddings")
            .alsoAt("/recommend")) {
      assertThat(simulate(Others.class, server, folder)).as(gatling.output()).isZero();
      assertThat(server.bodies())
          .anyMatch(body -> body.contains("\"prompt\":\"Once upon\",\"stream\":true"))
          .anyMatch(body -> body.contains("\"tools\":[{\"type\":\"function\",\"name\":\"search\""))
          .anyMatch(body -> body.contains("\"input\":[\"a\",\"b\"]"))
          .contains("{\"user\": \"7\"}");
      assertThat(server.asked())
          .allMatch(asked -> asked.contains("x-number=7"))
          .anyMatch(asked -> asked.startsWith("/recommend/7 "));
    }
  }

  /** Shoppers of a scenario, who come as Gatling says. */
  public static final class Visitors extends Simulation {
    /** Gatling makes it. */
    public Visitors() {
      String file = System.getProperty("file");
      setUp(
              shoppers(file).injectClosed(constantConcurrentUsers(2).during(3)),
              shoppers("others", file).injectClosed(constantConcurrentUsers(2).during(3)))
          .protocols(shop().recordFirstTokens())
          .assertions(
              global().failedRequests().count().is(0L),
              details("request").responseTime().percentile(50).between(50, 3_000),
              details("request: first token").responseTime().percentile(50).between(29, 3_000));
    }
  }

  @Test
  void shoppersOfAScenarioComeAsGatlingSays() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("shop.yaml"),
            GatlingProcess.scenario(
                "{closed: {population: 2}}",
                "turns: 2, messageTokens: 20, replyTokens: 6, thinking: 200ms,"
                    + " context: {system: 30, history: true}",
                ""));
    try (ScriptedServer server = new ScriptedServer(streaming(30, 5))) {
      assertThat(simulate(Visitors.class, server, file)).as(gatling.output()).isZero();
      List<String> second =
          server.bodies().stream()
              .filter(body -> body.contains("\"role\":\"assistant\",\"content\":\"w0 w1"))
              .toList();
      // Four at a time, each of them for some 0.3 s.
      assertThat(server.bodies()).hasSizeBetween(10, 100);
      assertThat(second).hasSize(server.bodies().size() / 2);
    }
  }
}
