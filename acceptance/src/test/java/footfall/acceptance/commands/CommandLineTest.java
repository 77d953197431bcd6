package footfall.acceptance.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.acceptance.Processes;
import footfall.acceptance.Processes.Ended;
import footfall.acceptance.PublishedSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real program in a process of its own: files, exit codes, messages, signals. */
class CommandLineTest {
  private static final String CATALOG = Path.of("../scenarios/catalog").toAbsolutePath() + "/";

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

  private Ended run(String... arguments) throws IOException, InterruptedException {
    return processes.run(arguments);
  }

  @Test
  void aReportIsDrawnAgainFromItsFolder() throws Exception {
    run("simulate", CATALOG + "quota-200k-tpm.yaml", "--out", "a", "--set", "replications=2");
    run(
        "compare",
        CATALOG + "theory/mm1.yaml",
        CATALOG + "theory/md1.yaml",
        "--out",
        "b",
        "--set",
        "horizon=2000s");
    for (String folderName : List.of("a", "b")) {
      Path report = folder.resolve(folderName).resolve("report.html");
      String drawn = Files.readString(report);
      Files.delete(report);
      Ended ended = run("report", folderName);
      assertThat(ended.code()).as(ended.err()).isZero();
      assertThat(ended.out()).contains(folderName + "/report.html");
      assertThat(Files.readString(report)).isEqualTo(drawn);
    }
  }

  @Test
  void aFolderThatIsNoWholeRunIsOneClearError() throws Exception {
    run(
        "simulate",
        CATALOG + "theory/mm1.yaml",
        "--out",
        "a",
        "--set",
        "replications=2",
        "--set",
        "horizon=2000s");
    assertThat(run("report", "nowhere").err()).contains("nowhere: is no run folder");
    Files.writeString(folder.resolve("a/evidence.json"), "{\"schemaVersion\":1");
    Ended damaged = run("report", "a");
    assertThat(damaged.code()).isEqualTo(1);
    assertThat(damaged.err()).contains("evidence.json: is damaged").doesNotContain("\tat ");
    Files.writeString(folder.resolve("a/evidence.json"), "{}");
    assertThat(run("report", "a").err()).contains("results with parts missing");
    Files.delete(folder.resolve("a/evidence.json"));
    assertThat(run("report", "a").err()).contains("evidence.json: is missing");
    Files.writeString(folder.resolve("a/results.json"), "{\"schemaVersion\": 7}");
    assertThat(run("report", "a").err()).contains("has schemaVersion 7");
    assertThat(files(folder.resolve("a"))).noneMatch(name -> name.endsWith(".part"));
  }

  /** Both of its streams are a terminal, or neither is. */
  @Test
  void aTerminalGetsABarAndColoursAndNothingElseDoes() throws Exception {
    String[] arguments = {
      "simulate", CATALOG + "claims/seed1-80-20.yaml", "--set", "replications=2"
    };
    Ended plain = run(arguments);
    assertThat(plain.out() + plain.err()).doesNotContain("\u001b");
    String program =
        String.join(" ", Processes.java(List.of())) + " " + String.join(" ", arguments);
    Process terminal = processes.start("terminal", List.of("script", "-qec", program, "/dev/null"));
    Processes.codeOf(terminal, 2);
    String shown = processes.said("terminal.out");
    assertThat(shown)
        .contains("\u001b[1m\u001b[32mPASS")
        .containsPattern("seed1-80-20 +[0-9]+% +\\[=*");
  }

