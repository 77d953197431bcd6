package footfall.simulator.commandline;

import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.reading.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The scenario file and what the command line changes in it; flags win over the environment. */
final class ScenarioOptions {
  @Parameters(index = "0", paramLabel = "SCENARIO", description = "Scenario file (YAML).")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Change one value of the scenario, such as pools.slm.workers=4. Repeatable.")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of every random draw. Also FOOTFALL_SEED.")
  private String seed;

  @Option(
      names = "--replications",
      paramLabel = "N",
      description = "Independent runs. Also FOOTFALL_REPLICATIONS.")
  private String replications;

  Path file() {
    return file;
  }

  ResolvedScenario read() {
    List<Setting> all = new ArrayList<>();
    addOption(all, "seed", seed);
    addOption(all, "replications", replications);
    settings.forEach(setting -> all.add(Setting.parse(setting)));
    return new ScenarioReader().read(file, all);
  }

  /** The flag, or else the variable of the environment, or else nothing. */
  private static void addOption(List<Setting> settings, String key, String flag) {
    String variable = Environment.name(key);
    if (flag != null) {
      settings.add(new Setting("--" + key + " " + flag, key, flag));
    } else {
      Environment.get(key)
          .ifPresent(value -> settings.add(new Setting(variable + "=" + value, key, value)));
    }
  }
}
