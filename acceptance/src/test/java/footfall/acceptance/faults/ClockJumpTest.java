package footfall.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.acceptance.Processes;
import footfall.reports.analysis.load.LoadAnalysis;
import footfall.reports.results.Results;
import footfall.reports.results.ResultsJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Somebody sets the clock of the machine while it is measured with: no figure notices. */
@Isolated
@Tag("full")
@EnabledIf("footfall.acceptance.faults.JumpingClock#canBeMade")
class ClockJumpTest {
  private static final Pattern SERVED = Pattern.compile("is served at (http://[0-9.]+:[0-9]+)");
  private static final Pattern UNDER_WAY = Pattern.compile("[1-9][0-9]* conversations");
  private static final int ENDED_BY_SIGTERM = 143;
  private static final long DAY = 86_400;
  private static final long LOAD_SECONDS = 12;

  @TempDir private Path folder;
  private Processes processes;
  private JumpingClock clock;

  @BeforeEach
  void write() throws Exception {
    processes = new Processes(folder);
    clock = new JumpingClock(folder);
    Files.writeString(
        folder.resolve("shop.yaml"),
        """
        name: shop
        replications: 1
        horizon: %ds
        warmUp: 2s
        arrivals: {poisson: {rate: 10/s}}
        shoppers:
          all: {turns: 2, messageTokens: 10, replyTokens: 20, thinking: 500ms}
        pools:
          slm:
            workers: 2
            slots: 16
            queue: {capacity: 100, expiry: 20s}
            service: {time: 200ms, perOutputToken: 10ms}
        routing: {ratio: {slm: 1}}
        slos: [{metric: request_latency, stat: p95, op: <=, threshold: 1s}]
        """
            .formatted(LOAD_SECONDS));
  }

  @AfterEach
  void end() throws InterruptedException {
    processes.end();
  }

  private Process footfall(String name, String... arguments) throws IOException {
    return processes.footfall(name, clock.command(), List.of(), List.of(arguments));
  }

  private Results results(String run) throws IOException {
    return ResultsJson.read(Files.readString(folder.resolve(run + "/results.json")), Results.class);
  }

  @Test
  void loadAndServerMeasureTheSameWhereTheClockJumps() throws Exception {
    long began = System.nanoTime();
    Process server = footfall("serve", "serve", "shop.yaml", "--port", "0", "--out", "served");
    String url = processes.await(server, "serve.out", SERVED);
    Process load = footfall("load", "load", "shop.yaml", "--target", url, "--out", "loaded");
    processes.await(load, "load.err", UNDER_WAY); // Java's own client goes by the clock of day.
    for (long seconds : new long[] {3_600, -7_200, 0, 86_400, -3}) {
      Thread.sleep(2_500);
      clock.set(seconds);
    }

    assertThat(Processes.codeOf(load, 2))
        .as(processes.said("load.out"))
        .isIn(0, 4); // A busy machine makes a late generator.
    server.destroy();
    assertThat(Processes.codeOf(server, 2)).isEqualTo(ENDED_BY_SIGTERM);
    double seconds = (System.nanoTime() - began) / 1e9;
    for (String run : List.of("served", "loaded")) {
      Results results = results(run);
      assertThat(results.checks())
          .as(run)
          .filteredOn(check -> !check.name().equals(LoadAnalysis.GENERATOR_KEPT_UP))
          .allMatch(Results.Check::holds);
      assertThat(results.run().wall().seconds()).as(run).isBetween(LOAD_SECONDS - 1.0, seconds);
      assertThat(results.slo().get(0).actual()).as(run).isBetween(0.39, 2.0);
    }
  }

  @Test
  void aSimulationIsTheSameWhereTheClockJumps() throws Exception {
    assertThat(simulate("calm", DAY)).isZero();
    Instant tomorrow = Instant.now().plus(Duration.ofHours(23));
    assertThat(Instant.parse(results("calm").run().wall().startedAt())).isAfter(tomorrow);

    assertThat(simulate("jumps", 5_000, -5_000, 0, -DAY, DAY)).isZero();
    assertThat(results("jumps").run().wall().seconds()).isBetween(0.0, 120.0);
    assertThat(withoutWall("jumps")).isEqualTo(withoutWall("calm"));
  }

  private int simulate(String name, long... clocks) throws Exception {
    clock.set(clocks[0]);
    Process run = footfall(name, "simulate", "shop.yaml", "--set", "horizon=6h", "--out", name);
    for (int i = 1; run.isAlive(); i++) {
      Thread.sleep(100);
      clock.set(clocks[i % clocks.length]);
    }
    return Processes.codeOf(run, 2);
  }

  private JsonNode withoutWall(String run) throws IOException {
    ObjectNode results =
        (ObjectNode) new ObjectMapper().readTree(folder.resolve(run + "/results.json").toFile());
    ((ObjectNode) results.get("run")).remove("wall");
    return results;
  }
}
