package footfall.gatling.behaviour;

import static footfall.gatling.behaviour.GatlingProcess.scenario;
import static footfall.gatling.behaviour.ScriptedServer.halfStreams;
import static footfall.gatling.behaviour.ScriptedServer.respond;
import static footfall.gatling.behaviour.ScriptedServer.streaming;
import static org.assertj.core.api.Assertions.assertThat;

import footfall.reports.results.Results;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real Gatling against servers that refuse, break off or fall silent. */
class TroubledServerTest {
  @TempDir private Path folder;
  private GatlingProcess gatling;

  @BeforeEach
  void begin() {
    gatling = new GatlingProcess(folder);
  }

  @Tag("full")
  @Test
  void whoLosesPatienceLeavesAndIsCounted() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(streaming(1, 1)).thenAfter(17, streaming(400, 1))) {
      gatling.run(
          server.address(),
          scenario(
              "{constant: {rate: 10/s}}", "messageTokens: 5, replyTokens: 2, patience: 100ms", ""));

      Results results = gatling.results();
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
      gatling.run(
          server.address(),
          scenario(
              "{constant: {rate: 40/s}}",
              "messageTokens: 12, replyTokens: 3, turns: 2, thinking: 100ms",
              ""));

      Results.Ledger ledger = gatling.results().ledger();
      assertThat(ledger.requests().rejected()).isGreaterThan(20);
      assertThat(ledger.requests().failed()).isGreaterThan(20);
      assertThat(ledger.requests().balances()).isTrue();
      assertThat(ledger.turns().balances()).isTrue();
      assertThat(ledger.conversations().balances()).isTrue();
    }
  }

  @Tag("full")
  @Test
  void aServerThatFallsSilentIsGivenUp() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(streaming(5, 1))
            .thenAfter(25, (exchange, body) -> {})) { // Never answers.
      gatling.run(
          server.address(),
          scenario("{constant: {rate: 10/s}}", "messageTokens: 12, replyTokens: 3", ""),
          "-Dfootfall.timeout=PT1S");

      Results.Ledger ledger = gatling.results().ledger();
      assertThat(ledger.requests().failed()).isGreaterThan(10);
      assertThat(ledger.requests().balances()).isTrue();
    }
  }
}
