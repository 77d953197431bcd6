package footfall.simulator.commandline;

import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.reading.ScenarioReader;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The scenario file and what the command line changes in it. */
final class ScenarioOptions {
  @Parameters(index = "0", paramLabel = "SCENARIO", description = "Scenario file (YAML).")
  private Path file;

  @Mixin private SettingOptions settings;

  Path file() {
    return file;
  }

  ResolvedScenario read() {
    return new ScenarioReader().read(file, settings.all());
  }
}
