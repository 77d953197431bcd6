package footfall.simulator.laws;

import footfall.reports.analysis.run.Analysis;
import footfall.reports.analysis.run.Outcome;
import footfall.reports.analysis.run.Twins;
import footfall.reports.results.Results;
import footfall.reports.results.RunMode;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.reading.yaml.Setting;
import footfall.simulator.experiments.Replications;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Runs scenarios for the law tests, without the command line and its clocks. */
public final class Laws {
  static final Path CATALOG = Path.of("../scenarios/catalog");

  private Laws() {}

  public static ResolvedScenario read(Path file, String... settings) {
    List<Setting> all = Stream.of(settings).map(Setting::parse).toList();
    return new ScenarioReader().read(file, all);
  }

  public static ResolvedScenario parse(String yaml) {
    try {
      Path file = Files.createTempFile("scenario", ".yaml");
      try {
        return read(Files.writeString(file, yaml));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Outcome run(ResolvedScenario resolved, int threads) {
    return Analysis.of(
        resolved,
        Replications.run(resolved.scenario(), part -> {}, threads),
        Twins.NONE,
        RunMode.SIMULATE,
        "test",
        new Results.Wall("", 0, 0));
  }

  public static Results run(ResolvedScenario resolved) {
    return run(resolved, 2).results();
  }
}
