package footfall.acceptance.commands;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.acceptance.Processes;
import footfall.acceptance.PublishedSchema;
import footfall.reports.results.Results;
import footfall.reports.results.ResultsJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Load tests that are ended by SIGTERM: what was measured until then is kept and told. */
@Isolated
class InterruptedLoadTest {
  private static final String SCENARIO =
      """
      name: shop
      replications: 1
      horizon: 5min
      warmUp: 4s
      arrivals: {poisson: {rate: 6/s}}
      shoppers: {all: {turns: 1, messageTokens: 20, replyTokens: 5}}
      pools: {m1: {slots: 2, service: {time: 100ms}}}
      routing: {ratio: {m1: 1}}
      slos: [{metric: request_latency, stat: p95, op: <=, threshold: 400ms}]
      """;

  @TempDir private Path folder;
  private Processes processes;
  private String url;

  @BeforeEach
  void serve() throws Exception {
    processes = new Processes(folder);
    Files.writeString(folder.resolve("shop.yaml"), SCENARIO);
    List<String> serve = List.of("serve", "shop.yaml", "--port", "0", "--out", "served");
    url = processes.awaitServed(processes.footfall("serve", serve), "serve");
  }

  @AfterEach
  void end() throws InterruptedException {
    processes.end();
  }

  /** The results of a load test that was ended when it has said this. */
  private Results interrupted(String when, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("load", "shop.yaml", "--target", url));
    arguments.addAll(List.of("--out", "run"));
    arguments.addAll(List.of(more));
    Process load = processes.footfall("load", arguments);
    processes.await(load, "load.err", Pattern.compile(when));
    load.destroy();
    assertThat(Processes.codeOf(load, 1)).isEqualTo(143);
    assertThat(processes.said("load.err")).doesNotContain("error:", "Exception");
    assertThat(processes.said("load.out").strip()).endsWith(folder.resolve("run").toString());
    PublishedSchema.isKept("results", folder.resolve("run"));
    return ResultsJson.read(processes.said("run/results.json"), Results.class);
  }

  @Test
  void figuresOfTheTimeUntilThenAreKept() throws Exception {
    Results results = interrupted("shop: [4-9] %.*[1-9][0-9]* requests/s");
    assertThat(results.answer()).startsWith("Interrupted after ").contains(" of 300 s. ");
    assertThat(processes.said("load.out").replaceAll("\\s+", " "))
        .contains("Interrupted after", "m1 (played)");
    assertThat(results.ledger().requests().completed()).isGreaterThan(20);
    assertThat(results.ledger().requests().balances()).isTrue();
  }

  @Tag("full")
  @Test
  void withinTheWarmUpTheyAreOfTheWarmUp() throws Exception {
    Results results = interrupted("shop: [0-9]+ %.*[1-9][0-9]* requests/s", "--set", "warmUp=4min");
    assertThat(results.answer()).contains("within the warm-up, which the figures include");
    assertThat(results.ledger().requests().submitted()).isPositive();
  }

  @Tag("full")
  @Test
  void whereNothingWasMeasuredThatIsSaid() throws Exception {
    Process load =
        processes.footfall(
            "load", List.of("load", "shop.yaml", "--target", url, "--out", "run", "--find-limit"));
    processes.await(load, "load.err", Pattern.compile("test 1 at"));
    load.destroy();
    assertThat(Processes.codeOf(load, 1)).isEqualTo(143);
    assertThat(processes.said("load.err")).contains("Interrupted before anything was measured");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void aSearchKeepsTheLargestLoadThatHeld() throws Exception {
    Results results = interrupted("test 2 at", "--find-limit", "--probe", "4s");
    assertThat(results.answer()).startsWith("The search was interrupted: ").contains(" had held");
    assertThat(results.load().limit().interrupted()).isTrue();
    assertThat(results.load().limit().found()).isPositive();
  }
}
