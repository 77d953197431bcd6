package footfall.acceptance.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.acceptance.Processes;
import footfall.acceptance.Processes.Ended;
import footfall.acceptance.PublishedSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verb size and the option --precision, as processes of their own. */
class SizeTest {
  @TempDir private Path folder;
  private Processes processes;

  @BeforeEach
  void write() throws IOException {
    processes = new Processes(folder);
    Files.writeString(
        folder.resolve("shop.yaml"),
        """
        name: shop
        horizon: 20min
        warmUp: 2min
        arrivals: {poisson: {rate: 1/s}}
        shoppers: {all: {turns: 2, thinking: 10s, patience: {exponential: {mean: 30s}}}}
        pools:
          slm: {service: {time: {lognormal: {mean: 2s, sd: 1s}}}, cost: {perWorkerHour: $1}, quality: {satisfaction: 0.7}}
          llm: {kind: llm, slots: 50, service: {time: 500ms}, cost: {perConversation: $0.01}, quality: {satisfaction: 0.9}}
        routing: {ratio: {slm: 0.8, llm: 0.2}}
        slos:
          - {metric: request_latency, stat: p95, op: <=, threshold: 6s}
          - {metric: satisfaction, op: ">=", threshold: 0.72}
        sizing:
          variables:
            - {path: pools.slm.workers, from: 1, to: 8}
            - {path: routing.ratio.slm, from: 0, to: 1, step: 0.25}
        """);
  }

  @AfterEach
  void end() throws InterruptedException {
    processes.end();
  }

  private Ended run(String... arguments) throws Exception {
    return processes.run(
        List.of("-Xmx5g"), arguments); // A sizing keeps the records of all it tries.
  }

