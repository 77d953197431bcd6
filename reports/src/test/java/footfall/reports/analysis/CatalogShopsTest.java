package footfall.reports.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.reports.SmallShop;
import footfall.reports.SmallShop.World;
import footfall.reports.analysis.run.Analysis;
import footfall.reports.analysis.run.Outcome;
import footfall.reports.analysis.run.Twins;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.rendering.FinishedRun;
import footfall.reports.rendering.RunFolder;
import footfall.reports.results.Results;
import footfall.reports.results.Results.Verdict;
import footfall.reports.results.RunMode;
import footfall.reports.results.SloVerdict;
import footfall.scenarios.Scenario;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.reading.yaml.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every scenario of the catalog states is analysed and drawn, on the books of the small shop:
 * the laws hold, and every objective and claim is told.
 */
class CatalogShopsTest {
  private static final Path CATALOG = Path.of("../scenarios/catalog");

  @TempDir private Path folder;

  static Stream<Path> scenarios() throws IOException {
    try (Stream<Path> files = Files.walk(CATALOG)) {
      return files
          .filter(f -> f.toString().endsWith(".yaml") && !isExperiment(f))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static boolean isExperiment(Path file) {
    try {
      return Files.readString(file).contains("experiment.schema.json");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void everyRunIsToldInFull(Path file) throws IOException {
    ResolvedScenario resolved =
        new ScenarioReader()
            .read(file, Stream.of("horizon=8min", "warmUp=1min").map(Setting::parse).toList());
    Scenario scenario = resolved.scenario();
    double[] equal = new double[scenario.pools().size()];
    Arrays.fill(equal, 1.0 / equal.length);
    double[] service = new double[equal.length];
    for (int pool = 0; pool < service.length; pool++) {
      service[pool] = Math.min(5, 0.7 * scenario.pools().get(pool).servers() / equal[pool]);
    }
    World world = new World().shares(equal).service(service).patience(60).failing(0.01).buying(0.1);
    List<ReplicationRecord> records = SmallShop.run(scenario, world, 2);
    Outcome outcome =
        Analysis.of(
            resolved, records, Twins.NONE, RunMode.SIMULATE, "test", new Results.Wall("", 0, 0));
    Results results = outcome.results();

    assertThat(results.checks())
        .filteredOn(check -> check.name().contains("balance") || check.name().contains("Little"))
        .isNotEmpty()
        .allMatch(Results.Check::holds);
    assertThat(results.slo()).hasSameSizeAs(scenario.slos());
    assertThat(results.claims()).hasSameSizeAs(scenario.claims());
    assertThat(results.pools()).hasSameSizeAs(scenario.pools());
    for (SloVerdict slo : results.slo()) {
      boolean inside = slo.ci95()[0] <= slo.threshold() && slo.threshold() < slo.ci95()[1];
      if (inside) {
        assertThat(slo.verdict()).as(slo.metric()).isEqualTo(Verdict.UNDECIDED);
      }
    }

    RunFolder run = RunFolder.prepare(folder.resolve("run"));
    run.write(outcome);
    String report = Files.readString(run.path().resolve("report.html"));
    for (Results.PoolFigures pool : results.pools()) {
      assertThat(report).contains(pool.name());
    }
    assertThat(Files.readString(FinishedRun.in(run.path()).drawReport())).isEqualTo(report);
  }
}
