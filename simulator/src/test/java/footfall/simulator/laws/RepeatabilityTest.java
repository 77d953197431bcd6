package footfall.simulator.laws;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.reports.analysis.run.Outcome;
import footfall.reports.rendering.RunFolder;
import footfall.reports.results.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RepeatabilityTest {
  private static final Path FIRST_RUN = Laws.CATALOG.resolve("claims/seed1-80-20.yaml");

  @TempDir private Path folder;

  private Path write(String name, Outcome outcome) {
    RunFolder target = RunFolder.prepare(folder.resolve(name));
    target.write(outcome);
    return target.path();
  }

  static Stream<String> scenarios() throws IOException {
    return Stream.concat(
        Stream.of(Files.readString(FIRST_RUN)), Stream.of(3, 8, 21, 26).map(RandomWorld::yaml));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void theSameSeedGivesTheSameBytesOnAnyNumberOfThreads(String yaml) throws IOException {
    Path one = write("one", Laws.run(Laws.parse(yaml), 1));
    Path three = write("three", Laws.run(Laws.parse(yaml), 3));

    try (Stream<Path> files = Files.list(one)) {
      List<Path> names = files.map(Path::getFileName).sorted().toList();
      assertThat(names).hasSize(8);
      for (Path name : names) {
        assertThat(three.resolve(name)).hasSameBinaryContentAs(one.resolve(name));
      }
    }
  }

  @Test
  void anotherSeedDiffersAndTheIntervalsAgree() {
    Results first = Laws.run(Laws.read(FIRST_RUN));
    Results second = Laws.run(Laws.read(FIRST_RUN, "seed=2"));

    Results.MetricFigures a = first.metrics().get("request_latency");
    Results.MetricFigures b = second.metrics().get("request_latency");
    assertThat(a.mean()).isNotEqualTo(b.mean());
    double[] interval = a.ci95().get("mean");
    double width = interval[1] - interval[0];
    assertThat(b.mean()).isBetween(interval[0] - width, interval[1] + width);
  }

  @Test
  void aResolvedScenarioGivesTheSameResults() throws IOException {
    Path run = write("first", Laws.run(Laws.read(FIRST_RUN), 2));
    Path again = write("again", Laws.run(Laws.read(run.resolve("scenario.resolved.yaml")), 2));

    assertThat(again.resolve("results.json")).hasSameBinaryContentAs(run.resolve("results.json"));
  }
}
