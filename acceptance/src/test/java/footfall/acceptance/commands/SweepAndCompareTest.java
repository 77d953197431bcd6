package footfall.acceptance.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.acceptance.Processes;
import footfall.acceptance.Processes.Ended;
import footfall.acceptance.PublishedSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs sweep and compare, as processes of their own. */
class SweepAndCompareTest {
  @TempDir private Path folder;
  private Processes processes;

  @BeforeEach
  void write() throws IOException {
    processes = new Processes(folder);
    Files.writeString(
        folder.resolve("two.yaml"),
        """
        name: two
        replications: 4
        horizon: 4min
        arrivals: {poisson: {rate: 4/s}}
        pools:
          slm: {service: {time: {exponential: {mean: 300ms}}}, workers: 3, cost: {perWorkerHour: $1}, quality: {satisfaction: 0.7}}
          llm: {kind: llm, slots: 50, service: {time: 500ms}, cost: {perConversation: $0.01}, quality: {satisfaction: 0.9}}
        routing: {ratio: {slm: 0.8, llm: 0.2}}
        """);
    sweep("{path: routing.ratio.slm, from: 0, to: 1, points: 101}");
  }

  private void sweep(String axes) throws IOException {
    Files.writeString(
        folder.resolve("sweep.yaml"), "name: s\nscenario: two.yaml\naxes: [" + axes + "]\n");
  }

  @AfterEach
  void end() throws InterruptedException {
    processes.end();
  }

  private Ended run(String... arguments) throws Exception {
    return processes.run(arguments);
  }

  @Test
  void aSweepMeasuresEveryPoint() throws Exception {
    sweep("{path: routing.ratio.slm, from: 0, to: 1, points: 5}");
    Ended swept = run("sweep", "sweep.yaml", "--out", "swept", "--quiet");
    assertThat(swept.code()).as(swept.err()).isZero();
    validates("sweep", "swept");
    assertThat(Files.readAllLines(folder.resolve("swept/sweep.csv"))).hasSize(6);
    assertThat(folder.resolve("swept/report.html")).exists();
  }

  @Tag("full")
  @Test
  void aSweepKilledHalfWayEndsWithTheSameBytes() throws Exception {
    assertThat(run("sweep", "sweep.yaml", "--out", "whole/run", "--quiet").code()).isZero();
    Process killed =
        processes.footfall("killed", List.of("sweep", "sweep.yaml", "--out", "killed/run"));
    Path journal = null;
    while (journal == null || Files.readAllLines(journal).size() < 50) {
      assertThat(killed.isAlive()).as("ended before it could be killed").isTrue();
      Thread.onSpinWait();
      journal = journal();
    }
    killed.destroyForcibly().waitFor();
    assertThat(folder.resolve("killed/run")).doesNotExist();

    Ended resumed = run("sweep", "sweep.yaml", "--out", "killed/run");

    assertThat(resumed.code()).isZero();
    assertThat(resumed.err()).contains("going on: ", "of 101 points are done");
    for (String file : List.of("sweep.csv", "report.html", "experiment.resolved.yaml")) {
      assertThat(folder.resolve("killed/run").resolve(file))
          .hasSameBinaryContentAs(folder.resolve("whole/run").resolve(file));
    }
    assertThat(withoutWall("killed")).isEqualTo(withoutWall("whole"));
    validates("sweep", "whole/run");
    assertThat(journal()).isNull();
  }

  private void validates(String schema, String run) throws IOException {
    PublishedSchema.isKept(schema, folder.resolve(run));
  }

  private String withoutWall(String run) throws IOException {
    String json = Files.readString(folder.resolve(run).resolve("run/results.json"));
    return json.replaceAll("\"wall\" : \\{[^}]*}", "");
  }

  private Path journal() throws IOException {
    if (!Files.isDirectory(folder.resolve("killed"))) {
      return null;
    }
    try (Stream<Path> files = Files.list(folder.resolve("killed"))) {
      return files.filter(file -> file.toString().endsWith(".sweep")).findFirst().orElse(null);
    }
  }

  private void refused(String rule, String hint, String... arguments) throws Exception {
    Ended result = run(arguments);

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains(rule, hint).doesNotContain("\tat ");
    assertThat(folder.resolve("runs")).doesNotExist();
  }

  @Test
  void badExperimentsAreRefused() throws Exception {
    sweep("{path: pools.slm.wrokers, values: [1]}");
    refused(
        "axes.0: pools.slm.wrokers: there is no such path",
        "pools.slm.workers",
        "sweep",
        "sweep.yaml");
    sweep("{path: pools.slm.workers}");
    refused("axes.0: the axis is empty", "from: 0, to: 1, points: 11", "sweep", "sweep.yaml");
    sweep("{path: pools.slm.workers, values: []}");
    refused("must have at least 1 values", "", "sweep", "sweep.yaml");
    sweep("{path: pools.slm.workers, from: 1, to: 3, points: 4}");
    refused("pools.slm.workers: 1.66666666667", "whole number", "sweep", "sweep.yaml");
    sweep("{path: arrivals.poisson.rate, from: 1/s, to: 1/h, points: 4}");
    refused("must be in the same unit", "", "sweep", "sweep.yaml");
    Files.writeString(
        folder.resolve("sweep.yaml"),
        "name: s\nscenario: two.yaml\naxes: [{path: pools.slm.workers, values: [1]}]\n"
            + "frontier: [cost_per_hour, energy_per_thousand_conversations]\n");
    refused("no run has it: no pool states its power", "", "sweep", "sweep.yaml");
    Files.writeString(
        folder.resolve("sweep.yaml"),
        "name: s\nscenario: two.yaml\naxes: [{path: pools.slm.workers, values: [1]}]\n"
            + "frontier: [cost_per_hour, latency]\n");
    refused("there is no such figure", "request_latency.p95", "sweep", "sweep.yaml");
  }

