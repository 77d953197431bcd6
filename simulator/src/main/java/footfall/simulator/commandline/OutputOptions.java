package footfall.simulator.commandline;

import footfall.reports.rendering.RunFolder;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import picocli.CommandLine.Option;

/** Where the run folder goes, and whether progress is told; flags win over the environment. */
final class OutputOptions {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Run folder; runs/<name>-<UTC> if not given. Also FOOTFALL_OUT.")
  private Path out;

  @Option(names = "--quiet", description = "No progress. Also FOOTFALL_QUIET.")
  private boolean quiet;

  /** A folder for a run of this name; the caller removes it if the run does not come to its end. */
  RunFolder reserve(String name) {
    return RunFolder.prepare(folderFor(name));
  }

  /** A folder for a run of this name, which leaves nothing behind if the process ends early. */
  RunFolder prepare(String name) {
    return prepare(folderFor(name));
  }

  /** The same, elsewhere. */
  static RunFolder prepare(Path path) {
    RunFolder folder = RunFolder.prepare(path);
    Runtime.getRuntime().addShutdownHook(new Thread(folder::discard, "discard-run-folder"));
    return folder;
  }

  /** Where a run of this name goes. */
  Path folderFor(String name) {
    if (out != null) {
      return out;
    }
    return Environment.get("out")
        .map(Path::of)
        .orElseGet(() -> Path.of("runs", name + "-" + STAMP.format(Instant.now())));
  }

  boolean isQuiet() {
    return quiet || Environment.isSet("quiet");
  }
}
