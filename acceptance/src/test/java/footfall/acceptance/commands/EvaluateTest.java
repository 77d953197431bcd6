package footfall.acceptance.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.acceptance.Processes;
import footfall.acceptance.Processes.Ended;
import footfall.acceptance.PublishedSchema;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The verb evaluate, as a process of its own, with the embedded models. */
class EvaluateTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path CATALOG = Path.of("../scenarios/catalog").toAbsolutePath();
  private static final String FEW = "evaluation.conversations=20";

  private static final String SHARES = "{tiny: 0.25, tiny-int8: 0.25, small: 0.5}";

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

  private Ended run(String... arguments) throws Exception {
    return processes.run(arguments);
  }

  private JsonNode results(String run) throws IOException {
    return JSON.readTree(folder.resolve(run).resolve("results.json").toFile());
  }

  @Test
  void examinesAModel() throws Exception {
    Files.writeString(
        folder.resolve("tiny.yaml"),
        """
        name: tiny
        horizon: 1min
        arrivals: {poisson: {rate: 1/s}}
        pools:
          tiny: {slots: 2, service: {time: 20ms}, backend: {local: {model: embedded/footfall-tiny, cores: 1}}}
        routing: {ratio: {tiny: 1}}
        evaluation: {conversations: 4, warmUp: 0}
        """);
    Ended result = run("evaluate", "tiny.yaml", "--quiet", "--out", "run");
    assertThat(result.code()).as(result.err()).isIn(0, 4);
    assertThat(result.out()).contains("satisfaction", "tool call F1");
    PublishedSchema.isKept("results", folder.resolve("run"));
    JsonNode evaluation = results("run").path("evaluation");
    assertThat(evaluation.path("models")).hasSize(1);
    assertThat(evaluation.at("/models/0/measures/satisfaction/n").asInt()).isEqualTo(4);
  }

  @Tag("full")
  @Test
  void examinesModelsAndMovesAFrontierWithWhatItMeasured() throws Exception {
    Files.copy(CATALOG.resolve("claims/seed1-hybrid.yaml"), folder.resolve("hybrid.yaml"));
    Files.writeString(
        folder.resolve("sweep.yaml"),
        """
        name: s
        scenario: hybrid.yaml
        settings: {replications: 1, horizon: 10min, warmUp: 1min}
        axes:
          - name: models
            variants:
              stock: {pools.slm.model: measured/footfall-small, pools.slm.workers: 2}
          - {name: share, path: routing.ratio.slm, from: 0, to: 1, points: 3}
        frontier: [cost_per_thousand_conversations, satisfaction]
        """);
    String catalog = Files.readString(CATALOG.resolve("muse-evaluation.yaml"));
    String three = catalog.replaceAll("(?s)  small-int8:\n.*?\nrouting", "\nrouting");
    Files.writeString(
        folder.resolve("evaluation.yaml"),
        three.replace("{tiny: 0.25, tiny-int8: 0.25, small: 0.25, small-int8: 0.25}", SHARES));
    Ended result =
        run(
            "evaluate",
            "evaluation.yaml",
            "--set",
            FEW,
            "--quiet",
            "--out",
            "out/run",
            "--sweep",
            "sweep.yaml");
    assertThat(result.err()).isEmpty();
    assertThat(result.code())
        .isEqualTo(2); // In phrases that they have not seen they call too few tools.
    assertThat(result.out())
        .contains("satisfaction", "tool call F1", "resident memory")
        .contains("points are new or have other figures");
    assertThat(result.out().lines().mapToInt(String::length).max().orElseThrow())
        .as("fits a terminal, but for paths")
        .isLessThanOrEqualTo(Math.max(80, folder.toString().length() + 40));
    checkResults();
    checkFolder();
    checkProfile();
  }

  private void checkResults() throws IOException {
    JsonNode results = results("out/run");
    PublishedSchema.isKept("results", folder.resolve("out/run"));
    assertThat(results.at("/run/mode").asText()).isEqualTo("evaluate");
    JsonNode ledger = results.at("/ledger/conversations");
    assertThat(ledger.path("arrived").asInt()).isEqualTo(60);
    assertThat(ledger.path("open").asInt()).isZero();
    assertThat(results.path("checks")).allMatch(check -> check.path("holds").asBoolean());
    JsonNode evaluation = results.path("evaluation");
    assertThat(evaluation.path("models")).hasSize(3);
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      JsonNode model = evaluation.path("models").get(i);
      double satisfaction = model.at("/measures/satisfaction/value").asDouble();
      double composite =
          0.5 * model.at("/measures/task/value").asDouble()
              + 0.2 * model.at("/measures/tool_selection/value").asDouble()
              + 0.2 * model.at("/measures/coherence/value").asDouble()
              + 0.1 * model.at("/measures/flow/value").asDouble();
      assertThat(satisfaction).isCloseTo(composite, within(1e-9));
      assertThat(model.at("/measures/satisfaction/n").asInt()).isEqualTo(20);
      assertThat(model.path("timings")).hasSize(3);
      assertThat(model.path("residentBytes").asDouble()).isBetween(5e7, 1e9);
      assertThat(results.path("pools").get(i).at("/quality/satisfaction").asDouble())
          .isEqualTo(satisfaction);
      sum += satisfaction;
    }
    assertThat(results.at("/quality/satisfaction").asDouble()).isCloseTo(sum / 3, within(1e-9));
    assertThat(evaluation.path("quantised")).hasSize(1);
    JsonNode better =
        evaluation.path("comparisons").findParents("measure").stream()
            .filter(c -> c.path("measure").asText().equals("satisfaction"))
            .filter(c -> c.path("model").asText().equals("small"))
            .filter(c -> c.path("against").asText().equals("tiny"))
            .findFirst()
            .orElseThrow();
    assertThat(better.path("verdict").asText()).isIn("BETTER", "UNDECIDED");
  }

  private void checkFolder() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(
                    Files.newInputStream(folder.resolve("out/run/conversations.jsonl.gz"))),
                StandardCharsets.UTF_8))) {
      List<String> rows = lines.lines().toList();
      assertThat(rows).hasSize(60);
      JsonNode first = JSON.readTree(rows.get(0));
      assertThat(first.path("turns")).isNotEmpty();
      assertThat(first.at("/turns/0/says").asText()).isNotEmpty();
    }
    assertThat(Files.readString(folder.resolve("out/run/report.html")))
        .contains("Quantised against full precision", "By language", "Told apart")
        .doesNotContain("http://", "https://");
    assertThat(folder.resolve("out/run/evaluation.csv")).content().contains("small,all,task,");
    try (var left = Files.list(folder.resolve("out"))) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("run", "run-s", "run-s-before");
    }
  }

  /** What was measured is what a simulation with it has. */
  private void checkProfile() throws Exception {
    Ended simulated =
        run(
            "simulate",
            "hybrid.yaml",
            "--models",
            "out/run/models",
            "--set",
            "pools.slm.model=measured/footfall-small",
            "--set",
            "horizon=10min",
            "--set",
            "warmUp=1min",
            "--set",
            "pools.slm.workers=2",
            "--quiet",
            "--out",
            "simulated");
    assertThat(simulated.err()).isEmpty();
    double measured =
        results("out/run").at("/evaluation/models/2/measures/satisfaction/value").asDouble();
    double found = results("simulated").at("/pools/0/quality/satisfaction").asDouble();
    assertThat(found).isCloseTo(measured, within(0.02));
    assertThat(Files.readString(folder.resolve("simulated/scenario.resolved.yaml")))
        .contains("footfall evaluate muse-evaluation, 20 conversations");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pools.tiny.backend={played: {}}|is played by its service model, which says nothing",
        "evaluation.talk=1|there is no such key"
      })
  void saysWhatIsWrong(String setting, String told) throws Exception {
    refused(setting, told);
  }

  @Tag("full")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pools.tiny.backend.local.precision=int4|has no graph of precision int4",
        "pools.tiny.backend.local.precision=fp8|must be one of fp32, fp16, int8, int4",
        "evaluation.judge=nobody|there is no such pool",
        "evaluation.conversations=0|from 1 to 100000",
        "evaluation.satisfaction={task: 0, tools: 0, coherence: 0, flow: 0}|something must count"
      })
  void saysWhatElseIsWrong(String setting, String told) throws Exception {
    refused(setting, told);
  }

  private void refused(String setting, String told) throws Exception {
    Ended result =
        run(
            "evaluate",
            CATALOG.resolve("muse-evaluation.yaml").toString(),
            "--set",
            setting,
            "--quiet",
            "--out",
            "run");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains(told).doesNotContain("\tat ");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void takesAModelThatCannotBeReachedForNoBadModel() throws Exception {
    Files.writeString(
        folder.resolve("far.yaml"),
        """
        name: far
        horizon: 1min
        arrivals: {poisson: {rate: 1/s}}
        pools:
          far: {kind: llm, slots: 4, service: {time: 1s}, backend: {remote: {url: 'http://127.0.0.1:9/v1', model: m}}}
        routing: {ratio: {far: 1}}
        evaluation: {conversations: 3, warmUp: 0}
        """);
    Ended result = run("evaluate", "far.yaml", "--quiet", "--out", "run");
    assertThat(result.code()).isEqualTo(4);
    assertThat(result.out()).contains("NOT VALID calls of far were answered: 3 of 3 failed");
    assertThat(result.err().lines())
        .isNotEmpty()
        .allMatch(line -> line.contains("WARN  RemoteWorker vendor error: could not be reached"));
  }

  @Test
  void refusesModelsThatAreNotThere() throws Exception {
    Ended result =
        run(
            "simulate",
            CATALOG.resolve("claims/seed1-80-20.yaml").toString(),
            "--models",
            "nowhere",
            "--quiet");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("--models nowhere", "is no folder");
  }
}
