package footfall.gatling.behaviour;

import static footfall.gatling.behaviour.GatlingProcess.checkLaws;
import static footfall.gatling.behaviour.GatlingProcess.scenario;
import static footfall.gatling.behaviour.ScriptedServer.streaming;
import static org.assertj.core.api.Assertions.assertThat;

import footfall.reports.results.Results;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real Gatling against a real server on the loopback interface. */
class ConversationSimulationTest {
  @TempDir private Path folder;
  private GatlingProcess gatling;

  @BeforeEach
  void begin() {
    gatling = new GatlingProcess(folder);
  }

  @Test
  void conversationsAreHeldAsTheScenarioSaysAndTimedToTheToken() throws Exception {
    try (ScriptedServer server = new ScriptedServer(streaming(30, 10))) {
      int code =
          gatling.run(
              server.address(),
              scenario(
                  "{poisson: {rate: 12/s}}",
                  "turns: 2, messageTokens: 20, replyTokens: 6, thinking: 500ms,"
                      + " context: {system: 30, history: true}",
                  "{metric: request_latency, stat: p95, op: <=, threshold: 1s}"));

      assertThat(code).as(gatling.output()).isZero();
      Results results = gatling.results();
      checkLaws(results);
      assertThat(results.run().mode()).isEqualTo("load");
      assertThat(results.ledger().conversations().balances()).isTrue();
      assertThat(results.ledger().turns().submitted())
          .isGreaterThan(results.ledger().conversations().arrived());
      // No earlier than the server sends; later only by what a busy machine adds to each.
      assertThat(results.metrics().get("time_to_first_token").p50()).isBetween(0.029, 0.12);
      assertThat(results.metrics().get("inter_token_latency").p50()).isBetween(0.0085, 0.04);
      assertThat(results.metrics().get("request_latency").p50()).isBetween(0.075, 0.32);
      assertThat(results.metrics().get("conversation_duration").p50()).isBetween(0.64, 1.3);
      assertThat(results.slo().get(0).verdict()).isNotEqualTo(Results.Verdict.FAIL);
      assertThat(server.bodies())
          .anyMatch(body -> body.contains("\"role\":\"assistant\",\"content\":\"w0 w1"));
      for (String file : List.of("report.html", "summary.csv", "junit.xml", "requests.jsonl.gz")) {
        assertThat(folder.resolve("run").resolve(file)).exists();
      }
    }
  }

  @Tag("full")
  @Test
  void aClosedPopulationKeepsItsNumberAndToolChainsTheirTools() throws Exception {
    try (ScriptedServer server = new ScriptedServer(streaming(20, 2))) {
      int code =
          gatling.run(
              server.address(),
              scenario(
                  "{closed: {population: 5}}",
                  "turns: 2, messageTokens: 20, replyTokens: 4, thinking: 200ms, intents: {start:"
                      + " {search: 1}, states: {search: {calls: 2, tool: 50ms, toolTokens: 30,"
                      + " next: {search: 1}}}}",
                  ""));

      assertThat(code).as(gatling.output()).isZero();
      Results results = gatling.results();
      checkLaws(results);
      assertThat(results.load().generator().conversationsMax()).isEqualTo(5);
      assertThat(results.ledger().conversations().arrived()).isGreaterThan(20);
      assertThat(server.bodies())
          .anyMatch(body -> body.contains("\"tool_call_id\"") && body.contains("\"tools\""));
    }
  }

  @Tag("full")
  @Test
  void anObjectiveThatDoesNotHoldFailsAnAssertionOfGatling() throws Exception {
    try (ScriptedServer server = new ScriptedServer(streaming(60, 1))) {
      int code =
          gatling.run(
              server.address(),
              scenario(
                  "{constant: {rate: 20/s}}",
                  "messageTokens: 5, replyTokens: 3",
                  "{metric: time_to_first_token, stat: p50, op: <=, threshold: 20ms}"));

      assertThat(code).as(gatling.output()).isEqualTo(2);
      assertThat(gatling.results().slo().get(0).verdict()).isEqualTo(Results.Verdict.FAIL);
    }
  }
}