  private JsonNode results(String run) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(run).resolve("results.json").toFile());
  }

  private List<String> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aRunLeavesACompleteFolderWhoseResultsFitTheirSchema() throws Exception {
    Ended ended = run("simulate", CATALOG + "claims/seed1-80-20.yaml", "--out", "first");

    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("All 3 SLOs hold", folder.resolve("first").toString());
    assertThat(ended.out().lines()).allMatch(line -> line.length() < 80 || line.startsWith("/"));
    assertThat(files(folder.resolve("first")))
        .containsExactly(
            "evidence.json",
            "junit.xml",
            "report.html",
            "requests.jsonl.gz",
            "results.json",
            "scenario.resolved.yaml",
            "summary.csv",
            "timeseries.csv");
    PublishedSchema.isKept("results", folder.resolve("first"));
    for (JsonNode pool : results("first").get("pools")) {
      assertThat(pool.get("littleResidual").asDouble()).isLessThan(0.01);
    }
  }

  @Test
  void twoRunsOfASeedDifferInTheirWallClockOnly() throws Exception {
    String file = CATALOG + "theory/mm1.yaml";
    String[] small = {"--set", "horizon=500s", "--quiet"};
    run("simulate", file, "--out", "a", small[0], small[1], small[2]);
    run("simulate", file, "--out", "b", small[0], small[1], small[2]);

    JsonNode a = results("a");
    JsonNode b = results("b");
    assertThat(((com.fasterxml.jackson.databind.node.ObjectNode) a.get("run")).remove("wall"))
        .isNotNull();
    ((com.fasterxml.jackson.databind.node.ObjectNode) b.get("run")).remove("wall");
    assertThat(a).isEqualTo(b);
    for (String name : files(folder.resolve("a"))) {
      if (!name.equals("results.json")) {
        assertThat(folder.resolve("b").resolve(name))
            .hasSameBinaryContentAs(folder.resolve("a").resolve(name));
      }
    }
  }

  @Test
  void anOverloadedSystemRunsToItsEndAndSaysSo() throws Exception {
    Ended ended =
        run(
            "simulate",
            CATALOG + "claims/seed2-benchmark-llm.yaml",
            "--out",
            "llm",
            "--set",
            "horizon=2min");

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.out()).startsWith("Overloaded: pool recommender is offered 2.7");
    assertThat(results("llm").get("pools").get(0).get("stable").asBoolean()).isFalse();
    assertThat(results("llm").get("pools").get(0).get("backlog").asDouble())
        .isBetween(20_000.0, 22_500.0);
    assertThat(Files.readString(folder.resolve("llm/junit.xml")))
        .contains("failures=\"1\"", "<failure");
  }

  @Test
  void wrongUseEndsWithOneClearErrorAndCodeOne() throws Exception {
    Files.writeString(folder.resolve("bad.yaml"), "name: bad\nhorizont: 1h\n");
    assertRefused(
        "bad.yaml:2: horizont: there is no such key. Maybe you mean horizon.",
        "simulate",
        "bad.yaml");
    assertRefused("nowhere.yaml: there is no such file", "simulate", "nowhere.yaml");
    assertRefused("'--sed'", "simulate", "x.yaml", "--sed", "3");
    assertRefused("a verb is missing");
    assertRefused(
        "there is no such key",
        "validate",
        CATALOG + "claims/seed1-80-20.yaml",
        "--set",
        "pools.slm.wrokers=1");
    Files.writeString(folder.resolve("precious"), "mine");
    assertRefused(
        "precious: exists and is not a run of Footfall",
        "simulate",
        CATALOG + "claims/seed1-80-20.yaml",
        "--out",
        "precious");
    assertRefused(
        "cannot be written",
        "simulate",
        CATALOG + "claims/seed1-80-20.yaml",
        "--out",
        "precious/below");
    assertThat(Files.readString(folder.resolve("precious"))).isEqualTo("mine");
  }

  private void assertRefused(String message, String... arguments) throws Exception {
    Ended ended = run(arguments);
    assertThat(ended.code()).as(ended.err()).isEqualTo(1);
    assertThat(ended.err()).contains(message).doesNotContain("\tat ", "Exception");
    assertThat(ended.out()).isEmpty();
  }

  @Test
  void aFolderThatHoldsMoreThanARunIsLeftAlone() throws Exception {
    Path project = Files.createDirectories(folder.resolve("project/src"));
    Files.writeString(project.resolve("code.txt"), "precious");
    Files.writeString(folder.resolve("project/results.json"), "{}");

    assertRefused(
        "exists and is not a run of Footfall",
        "simulate",
        CATALOG + "claims/seed1-80-20.yaml",
        "--out",
        "project");
    assertThat(project.resolve("code.txt")).hasContent("precious");
  }

  @Test
  void aRunReplacesAnEarlierRunAndFlagsWinOverTheEnvironment() throws Exception {
    processes.setEnvironment("FOOTFALL_SEED", "5");
    processes.setEnvironment("FOOTFALL_OUT", "there");
    processes.setEnvironment("FOOTFALL_QUIET", "1");
    String[] small = {"simulate", CATALOG + "theory/mm1.yaml", "--set", "horizon=2000s"};
    assertThat(run(small).err()).isEmpty();
    assertThat(results("there").at("/run/seed").asInt()).isEqualTo(5);

    processes.setEnvironment("FOOTFALL_REPLICATIONS", "");
    run("simulate", small[1], "--set", "horizon=2000s", "--seed", "6");
    assertThat(results("there").at("/run/seed").asInt()).isEqualTo(6);
    assertThat(results("there").at("/run/replications").asInt()).isEqualTo(10);
    assertThat(files(folder)).containsExactly("ran.err", "ran.out", "there");
  }

  @Test
  void aRunThatShowsNothingEndsWithCodeFour() throws Exception {
    Ended ended =
        run(
            "simulate",
            CATALOG + "claims/seed1-80-20.yaml",
            "--out",
            "short",
            "--set",
            "horizon=1ms",
            "--set",
            "warmUp=none");

    assertThat(ended.code()).isEqualTo(4);
    assertThat(ended.out()).startsWith("Not valid: the check of \"requests were answered\" fails");
    assertThat(Files.readString(folder.resolve("short/junit.xml"))).contains("<error message=");
  }

  @Test
  void validateSaysHowLargeARunWouldBe() throws Exception {
    Ended ended = run("validate", CATALOG + "claims/seed2-benchmark-slm.yaml");

    assertThat(ended.code()).isZero();
    assertThat(ended.out()).contains("is valid: 1 replications, about 1,000,000 requests");
  }

  @Test
  void libraryListsModelsDevicesAndPrices() throws Exception {
    Ended all = run("library");
    assertThat(all.code()).isZero();
    assertThat(all.out())
        .contains("library/llama-3.1-8b", "library/gpt-5-mini", "gpu-h100", "nvfp4");

    assertThat(run("library", "llama-3.1-8b").out())
        .contains("model: library/llama-3.1-8b", "num_hidden_layers:32", "aiconfigurator");
    assertThat(run("library", "gpu-l4").out()).contains("bandwidth: 300GB/s");
    Ended none = run("library", "nothing-like-it");
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.err()).contains("no name contains this");
  }

  @Test
  void validateDescribesATraceAndOffersAModelOfIt() throws Exception {
    Ended ended = run("validate", CATALOG + "traces/small-shop.csv");

    assertThat(ended.code()).isZero();
    assertThat(ended.out())
        .contains("1,736 requests in 1,799.2 s", "mmpp (best fit)", "0.9643   1.706")
        .contains("arrivals:\n  mmpp: {states: [{rate:")
        .contains("input                      611.4   469.6       474      1213      2358");
    assertThat(ended.out().lines()).allMatch(line -> line.length() <= 90);
    assertThat(run("validate", CATALOG + "trace-replay.yaml").out()).contains("mmpp (best fit)");
  }

  @Test
  void aTraceThatIsCutOffIsOneErrorAndLeavesNothing() throws Exception {
    Files.writeString(
        folder.resolve("half.csv"),
        "TIMESTAMP,ContextTokens,GeneratedTokens\n2026-01-01 00:00:00,5,5\n2026-01-01 00:0");
    Ended ended =
        run(
            "simulate",
            CATALOG + "trace-replay.yaml",
            "--set",
            "arrivals.trace.file=" + folder.resolve("half.csv"),
            "--out",
            "half");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err().trim().lines()).hasSize(1);
    assertThat(ended.err()).contains("half.csv:3: ", "must have 3 fields");
    assertThat(folder.resolve("half")).doesNotExist();
  }

  @Test
  void aSignalLeavesNoFolderBehind() throws Exception {
    Process process =
        processes.footfall(
            "cut",
            List.of(
                "simulate",
                CATALOG + "theory/mm1.yaml",
                "--out",
                "runs/cut",
                "--set",
                "horizon=30d"));
    Path runs = folder.resolve("runs");
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!Files.isDirectory(runs) && System.nanoTime() < deadline) {
      assertThat(process.isAlive()).isTrue();
      process.waitFor(50, TimeUnit.MILLISECONDS);
    }
    process.waitFor(500, TimeUnit.MILLISECONDS);
    assertThat(files(runs)).hasSize(1);

    process.destroy();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();

    assertThat(process.exitValue()).isEqualTo(143);
    assertThat(files(runs)).isEmpty();
  }
}
