package footfall.simulator.commandline;

import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.reading.SizingReader;
import footfall.scenarios.reading.yaml.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The scenario file and what the command line changes in it. */
final class ScenarioOptions {
  @Parameters(index = "0", paramLabel = "SCENARIO", description = "Scenario file (YAML).")
  private Path file;

  @Mixin private SettingOptions settings;

  private final List<Setting> changes = new ArrayList<>();

  /** One more change, in the words of the option that asks for it. */
  void change(String option, String path, String value) {
    changes.add(new Setting(option, path, value));
  }

  Path file() {
    return file;
  }

  /** Reads another file instead. */
  void replace(Path other) {
    file = other;
  }

  /** What is changed in the file, as {@code path=value}. */
  List<String> assignments() {
    return settings.assignments();
  }

  /** What is changed in the file, in the order in which it applies. */
  List<Setting> settings() {
    List<Setting> all = new ArrayList<>(settings.all());
    all.addAll(changes);
    return all;
  }

  ResolvedScenario read() {
    return new ScenarioReader().read(file, settings());
  }

  /** Reads what is to be sized, too, for what is wrong with it. */
  void readSizing() {
    new SizingReader().read(file, settings());
  }

  ResolvedScenario read(ModelsOption models) {
    return new ScenarioReader(models.folder()).read(file, settings());
  }

  /** The same with another number of replications. */
  ResolvedScenario read(ModelsOption models, int replications) {
    List<Setting> all = settings();
    String value = Integer.toString(replications);
    all.add(new Setting("--precision", "replications", value));
    return new ScenarioReader(models.folder()).read(file, all);
  }
}
