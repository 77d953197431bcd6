package footfall.gatling.behaviour;

import static footfall.gatling.behaviour.GatlingProcess.scenario;
import static footfall.gatling.behaviour.ScriptedServer.breaking;
import static footfall.gatling.behaviour.ScriptedServer.events;
import static footfall.gatling.behaviour.ScriptedServer.streaming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.reports.results.Results;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real Gatling against servers that speak in their own ways, which know what they did. */
class DialectsUnderLoadTest {
  private static final int PREFLIGHT = 60;

  @TempDir private Path folder;
  private GatlingProcess gatling;

  @BeforeEach
  void begin() {
    gatling = new GatlingProcess(folder);
  }

  /** Thinks for 200 ms, and never tells its tokens. */
  @Test
  void whatIsThoughtAndWhatIsSeenAreTimedApart() throws Exception {
    ScriptedServer.Script thinks =
        events(
            "{\"choices\":[{\"delta\":{\"reasoning\":\"hm\"}}]}",
            "pause 200",
            "{\"choices\":[{\"delta\":{\"content\":\"Red \"}}]}",
            "{\"choices\":[{\"delta\":{\"content\":\"shirt.\"},\"finish_reason\":\"stop\"}]}");
    try (ScriptedServer server = new ScriptedServer(thinks)) {
      gatling.run(
          server.address(),
          scenario("{constant: {rate: 5/s}}", "messageTokens: 12, replyTokens: 3", ""));

      Results results = gatling.results();
      double first = results.metrics().get("time_to_first_token").mean();
      double visible = results.metrics().get("time_to_first_visible_token").mean();
      assertThat(first).isLessThan(0.1);
      assertThat(visible - first).isCloseTo(0.2, within(0.05));
      assertThat(results.pools().get(0).countedReplies()).isGreaterThan(10);
      assertThat(results.metrics().get("time_per_output_token").mean())
          .isCloseTo(0.1, within(0.03)); // Three tokens were heard.
    }
  }

  /** Nothing is sent again behind the back of the test, which would hide what failed. */
  @Test
  void aConnectionThatBreaksOffIsAFailureAndIsNotTriedAgain() throws Exception {
    AtomicInteger served = new AtomicInteger();
    AtomicInteger broken = new AtomicInteger();
    ScriptedServer.Script mixed =
        (exchange, body) -> {
          if (served.incrementAndGet() % 4 == 3) {
            broken.incrementAndGet();
            breaking(2).answer(exchange, body);
          } else {
            streaming(5, 1).answer(exchange, body);
          }
        };
    try (ScriptedServer server = new ScriptedServer(streaming(5, 1)).thenAfter(PREFLIGHT, mixed)) {
      gatling.run(
          server.address(),
          scenario("{constant: {rate: 40/s}}", "messageTokens: 12, replyTokens: 3", "")
              .replace("warmUp: 1s", "warmUp: none"));

      Results.Ledger ledger = gatling.results().ledger();
      assertThat(broken.get()).isGreaterThan(20);
      assertThat(ledger.requests().failed()).isEqualTo(broken.get());
    }
  }

  /** A recommender, say. */
  @Test
  void aServiceThatIsNoModelApiIsAskedByGivenBodies() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    ScriptedServer.Script recommends =
        (exchange, body) -> {
          if (asked.incrementAndGet() % 5 == 0) {
            ScriptedServer.respond(exchange, 500, "{\"error\": \"no index\"}");
          } else {
            LockSupport.parkNanos(40_000_000L);
            ScriptedServer.respond(exchange, 201, "{\"items\": [1, 2]}");
          }
        };
    Path bodies =
        Files.writeString(
            folder.resolve("bodies.jsonl"), "{\"user\": 1}\n{\"user\": 2, \"history\": [7]}\n");
    try (ScriptedServer server = new ScriptedServer(recommends).alsoAt("/recommend")) {
      gatling.run(
          server.address(),
          scenario("{constant: {rate: 20/s}}", "turns: 2, thinking: 100ms", ""),
          "-Dfootfall.path=/recommend",
          "-Dfootfall.plain=true",
          "-Dfootfall.forceLengths=false",
          "-Dfootfall.prompts=" + bodies);

      Results results = gatling.results();
      GatlingProcess.checkLaws(results);
      assertThat(server.bodies())
          .contains("{\"user\":1}", "{\"user\":2,\"history\":[7]}")
          .allMatch(body -> body.startsWith("{\"user\":"));
      assertThat(results.ledger().requests().failed()).isGreaterThan(10);
      assertThat(results.metrics().get("request_latency").p50()).isBetween(0.039, 0.15);
      assertThat(results.metrics().get("time_to_first_token").p50())
          .isEqualTo(results.metrics().get("request_latency").p50());
      assertThat(results.load().pools().get(0).outputTokensPerSecond()).isZero();
      assertThat(results.load().replies().differ()).isFalse();
    }
  }
}
