package footfall.simulator.commandline;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The user's own profiles instead of those that Footfall brings. */
final class ModelsOption {
  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = {
        "Folder of model profiles that stand in for those of the same name: the models folder",
        "that evaluate leaves in its run folder, say."
      })
  private Path folder;

  Optional<Path> folder() {
    return Optional.ofNullable(folder);
  }
}