  private JsonNode results(String run) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(run).resolve("results.json").toFile());
  }

  private void fitsItsSchema(String run) throws IOException {
    PublishedSchema.isKept("results", folder.resolve(run));
  }

  @Test
  void aShortSizingSaysWhatToBuy() throws Exception {
    Ended result =
        run(
            "size",
            "shop.yaml",
            "--out",
            "sized",
            "--set",
            "horizon=6min",
            "--set",
            "warmUp=1min",
            "--set",
            "replications=3",
            "--set",
            "slos=[{metric: request_latency, stat: p95, op: <=, threshold: 6s}]",
            "--set",
            "sizing.variables=[{path: pools.slm.workers, from: 2, to: 4}]",
            "--set",
            "month={conversations: 500000, growth: 3%}",
            "--xlsx",
            "handed/plan.xlsx",
            "--manifest",
            "handed/deploy");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .startsWith("Buy ")
        .contains("Cost  ", "; workers $", "Holds ", "Load ", "Growth ", "Options")
        .contains("3 configurations");
    assertThat(result.out().lines().takeWhile(line -> !line.isEmpty()).count())
        .isLessThanOrEqualTo(8);
    JsonNode months = results("sized").at("/sizing/growth/months");
    assertThat(months).hasSize(13);
    assertThat(months.at("/12/conversations").asDouble())
        .isCloseTo(500_000 * Math.pow(1.03, 12), within(1e-3));
    assertThat(sheet("handed/plan.xlsx", 3)).contains(months.at("/12/conversations").asText());
    assertThat(sheet("handed/plan.xlsx", 1))
        .contains(results("sized").at("/sizing/objective/value").asText());
    assertThat(folder.resolve("handed/deploy/kubernetes/kustomization.yaml")).exists();
    assertThat(result.out().lines()).allMatch(line -> line.length() < 80 || line.startsWith("/"));
    fitsItsSchema("sized");
    assertThat(results("sized").at("/sizing/verdict").asText()).isEqualTo("DECIDED");
    assertThat(folder.resolve("sized/report.html")).content().contains("How it was found");
  }

  private String sheet(String workbook, int number) throws IOException {
    try (ZipFile zip = new ZipFile(folder.resolve(workbook).toFile())) {
      String name = "xl/worksheets/sheet" + number + ".xml";
      return new String(
          zip.getInputStream(zip.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void resultsAreAllThatIsPrintedWhereTheyAreAskedFor() throws Exception {
    Ended result =
        run("simulate", "shop.yaml", "--set", "horizon=3min", "--json", "--quiet", "--out", "run");

    assertThat(result.out()).isEqualTo(Files.readString(folder.resolve("run/results.json")));
  }

  @Tag("full")
  @Test
  void aSizingSaysWhatToBuyAndWhatItStands() throws Exception {
    Ended result = run("size", "shop.yaml", "--out", "sized", "--set", "sizing.growth=0.1");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .startsWith("Buy ")
        .contains("the API of", "x the", "40 configurations");
    assertThat(result.out().lines()).allMatch(line -> line.length() < 80 || line.startsWith("/"));
    fitsItsSchema("sized");
    JsonNode sizing = results("sized").get("sizing");
    assertThat(sizing.get("verdict").asText()).isEqualTo("DECIDED");
    assertThat(sizing.at("/headroom/load/0").asDouble()).isGreaterThanOrEqualTo(1);
    assertThat(sizing.at("/headroom/load/1").asDouble())
        .isGreaterThan(sizing.at("/headroom/load/0").asDouble());
    assertThat(sizing.at("/headroom/withoutOneWorker")).hasSize(1);
    assertThat(sizing.at("/growth/steps").size()).isGreaterThan(1);
    assertThat(sizing.at("/sensitivity/inputs/0/swing").asDouble()).isPositive();
    assertThat(sizing.at("/sensitivity/breach/probability").asDouble()).isBetween(0.0, 1.0);
    JsonNode counts = sizing.get("counts");
    int sum = 0;
    for (String part :
        List.of(
            "unfit", "alike", "prunedByTheory", "dominated", "dearer", "simulated", "untried")) {
      sum += counts.get(part).asInt();
    }
    assertThat(sum).isEqualTo(counts.get("total").asInt()).isEqualTo(40);
    assertThat(Files.readAllLines(folder.resolve("sized/sizing.csv")))
        .hasSize(1 + counts.get("simulated").asInt());
    assertThat(Files.readString(folder.resolve("sized/report.html")))
        .contains("How it was found", "How much it stands", "Growth plan", "What it hangs on");
  }

  @Tag("full")
  @Test
  void theAnswerRunAgainIsTheSameRun() throws Exception {
    run("size", "shop.yaml", "--out", "sized", "--quiet");
    Ended again = run("simulate", "sized/scenario.resolved.yaml", "--out", "again", "--quiet");

    assertThat(again.code()).isZero();
    for (String part : List.of("/metrics", "/pools", "/slo", "/cost", "/ledger")) {
      assertThat(results("again").at(part)).isEqualTo(results("sized").at(part));
    }
  }

  @Tag("full")
  @Test
  void twoSizingsOfASeedDifferInTheirWallClockOnlyWhateverTheThreads() throws Exception {
    run("size", "shop.yaml", "--out", "a", "--quiet", "--set", "horizon=10min", "--threads", "1");
    run("size", "shop.yaml", "--out", "b", "--quiet", "--set", "horizon=10min", "--threads", "3");

    try (Stream<Path> files = Files.list(folder.resolve("a"))) {
      for (Path file : files.toList()) {
        if (!file.endsWith("results.json")) {
          assertThat(folder.resolve("b").resolve(file.getFileName())).hasSameBinaryContentAs(file);
        }
      }
    }
    ObjectNode a = (ObjectNode) results("a");
    ObjectNode b = (ObjectNode) results("b");
    ((ObjectNode) a.get("run")).remove("wall");
    ((ObjectNode) b.get("run")).remove("wall");
    assertThat(a).isEqualTo(b);
  }

  @Tag("full")
  @Test
  void whatCannotBeMetIsToldWithTheBestThatCanBeHad() throws Exception {
    Ended result =
        run("size", "shop.yaml", "--out", "never", "--quiet", "--set", "slos.0.threshold=400ms");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out())
        .startsWith("Buy      nothing that may be bought meets all SLOs")
        .contains("Why      p95 request latency <= 400 ms", "the best to be had is 500");
    assertThat(results("never").at("/answer").asText())
        .startsWith("Nothing that may be bought meets all objectives: p95 request latency");
    fitsItsSchema("never");
    assertThat(results("never").at("/sizing/infeasible/0/best").asDouble()).isEqualTo(0.5);
    assertThat(results("never").at("/sizing/infeasible/0/alone").asBoolean()).isFalse();
  }

  @Tag("full")
  @Test
  void whatHasTooFewReplicationsIsUndecided() throws Exception {
    Ended result =
        run(
            "size",
            "shop.yaml",
            "--out",
            "open",
            "--quiet",
            "--set",
            "sizing.maxReplications=5",
            "--set",
            "slos.0.threshold=4.8s");

    assertThat(result.code()).as(result.out()).isEqualTo(4);
    assertThat(result.out()).startsWith("Buy      undecided: ").contains("Open  ");
    fitsItsSchema("open");
    assertThat(results("open").at("/sizing/undecided/0/more").asInt()).isPositive();
  }

  @Test
  void unboundedVariablesAreRefused() throws Exception {
    Ended result =
        run("size", "shop.yaml", "--set", "sizing.variables=[{path: pools.slm.workers}]");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .contains("the variable is unbounded", "Maybe write")
        .doesNotContain("\tat ");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsOnly("shop.yaml", "ran.out", "ran.err");
    }
  }

  @Tag("full")
  @Test
  void aRunCanBeMadeAsPreciseAsOneLikes() throws Exception {
    Ended result =
        run(
            "simulate",
            "shop.yaml",
            "--out",
            "precise",
            "--quiet",
            "--precision",
            "1%",
            "--set",
            "pools.slm.workers=5");

    assertThat(result.code()).as(result.out()).isZero();
    JsonNode results = results("precise");
    assertThat(results.at("/run/replications").asInt()).isGreaterThan(5);
    for (JsonNode slo : results.get("slo")) {
      double half = (slo.at("/ci95/1").asDouble() - slo.at("/ci95/0").asDouble()) / 2;
      assertThat(half / slo.get("actual").asDouble()).isLessThan(0.0101);
    }
    fitsItsSchema("precise");
    assertThat(run("simulate", "shop.yaml", "--precision", "much").err())
        .contains("must be a part between 0 and 1", "--precision 2%");
  }
}