  @Test
  void aRegressionHasItsExitCode() throws Exception {
    String quiet = "--quiet";
    run("simulate", "two.yaml", "--out", "before", quiet);
    run("simulate", "two.yaml", "--out", "after", quiet, "--set", "pools.slm.workers=2");
    run("simulate", "two.yaml", "--out", "same", quiet);

    Ended worse = run("compare", "before", "after", "--out", "c1", quiet);
    assertThat(worse.code()).isEqualTo(2);
    assertThat(worse.out()).contains("queue_wait.mean regresses from");
    validates("comparison", "c1");
    JsonNode beside = comparison("c1");
    assertThat(beside.at("/intervals").asText()).isEqualTo("paired");
    assertThat(beside.at("/changes/0/path").asText()).isEqualTo("pools.slm.workers");
    JsonNode wait = row(beside, "queue_wait.mean");
    assertThat(wait.get("verdict").asText()).isEqualTo("WORSE");
    assertThat(wait.get("difference").asDouble())
        .isCloseTo(wait.get("run").asDouble() - wait.get("baseline").asDouble(), within(0.01));
    pairedByHand(wait, "queue_wait.mean");
    assertThat(row(beside, "cost_per_hour").get("verdict").asText()).isEqualTo("BETTER");

    assertThat(
            run("compare", "after", "before", "--out", "c2", quiet, "--figure", "queue_wait.mean")
                .code())
        .isZero();
    Ended same = run("compare", "before", "same", "--out", "c3", quiet);
    assertThat(same.code()).isZero();
    assertThat(same.out()).contains("0 figures are better, 0 worse");
    assertThat(
            run("compare", "before", "after", "--out", "c4", quiet, "--threshold", "100000%")
                .code())
        .isZero();
  }

  @Test
  void scenariosAreComparedOnTheSameShoppers() throws Exception {
    String text = Files.readString(folder.resolve("two.yaml"));
    Files.writeString(
        folder.resolve("other.yaml"), text.replace("slm: 0.8, llm: 0.2", "slm: 0.5, llm: 0.5"));

    Ended result = run("compare", "two.yaml", "other.yaml", "--out", "c", "--quiet", "--seed", "5");

    assertThat(result.code()).isEqualTo(2); // half of the traffic at a price of its own
    JsonNode beside = comparison("c");
    assertThat(beside.at("/intervals").asText()).isEqualTo("paired");
    assertThat(row(beside, "satisfaction").get("verdict").asText()).isEqualTo("BETTER");
    assertThat(row(beside, "satisfaction").get("difference").asDouble()).isBetween(0.055, 0.065);
  }

  @Tag("full")
  @Test
  void runsThatCannotBeComparedAreRefused() throws Exception {
    run("simulate", "two.yaml", "--out", "one", "--quiet");
    run(
        "simulate",
        "two.yaml",
        "--out",
        "other",
        "--quiet",
        "--set",
        "name=three",
        "--set",
        "horizon=10min");
    assertThat(run("compare", "one", "other", "--out", "compared").out())
        .contains("other is a run of three, one one of two: the same shoppers come to both.");
    refused("cannot be read", "a finished run", "compare", "one", ".");
    refused("cannot be mixed", "", "compare", "one", "two.yaml");
    refused("none.yaml: there is no such file or folder", "", "compare", "two.yaml", "none.yaml");
    refused("must be a percentage", "--threshold 5%", "compare", "one", "one", "--threshold", "5");
    Path results = folder.resolve("other/results.json");
    String json = Files.readString(results);
    Files.writeString(results, json.replace("\"schemaVersion\" : 1", "\"schemaVersion\" : 2"));
    refused("has schemaVersion 2, this Footfall reads 1", "", "compare", "one", "other");
    Files.writeString(results, json.replaceFirst("\"samples\" : \\[[^]]*]", "\"samples\" : null"));
    refused("parts missing", "run the scenario again", "compare", "one", "other");
    Files.writeString(results, json.substring(0, json.length() / 2));
    refused("is not a results file", "run the scenario again", "compare", "one", "other");
  }

  /** Four replications: the t quantile with three degrees of freedom is 3.182446. */
  private void pairedByHand(JsonNode row, String figure) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    JsonNode before = mapper.readTree(folder.resolve("before/results.json").toFile());
    JsonNode after = mapper.readTree(folder.resolve("after/results.json").toFile());
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < 4; i++) {
      double difference =
          after.get("figures").get(figure).get("samples").get(i).asDouble()
              - before.get("figures").get(figure).get("samples").get(i).asDouble();
      sum += difference;
      squares += difference * difference;
    }
    double half = 3.182446 * Math.sqrt((squares - sum * sum / 4) / 3 / 4);
    assertThat(row.get("difference").asDouble()).isCloseTo(sum / 4, within(1e-12));
    assertThat(row.get("ci95").get(0).asDouble()).isCloseTo(sum / 4 - half, within(1e-6));
    assertThat(row.get("ci95").get(1).asDouble()).isCloseTo(sum / 4 + half, within(1e-6));
  }

  private JsonNode comparison(String run) throws IOException {
    return new ObjectMapper()
        .readTree(folder.resolve(run).resolve("results.json").toFile())
        .at("/comparison/runs/0");
  }

  private static JsonNode row(JsonNode beside, String figure) {
    for (JsonNode row : beside.get("figures")) {
      if (row.get("figure").asText().equals(figure)) {
        return row;
      }
    }
    throw new AssertionError(figure);
  }
}
