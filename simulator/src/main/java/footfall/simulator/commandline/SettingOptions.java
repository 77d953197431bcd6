package footfall.simulator.commandline;

import footfall.scenarios.reading.yaml.Setting;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What the command line changes in a scenario; flags win over the environment. */
final class SettingOptions {
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

  @Option(
      names = "--columns",
      paramLabel = "TIME,COUNT",
      description = "Columns of the volumes file that the month names.")
  private String columns;

  /** All of them, in the order in which they apply. */
  List<Setting> all() {
    List<Setting> all = new ArrayList<>();
    addOption(all, "seed", seed);
    addOption(all, "replications", replications);
    settings.forEach(setting -> all.add(Setting.parse(setting)));
    if (columns != null) {
      all.add(new Setting("--columns " + columns, "month.volumes.columns", "[" + columns + "]"));
    }
    return all;
  }

  /** The same as {@code path=value}, for another process. */
  List<String> assignments() {
    return all().stream().map(setting -> setting.path() + "=" + setting.value()).toList();
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
