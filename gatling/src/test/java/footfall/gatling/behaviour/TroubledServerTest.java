package footfall.gatling.behaviour;

import static footfall.gatling.behaviour.GatlingProcess.scenario;
import static footfall.gatling.behaviour.ScriptedServer.breaking;
import static footfall.gatling.behaviour.ScriptedServer.events;
import static footfall.gatling.behaviour.ScriptedServer.halfStreams;
import static footfall.gatling.behaviour.ScriptedServer.respond;
import static footfall.gatling.behaviour.ScriptedServer.streaming;
import static org.assertj.core.api.Assertions.assertThat;

import footfall.gatling.wire.RequestIds;
import footfall.reports.results.Results;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real Gatling against servers that refuse, break off or fall silent. */
class TroubledServerTest {
  @TempDir private Path folder;
  private final AtomicInteger count = new AtomicInteger();
  private GatlingProcess gatling;

  @BeforeEach
  void begin() {
    gatling = new GatlingProcess(folder);
  }

  /** One kind of trouble after the other. */
  private static ScriptedServer.Script trouble(int number) {
    return switch (number % 9) {
      case 0 -> refusal(429, "slow down", "rate_limit_exceeded");
      case 1 -> refusal(503, "words ".repeat(100), "overloaded");
      case 2 -> refusal(400, "what?", "bad_request");
      case 3 -> refusal(413, "as large as a whole quota", "too_large");
      case 4 -> halfStreams();
      case 5 -> events("{\"error\":{\"message\":\"gone\",\"code\":\"worker_lost\"}}");
      case 6 -> events("{\"error\":{\"message\":\"gone\",\"code\":\"of its own\"}}");
      case 7 -> events("[DONE]");
      default -> (exchange, body) -> respond(exchange, 200, "{\"choices\":[]}");
    };
  }

  private static ScriptedServer.Script refusal(int status, String message, String code) {
    String error = "{\"error\":{\"message\":\"%s\",\"code\":\"%s\"}}".formatted(message, code);
    return (exchange, body) -> respond(exchange, status, error);
  }

  @Tag("full")
  @Test
  void whoLosesPatienceLeavesAndIsCounted() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(streaming(1, 1)).thenAfter(5, streaming(400, 1))) {
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
  void everyKindOfTroubleIsCountedByItsNameAndNothingIsLost() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(streaming(5, 1))
            .thenAfter(
                60, (exchange, body) -> trouble(count.getAndIncrement()).answer(exchange, body))) {
      gatling.run(
          server.address(),
          scenario(
              "{constant: {rate: 40/s}}",
              "messageTokens: 12, replyTokens: 3, turns: 2, thinking: 100ms",
              ""));

      Results.Ledger ledger = gatling.results().ledger();
      assertThat(ledger.requests().rejected()).isGreaterThan(10);
      assertThat(ledger.requests().failed()).isGreaterThan(80);
      assertThat(gatling.results().pools().get(0).failures())
          .hasEntrySatisfying("vendor_error", count -> assertThat(count).isGreaterThan(50L))
          .hasEntrySatisfying("worker_lost", count -> assertThat(count).isGreaterThan(10L))
          .hasEntrySatisfying("too_large", count -> assertThat(count).isGreaterThan(10L))
          .hasEntrySatisfying("not_understood", count -> assertThat(count).isGreaterThan(10L));
      assertThat(ledger.requests().balances()).isTrue();
      assertThat(ledger.turns().balances()).isTrue();
      assertThat(ledger.conversations().balances()).isTrue();
    }
  }

  @Test
  void whatBreaksOffOnAConnectionThatWasUsedBeforeIsSentOnce() throws Exception {
    AtomicInteger cut = new AtomicInteger();
    ScriptedServer.Script cutting =
        (exchange, body) -> {
          boolean isLoad =
              !exchange.getRequestHeaders().getFirst("X-Request-Id").equals(RequestIds.PREFLIGHT);
          if (isLoad && count.getAndIncrement() % 3 == 2) {
            cut.incrementAndGet();
            breaking(2).answer(exchange, body);
          } else {
            streaming(5, 1).answer(exchange, body);
          }
        };
    try (ScriptedServer server = new ScriptedServer(cutting)) {
      gatling.run(
          server.address(),
          scenario("{constant: {rate: 30/s}}", "messageTokens: 12, replyTokens: 4", ""));

      Results.Ledger ledger = gatling.results().ledger();
      List<String> ids =
          server.asked().stream()
              .map(asked -> asked.replaceFirst(".* x-request-id=(\\S+).*", "$1"))
              .filter(id -> !id.equals(RequestIds.PREFLIGHT))
              .toList();
      assertThat(ids)
          .doesNotHaveDuplicates()
          .hasSize((int) ledger.requests().submitted())
          .allMatch(id -> UUID.fromString(id).version() == 4, "of the form that servers check");
      long open = ledger.requests().open(); // What the end of the run has overtaken.
      assertThat(ledger.requests().failed())
          .isBetween(cut.get() - open, (long) cut.get())
          .isGreaterThan(30);
      assertThat(ledger.requests().completed()).isLessThanOrEqualTo(ids.size() - cut.get());
      assertThat(open).isLessThanOrEqualTo(2);
    }
  }

  @Tag("full")
  @Test
  void aServerThatFallsSilentIsGivenUp() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(streaming(5, 1))
            .thenAfter(10, (exchange, body) -> {})) { // Never answers.
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
