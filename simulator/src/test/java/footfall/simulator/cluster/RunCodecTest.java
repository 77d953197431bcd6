package footfall.simulator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import footfall.reports.analysis.run.Analysis;
import footfall.reports.analysis.run.Twins;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.results.Results;
import footfall.reports.results.ResultsJson;
import footfall.reports.results.RunMode;
import footfall.scenarios.Scenario;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.reading.WorkloadEstimate;
import footfall.simulator.experiments.Replication;
import footfall.simulator.virtualtime.VirtualTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is sent to a node and what comes back is what it was. */
class RunCodecTest {
  private static final Path CATALOG = Path.of("../scenarios/catalog");
  private static final Results.Wall NO_WALL = new Results.Wall("", 0, 0);
  private static final double MOST_REQUESTS = 4_000;

  private final RunCodec codec = new RunCodec();
  private final VirtualTime time = VirtualTime.create();

  static Stream<Path> scenarios() throws IOException {
    try (Stream<Path> files = Files.walk(CATALOG)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(RunCodecTest::isScenario)
          .sorted()
          .toList()
          .stream();
    }
  }

  private static boolean isScenario(Path file) {
    try {
      String text = Files.readString(file);
      return text.lines().noneMatch(line -> line.startsWith("axes:"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void aScenarioThatWasSentShowsTheSame(Path file) {
    ResolvedScenario resolved = new ScenarioReader().read(file, List.of());
    Scenario whole = resolved.scenario();
    double requests = WorkloadEstimate.of(whole).requests() / whole.replications();
    Scenario scenario = whole.shortened(Math.min(1, MOST_REQUESTS / requests));

    byte[] bytes = encode(scenario);
    Scenario sent = ((Assignment.Replicate) codec.assignment(bytes)).scenario();
    assertThat(encode(sent)).isEqualTo(bytes);

    ReplicationRecord here = run(scenario);
    byte[] record = codec.encode(here);
    assertThat(codec.encode(run(sent))).isEqualTo(record);

    ReplicationRecord back = codec.replication(record);
    assertThat(analysis(resolved, scenario, back)).isEqualTo(analysis(resolved, scenario, here));
  }

  private byte[] encode(Scenario scenario) {
    return codec.encode(new Assignment.Replicate(scenario.withoutClaims(), 0));
  }

  private ReplicationRecord run(Scenario scenario) {
    return Replication.run(time, scenario, 0, part -> {}, () -> false);
  }

  private static String analysis(
      ResolvedScenario resolved, Scenario scenario, ReplicationRecord record) {
    ResolvedScenario shorter =
        new ResolvedScenario(scenario, resolved.yaml(), resolved.sha256(), resolved.provenance());
    return ResultsJson.render(
        Analysis.of(shorter, List.of(record, record), Twins.NONE, RunMode.SIMULATE, "test", NO_WALL)
            .results());
  }

  @Test
  void othersClassesAreNotMade() {
    Scenario scenario =
        new ScenarioReader().read(CATALOG.resolve("claims/seed1-80-20.yaml"), List.of()).scenario();
    String name = "footfall.scenarios.arrivals.Renewal";
    String other = "java.util.concurrent.CountDownLatch"; // As long as the name.
    String bytes = new String(encode(scenario), StandardCharsets.ISO_8859_1);
    assertThat(bytes).contains(name);
    byte[] forged = bytes.replace(name, other).getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> codec.assignment(forged))
        .hasMessageContaining(other)
        .hasMessageContaining("Not a subtype");
  }
}
