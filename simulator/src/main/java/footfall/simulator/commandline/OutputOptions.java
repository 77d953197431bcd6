package footfall.simulator.commandline;

import footfall.reports.rendering.RunFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
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

  @Option(
      names = "--json",
      description = "Print results.json on standard output, and nothing else there.")
  private boolean json;

  /**
   * Writes the run folder, and prints the answer and where it is; or the results as they stand in
   * it, where that is asked for.
   *
   * @param answer prints what was found
   * @param write writes the folder
   */
  void conclude(CommandSpec spec, Path folder, Consumer<PrintWriter> answer, Runnable write) {
    PrintWriter out = spec.commandLine().getOut();
    if (!json) {
      answer.accept(out);
    }
    write.run();
    out.print(json ? results(folder) : folder + System.lineSeparator());
    out.flush();
  }

  private static String results(Path folder) {
    try {
      return Files.readString(folder.resolve(RunFolder.RESULTS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

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
