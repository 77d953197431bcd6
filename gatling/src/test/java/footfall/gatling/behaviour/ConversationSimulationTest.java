package footfall.gatling.behaviour;

import static footfall.gatling.behaviour.ScriptedServer.halfStreams;
import static footfall.gatling.behaviour.ScriptedServer.respond;
import static footfall.gatling.behaviour.ScriptedServer.streaming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.reports.results.Results;
import footfall.reports.results.ResultsJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real Gatling in a process of its own against a real server on the loopback interface. */
class ConversationSimulationTest {
  @TempDir private Path folder;

  private String output = "";

  private int gatling(String target, String scenario, String... more)
      throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("small.yaml"), scenario);
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Dgatling.http.warmUpUrl=",
                "-Dgatling.data.enableAnalytics=false",
                "-Dhttps.proxyHost=127.0.0.1",
                "-Dhttps.proxyPort=9",
                "-Djava.util.prefs.userRoot=" + folder,
                "-Dfootfall.scenario=" + file,
                "-Dfootfall.target=" + target,
                "-Dfootfall.out=" + folder.resolve("run")));
    command.addAll(List.of(more));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            "io.gatling.app.Gatling",
            "-s",
            "footfall.gatling.ConversationSimulation",
            "-rf",
            folder.resolve("gatling").toString(),
            "-nr"));
    Path told = folder.resolve("gatling.txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(told.toFile()).start();
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    output = Files.readString(told);
    return process.waitFor();
  }

  private Results results() throws IOException {
    return ResultsJson.read(Files.readString(folder.resolve("run/results.json")), Results.class);
  }

  /** All but the generator's own punctuality, which a busy build machine may spoil. */
  private static void checkLaws(Results results) {
    assertThat(results.checks())
        .filteredOn(check -> !check.name().equals("the generator kept up"))
        .hasSizeGreaterThan(5)
        .allMatch(Results.Check::holds);
  }

  private static String scenario(String arrivals, String shopper, String slos) {
    return """
        name: small
        horizon: 4s
        warmUp: 1s
        arrivals: %s
        shoppers: {all: {%s}}
        pools: {slm: {slots: 8, workers: 4, service: {time: 30ms, perOutputToken: 10ms}}}
        routing: {ratio: {slm: 1}}
        slos: [%s]
        """
        .formatted(arrivals, shopper, slos);
  }

  @Test
  void conversationsAreHeldAsTheScenarioSaysAndTimedToTheToken() throws Exception {
    try (ScriptedServer server = new ScriptedServer(streaming(30, 10))) {
      int code =
          gatling(
              server.address(),
              scenario(
                  "{poisson: {rate: 12/s}}",
                  "turns: 2, messageTokens: 20, replyTokens: 6, thinking: 500ms,"
                      + " context: {system: 30, history: true}",
                  "{metric: request_latency, stat: p95, op: <=, threshold: 1s}"));

      assertThat(code).as(output).isZero();
      Results results = results();
      checkLaws(results);
      assertThat(results.run().mode()).isEqualTo("load");
      assertThat(results.ledger().conversations().balances()).isTrue();
      assertThat(results.ledger().turns().submitted())
          .isGreaterThan(results.ledger().conversations().arrived());
      assertThat(results.metrics().get("time_to_first_token").p50())
          .isCloseTo(0.030, within(0.008));
      assertThat(results.metrics().get("inter_token_latency").p50())
          .isCloseTo(0.010, within(0.0015));
      assertThat(results.metrics().get("request_latency").p50()).isCloseTo(0.080, within(0.012));
      assertThat(results.metrics().get("conversation_duration").p50())
          .isCloseTo(0.66, within(0.05));
      assertThat(results.slo().get(0).verdict()).isNotEqualTo(Results.Verdict.FAIL);
      assertThat(server.bodies())
          .anyMatch(body -> body.contains("\"role\":\"assistant\",\"content\":\"w0 w1"));
      for (String file : List.of("report.html", "summary.csv", "junit.xml", "requests.jsonl.gz")) {
        assertThat(folder.resolve("run").resolve(file)).exists();
      }
    }
  }

  @Test
  void aClosedPopulationKeepsItsNumberAndToolChainsTheirTools() throws Exception {
    try (ScriptedServer server = new ScriptedServer(streaming(20, 2))) {
      int code =
          gatling(
              server.address(),
              scenario(
                  "{closed: {population: 5}}",
                  "turns: 2, messageTokens: 20, replyTokens: 4, thinking: 200ms, intents: {start:"
                      + " {search: 1}, states: {search: {calls: 2, tool: 50ms, toolTokens: 30,"
                      + " next: {search: 1}}}}",
                  ""));

      assertThat(code).as(output).isZero();
      Results results = results();
      checkLaws(results);
      assertThat(results.load().generator().conversationsMax()).isEqualTo(5);
      assertThat(results.ledger().conversations().arrived()).isGreaterThan(20);
      assertThat(server.bodies())
          .anyMatch(body -> body.contains("\"tool_call_id\"") && body.contains("\"tools\""));
    }
  }

  @Test
  void anObjectiveThatDoesNotHoldFailsAnAssertionOfGatling() throws Exception {
    try (ScriptedServer server = new ScriptedServer(streaming(60, 1))) {
      int code =
          gatling(
              server.address(),
              scenario(
                  "{constant: {rate: 20/s}}",
                  "messageTokens: 5, replyTokens: 3",
                  "{metric: time_to_first_token, stat: p50, op: <=, threshold: 20ms}"));

      assertThat(code).as(output).isEqualTo(2);
      assertThat(results().slo().get(0).verdict()).isEqualTo(Results.Verdict.FAIL);
    }
  }

  @Test
  void whoLosesPatienceLeavesAndIsCounted() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(streaming(1, 1)).thenAfter(17, streaming(400, 1))) {
      gatling(
          server.address(),
          scenario(
              "{constant: {rate: 10/s}}", "messageTokens: 5, replyTokens: 2, patience: 100ms", ""));

      Results results = results();
      assertThat(results.ledger().requests().abandoned()).isGreaterThan(25);
      assertThat(results.ledger().requests().completed()).isZero();
      assertThat(results.ledger().conversations().balances()).isTrue();
    }
  }

  @Test
  void aStormOfRefusalsAndHalfRepliesAreCountedAndNothingIsLost() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(streaming(5, 1))
            .thenAfter(
                60,
                (exchange, body) -> {
                  if (body.hashCode() % 2 == 0) {
                    respond(exchange, 429, "{\"error\":{\"message\":\"slow down\"}}");
                  } else {
                    halfStreams().answer(exchange, body);
                  }
                })) {
      gatling(
          server.address(),
          scenario(
              "{constant: {rate: 40/s}}",
              "messageTokens: 12, replyTokens: 3, turns: 2, thinking: 100ms",
              ""));

      Results.Ledger ledger = results().ledger();
      assertThat(ledger.requests().rejected()).isGreaterThan(20);
      assertThat(ledger.requests().failed()).isGreaterThan(20);
      assertThat(ledger.requests().balances()).isTrue();
      assertThat(ledger.turns().balances()).isTrue();
      assertThat(ledger.conversations().balances()).isTrue();
    }
  }

  @Test
  void aServerThatFallsSilentIsGivenUp() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(streaming(5, 1))
            .thenAfter(25, (exchange, body) -> {})) { // Never answers.
      gatling(
          server.address(),
          scenario("{constant: {rate: 10/s}}", "messageTokens: 12, replyTokens: 3", ""),
          "-Dfootfall.timeout=PT1S");

      Results.Ledger ledger = results().ledger();
      assertThat(ledger.requests().failed()).isGreaterThan(10);
      assertThat(ledger.requests().balances()).isTrue();
    }
  }

  @Test
  void aProblemIsToldBeforeAnythingIsSent() throws Exception {
    String scenario = scenario("{constant: {rate: 10/s}}", "messageTokens: 5", "");

    assertThat(gatling("http://127.0.0.1:9", scenario)).isNotZero();
    assertThat(output).contains("footfall-problem").contains("cannot be reached");
    assertThat(folder.resolve("run")).doesNotExist();
    try (ScriptedServer server =
        new ScriptedServer(
            (exchange, body) -> respond(exchange, 401, "{\"error\":{\"message\":\"bad key\"}}"))) {
      assertThat(gatling(server.address(), scenario)).isNotZero();
      assertThat(output).contains("bad key").contains("FOOTFALL_API_KEY");
      assertThat(gatling(server.address() + "/wrong", scenario)).isNotZero();
      assertThat(output).contains("without /v1/chat/completions");
    }
    try (ScriptedServer server = new ScriptedServer(halfStreams())) {
      assertThat(gatling(server.address(), scenario)).isNotZero();
      assertThat(output).contains("does not stream a whole reply");
    }
    try (ScriptedServer server = new ScriptedServer(streaming(1, 1))) {
      assertThat(gatling(server.address(), scenario, "-Dfootfall.connections=100000000"))
          .isNotZero();
      assertThat(output).contains("open files").contains("ulimit");
      assertThat(gatling(server.address(), scenario, "-Dfootfall.model=other")).isNotZero();
      assertThat(output).contains("the target has no such model").contains("only");
    }
  }
}
