package footfall.acceptance.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.acceptance.Processes;
import footfall.acceptance.PublishedSchema;
import footfall.reports.analysis.load.LoadAnalysis;
import footfall.reports.results.CalibrationResults;
import footfall.reports.results.Results;
import footfall.reports.results.Results.PredictionRow;
import footfall.reports.results.ResultsJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A real server and a real load test, each in a process of its own, as people start them. */
@Isolated
class LoadTest {
  private static final String SCENARIO =
      """
      name: shop
      replications: 1
      horizon: 9s
      warmUp: 2s
      arrivals: {poisson: {rate: 12/s}}
      shoppers:
        all:
          turns: 2
          messageTokens: {lognormal: {mean: 40, sd: 20, min: 5, max: 100}}
          replyTokens: {lognormal: {mean: 30, sd: 10, min: 4, max: 80}}
          thinking: 500ms
          context: {history: true}
      pools:
        slm: {slots: 16, workers: 2, service: {time: 30ms, perInputToken: 200us, batching: {tpot:
          {table: {1: 4ms, 16: 8ms}}}}}
        llm: {slots: 64, service: {time: {lognormal: {mean: 300ms, sd: 100ms}}, perOutputToken: 10ms}}
      routing: {ratio: {slm: 0.8, llm: 0.2}}
      slos: [{metric: request_latency, stat: p95, op: <=, threshold: 3s}]
      """;

  @TempDir private Path folder;
  private Processes processes;

  @BeforeEach
  void begin() {
    processes = new Processes(folder);
  }

  @AfterEach
  void end() throws InterruptedException {
    processes.end();
  }

  private String said(String output) throws IOException {
    return processes.said(output);
  }

  private int run(String output, String... arguments) throws IOException, InterruptedException {
    return Processes.codeOf(processes.footfall(output, List.of(arguments)), 2);
  }

  private String serve(String name, String... more) throws Exception {
    Files.writeString(folder.resolve("shop.yaml"), SCENARIO);
    List<String> arguments = new ArrayList<>(List.of("serve", "shop.yaml", "--port", "0"));
    arguments.addAll(List.of("--out", "served-" + name));
    arguments.addAll(List.of(more));
    return processes.awaitServed(processes.footfall(name, arguments), name);
  }

  private Results results(String run) throws IOException {
    return ResultsJson.read(said(run + "/results.json"), Results.class);
  }

  private static PredictionRow row(List<PredictionRow> rows, String metric, String stat) {
    return rows.stream()
        .filter(row -> row.metric().equals(metric) && row.stat().equals(stat))
        .findFirst()
        .orElseThrow();
  }

  @Tag("full")
  @Test
  void predictionAndMeasurementStandSideBySideAndASlowdownIsFound() throws Exception {
    String url = serve("as-it-is");
    int code = run("before", "load", "shop.yaml", "--target", url, "--out", "before");

    assertThat(said("before.err")).contains("conversations").contains("requests/s");
    Results before = results("before");
    assertThat(before.checks())
        .as(said("before.out"))
        .filteredOn(check -> !check.name().equals(LoadAnalysis.GENERATOR_KEPT_UP))
        .allMatch(Results.Check::holds);
    assertThat(code).as(said("before.out")).isIn(0, 4);
    PublishedSchema.isKept("results", folder.resolve("before"));
    assertThat(said("before.out")).contains("predicted").contains("measured");
    assertThat(said("before/report.html"))
        .contains("Predicted and measured")
        .contains("What the first token waits for")
        .contains("The generator");
    // The same shoppers at the same instants, sent to the same pools.
    assertThat(row(before.prediction(), "request_throughput", "mean").ratio())
        .isCloseTo(1, within(0.03));
    assertThat(row(before.prediction(), "share", "mean").ratio()).isCloseTo(1, within(0.03));
    assertThat(row(before.prediction(), "request_latency", "p50").ratio())
        .isBetween(0.9, 1.6); // A busy machine adds to what is measured.

    String slower = serve("slower", "--slow", "slm=1.3");
    run("after", "load", "shop.yaml", "--target", slower, "--out", "after", "--quiet");
    assertThat(run("compare", "compare", "before", "after", "--out", "compared")).isEqualTo(2);
    assertThat(said("compare.out")).contains("request_latency.p50");
    assertThat(run("calibrate", "calibrate", "after", "--pool", "slm", "--out", "calibrated"))
        .isZero();
    CalibrationResults calibrated =
        ResultsJson.read(said("calibrated/results.json"), CalibrationResults.class);
    assertThat(calibrated.calibration().pools().get(0).parameters())
        .filteredOn(parameter -> parameter.name().startsWith("service.batching.tpot["))
        .isNotEmpty()
        .anySatisfy(
            parameter -> {
              assertThat(parameter.differs()).isTrue();
              assertThat(parameter.ratio()).isBetween(1.15, 1.7);
            });
    assertThat(said("calibrated/profile-slm.yaml")).contains("provenance: measured");
    assertThat(calibrated.answer()).contains("times what the scenario states");
  }

