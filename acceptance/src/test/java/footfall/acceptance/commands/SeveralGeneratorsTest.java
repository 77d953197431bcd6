package footfall.acceptance.commands;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.acceptance.Processes;
import footfall.acceptance.PublishedSchema;
import footfall.reports.results.Results;
import footfall.reports.results.ResultsJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A load that two processes put on together, merged. */
@Tag("full")
@Isolated
class SeveralGeneratorsTest {
  private static final String SCENARIO =
      """
      name: shop
      replications: 1
      horizon: 20s
      warmUp: 2s
      arrivals: {poisson: {rate: 6/s}}
      shoppers: {all: {turns: 1, messageTokens: 20, replyTokens: 5}}
      pools: {m1: {slots: 4, service: {time: 100ms}}}
      routing: {ratio: {m1: 1}}
      slos: [{metric: request_latency, stat: p95, op: <=, threshold: 5s}]
      """;

  private static final int NOTICE_SECONDS = 40;

  /** A busy machine makes a generator late, and the run not valid. */
  private static final List<Integer> KEPT_UP_OR_LATE = List.of(0, 4);

  @TempDir private Path folder;
  private Processes processes;

  @BeforeEach
  void prepare() throws Exception {
    processes = new Processes(folder);
    Files.writeString(folder.resolve("shop.yaml"), SCENARIO);
  }

  @AfterEach
  void end() throws InterruptedException {
    processes.end();
  }

  private int run(String name, List<String> arguments) throws Exception {
    return Processes.codeOf(processes.footfall(name, arguments), 2);
  }

  private Process load(String name, String share, String url, String at) throws Exception {
    List<String> load = new ArrayList<>(List.of("load", "shop.yaml", "--target", url));
    load.addAll(List.of("--share", share, "--start-at", at, "--out", name));
    return processes.footfall(name, load);
  }

  @Test
  void togetherTheyAreTheLoadOfTheScenario() throws Exception {
    List<String> serve = List.of("serve", "shop.yaml", "--port", "0", "--out", "served");
    String url = processes.awaitServed(processes.footfall("serve", serve), "serve");
    String at = Instant.ofEpochSecond(Instant.now().getEpochSecond() + NOTICE_SECONDS).toString();
    Process first = load("first", "1/2", url, at);
    Process second = load("second", "2/2", url, at);
    assertThat(Processes.codeOf(first, 2)).as(processes.said("first.err")).isIn(KEPT_UP_OR_LATE);
    assertThat(Processes.codeOf(second, 2)).as(processes.said("second.err")).isIn(KEPT_UP_OR_LATE);
    assertThat(processes.said("first.out")).startsWith("Generator 1 of 2, its shoppers alone");

    assertThat(run("half", List.of("merge", "first", "first"))).isEqualTo(1);
    assertThat(processes.said("half.err")).contains("share 1/2", "is there twice");
    int code = run("both", List.of("merge", "first", "second", "--out", "both"));
    assertThat(code)
        .as(processes.said("both.out") + processes.said("both.err"))
        .isIn(KEPT_UP_OR_LATE);
    PublishedSchema.isKept("results", folder.resolve("both"));
    Results both = ResultsJson.read(processes.said("both/results.json"), Results.class);
    assertThat(both.answer()).startsWith("Measured by 2 generators.");
    assertThat(both.checks())
        .filteredOn(Results.Check::holds)
        .extracting(Results.Check::name)
        .contains("the generators began together", "client and server count alike");

    assertThat(run("simulated", List.of("simulate", "shop.yaml", "--out", "simulated"))).isZero();
    Results simulated = ResultsJson.read(processes.said("simulated/results.json"), Results.class);
    assertThat(both.ledger().conversations().arrived())
        .isEqualTo(simulated.ledger().conversations().arrived());
  }
}