  @Tag("full")
  @Test
  void ownPromptsNeedNoScenario() throws Exception {
    Files.writeString(
        folder.resolve("asked.jsonl"),
        """
        {"messages": [{"role": "user", "content": "A red shirt, please"}], "output_tokens": 12}
        {"conversations": [{"from": "human", "value": "Shoes?"}, {"from": "gpt", "value": "Which?"},\
         {"from": "human", "value": "The blue ones"}]}
        """);
    String url = serve("own");
    int code =
        run(
            "own",
            "load",
            "--target",
            url,
            "--model",
            "llm",
            "--pool",
            "target",
            "--prompts",
            "asked.jsonl",
            "--rate",
            "10",
            "--duration",
            "6s",
            "--out",
            "own-out");

    Results results = results("own-out");
    assertThat(code).as(said("own.err") + said("own.out")).isIn(0, 4); // A busy machine is late.
    assertThat(results.checks())
        .filteredOn(check -> !check.name().equals(LoadAnalysis.GENERATOR_KEPT_UP))
        .allMatch(Results.Check::holds);
    assertThat(results.ledger().requests().completed()).isGreaterThan(40);
    assertThat(results.prediction()).isNull();
    assertThat(results.load().replies().forced()).isFalse();
    PublishedSchema.isKept("results", folder.resolve("own-out"));
  }

  @Test
  void aDryRunPrintsWhatWouldBeSent() throws Exception {
    int code =
        run(
            "dry",
            "load",
            "--target",
            "https://x.example",
            "--api-version",
            "2024-10-21",
            "--model",
            "gpt",
            "--header",
            "X-Tenant: shop",
            "--stages",
            "1:10s,5:10s",
            "--max-tokens",
            "64",
            "--dry-run");
    assertThat(code).as(said("dry.err")).isZero();
    assertThat(said("dry.out"))
        .contains(
            "POST https://x.example/openai/deployments/gpt/chat/completions?api-version=2024-10-21")
        .contains("X-Tenant: shop")
        .contains("\"max_tokens\" : 64")
        .doesNotContain("ignore_eos");
  }

  @Test
  void aWorkloadThatIsNoneIsRefused() throws Exception {
    String[][] wrong = {
      {"SCENARIO: is missing"},
      {"exclude each other", "--rate", "2", "--concurrency", "3"},
      {"is no duration", "--stages", "1:30"},
      {"says how long each rate holds", "--stages", "1:30s", "--duration", "5s"},
      {"looks for the load that keeps objectives", "--rate", "2", "--find-limit"},
      {"are of a workload without SCENARIO", "shop.yaml", "--rate", "2"},
      {"does not exist", "--rate", "2", "--prompts", "gone.jsonl"}
    };
    Files.writeString(folder.resolve("shop.yaml"), SCENARIO);
    for (String[] one : wrong) {
      List<String> arguments = new ArrayList<>(List.of("load", "--target", "http://127.0.0.1:9"));
      arguments.addAll(List.of(one).subList(1, one.length));
      assertThat(Processes.codeOf(processes.footfall("wrong", arguments), 2)).isEqualTo(1);
      assertThat(said("wrong.err")).contains(one[0]).hasLineCount(1);
    }
  }

  @Test
  void whatCannotBeDoneIsSaidInOneLine() throws Exception {
    Files.writeString(folder.resolve("shop.yaml"), SCENARIO);

    assertThat(run("down", "load", "shop.yaml", "--target", "http://127.0.0.1:9")).isEqualTo(1);
    assertThat(said("down.err")).contains("error: --target http://127.0.0.1:9: cannot be reached");
    assertThat(run("none", "load", "shop.yaml", "--target", "nowhere")).isEqualTo(1);
    assertThat(said("none.err")).contains("must be the base address");
    assertThat(run("factor", "load", "shop.yaml", "--target", "http://x", "--load", "-1"))
        .isEqualTo(1);
    assertThat(said("factor.err")).contains("--load -1.0: must be above zero");
    Files.createDirectory(folder.resolve("empty"));
    assertThat(run("calibrate", "calibrate", "empty")).isEqualTo(1);
    assertThat(said("calibrate.err")).contains("is no run folder");
    assertThat(run("simulated", "simulate", "shop.yaml", "--out", "simulated")).isZero();
    assertThat(run("calibrate", "calibrate", "simulated")).isEqualTo(1);
    assertThat(said("calibrate.err")).contains("is not of a load test");
    assertThat(folder.resolve("runs")).isEmptyDirectory();
  }
}
