package footfall.reports.rendering;

import footfall.reports.analysis.run.Outcome;
import footfall.reports.measurement.MeasuredShare;
import footfall.reports.rendering.html.CalibrationReport;
import footfall.reports.rendering.html.ComparisonReport;
import footfall.reports.rendering.html.Findings;
import footfall.reports.rendering.html.HtmlReport;
import footfall.reports.rendering.html.SweepReport;
import footfall.reports.rendering.junit.JunitXml;
import footfall.reports.rendering.tables.ClaimsTable;
import footfall.reports.rendering.tables.ComparisonTable;
import footfall.reports.rendering.tables.CsvTables;
import footfall.reports.rendering.tables.EvaluationTable;
import footfall.reports.rendering.tables.RequestLog;
import footfall.reports.rendering.tables.SizingTable;
import footfall.reports.rendering.tables.SweepTable;
import footfall.reports.results.CalibrationResults;
import footfall.reports.results.ComparisonResults;
import footfall.reports.results.ResultsJson;
import footfall.reports.results.SweepResults;
import footfall.scenarios.experiments.Experiment;
import footfall.scenarios.problems.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder that a run leaves behind. Everything is written under a temporary name beside it and
 * moved at the end, so that a folder of the right name is always complete.
 */
public final class RunFolder {
  public static final String RESULTS = "results.json";
  static final String EVIDENCE = "evidence.json";
  static final String REPORT = "report.html";

  /** Where an evaluation leaves its profiles, in folders as they are named. */
  private static final String PROFILES = "models";

  private static final Set<String> FILES =
      Set.of(
          "scenario.resolved.yaml",
          "summary.csv",
          "timeseries.csv",
          "junit.xml",
          "requests.jsonl.gz",
          MeasuredShare.FILE,
          "claims.md",
          "sizing.csv",
          "prediction.csv",
          "experiment.resolved.yaml",
          "sweep.csv",
          "comparison.csv",
          "calibration.csv",
          "evaluation.csv",
          "conversations.jsonl.gz",
          PROFILES,
          "server.csv",
          "shadow.yaml",
          "shadow-requests.csv",
          "shadow.jsonl",
          REPORT,
          EVIDENCE,
          RESULTS);

  private final Path target;
  private final Path temporary;

  private RunFolder(Path target, Path temporary) {
    this.target = target;
    this.temporary = temporary;
  }

  /**
   * Makes sure that the folder can be written, before any work is done.
   *
   * @throws InvalidInputException if it cannot, or if it holds something that is not a run
   */
  public static RunFolder prepare(Path folder) {
    Path target = folder.toAbsolutePath().normalize();
    refuseForeign(target);
    Path temporary =
        target.resolveSibling(
            "." + target.getFileName() + ".part-" + ProcessHandle.current().pid());
    try {
      Files.createDirectories(target.getParent());
      Files.createDirectory(temporary);
    } catch (FileAlreadyExistsException e) {
      throw InvalidInputException.of(
          folder.toString(), "cannot be written: " + e.getFile() + " is in the way", "remove it");
    } catch (IOException e) {
      throw InvalidInputException.of(
          folder.toString(),
          "cannot be written (" + e.getClass().getSimpleName() + " " + e.getMessage() + ")",
          "choose another --out");
    }
    return new RunFolder(target, temporary);
  }

  /** Where the run will be. */
  public Path path() {
    return target;
  }

  /** Writes everything of a run. */
  public void write(Outcome outcome) {
    write(outcome, Map.of(), Map.of());
  }

  /**
   * Writes everything of a run.
   *
   * @param profiles that it has measured, by their name, such as {@code measured/footfall-tiny}
   * @param others by the name of the file
   */
  public void write(Outcome outcome, Map<String, String> profiles, Map<String, byte[]> others) {
    Map<String, byte[]> files = new LinkedHashMap<>(others);
    profiles.forEach((name, yaml) -> files.put(PROFILES + "/" + name + ".yaml", bytes(yaml)));
    files.put("scenario.resolved.yaml", bytes(outcome.resolved().yaml()));
    files.put("summary.csv", bytes(CsvTables.summary(outcome.results())));
    files.put("timeseries.csv", bytes(CsvTables.timeSeries(outcome)));
    files.put("junit.xml", bytes(JunitXml.render(outcome.results())));
    files.put("requests.jsonl.gz", RequestLog.render(outcome));
    files.put(EVIDENCE, bytes(ResultsJson.line(outcome.reportData()) + "\n"));
    files.put(REPORT, bytes(HtmlReport.render(Findings.of(outcome))));
    if (!outcome.results().claims().isEmpty()) {
      files.put("claims.md", bytes(ClaimsTable.render(outcome)));
    }
    if (outcome.results().sizing() != null) {
      files.put("sizing.csv", bytes(SizingTable.render(outcome.results().sizing())));
    }
    if (outcome.results().prediction() != null) {
      files.put("prediction.csv", bytes(CsvTables.prediction(outcome.results().prediction())));
    }
    if (outcome.load() != null && !outcome.load().server().isEmpty()) {
      files.put("server.csv", bytes(CsvTables.server(outcome)));
    }
    if (outcome.results().evaluation() != null) {
      files.put("evaluation.csv", bytes(EvaluationTable.render(outcome.results().evaluation())));
      files.put("conversations.jsonl.gz", EvaluationTable.conversations(outcome.conversations()));
    }
    files.put(RESULTS, bytes(ResultsJson.render(outcome.results())));
    write(files);
  }

  /**
   * Writes everything of a sweep.
   *
   * @param wide whether its table has every figure, and not only those that it is judged by
   */
  public void write(Experiment experiment, SweepResults results, boolean wide) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("experiment.resolved.yaml", bytes(experiment.yaml()));
    files.put("scenario.resolved.yaml", bytes(experiment.scenarioYaml()));
    files.put("sweep.csv", bytes(SweepTable.render(results, wide)));
    files.put(REPORT, bytes(SweepReport.render(results)));
    files.put(EVIDENCE, bytes(ResultsJson.line(results.evidence()) + "\n"));
    files.put(RESULTS, bytes(ResultsJson.render(results.withoutEvidence())));
    write(files);
  }

  /** Writes everything of a comparison. */
  public void write(ComparisonResults results) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("comparison.csv", bytes(ComparisonTable.render(results)));
    files.put(REPORT, bytes(ComparisonReport.render(results)));
    files.put(RESULTS, bytes(ResultsJson.render(results)));
    write(files);
  }

  /**
   * Writes everything of a calibration.
   *
   * @param profiles by the name of their file
   */
  public void write(CalibrationResults results, Map<String, String> profiles) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    profiles.forEach((name, yaml) -> files.put(name, bytes(yaml)));
    files.put("calibration.csv", bytes(CalibrationReport.csv(results)));
    files.put(REPORT, bytes(CalibrationReport.render(results)));
    files.put(RESULTS, bytes(ResultsJson.render(results)));
    write(files);
  }

  /** Writes the files and gives the folder its name; an earlier run of that name is replaced. */
  private synchronized void write(Map<String, byte[]> files) {
    try {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path path = temporary.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.write(path, file.getValue());
      }
      takePlace();
    } catch (IOException e) {
      throw new UncheckedIOException(
          target + " cannot be written (" + reason(e) + "); make room, or choose another --out", e);
    } finally {
      discard();
    }
  }

  /** An earlier run stays where it was if this one cannot take its place. */
  private void takePlace() throws IOException {
    Path replaced = temporary.resolveSibling(temporary.getFileName() + ".old");
    if (!Files.exists(target)) {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    Files.move(target, replaced, StandardCopyOption.ATOMIC_MOVE);
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.move(replaced, target, StandardCopyOption.ATOMIC_MOVE);
      throw e;
    }
    delete(replaced);
  }

  private static String reason(IOException e) {
    return e instanceof FileSystemException refused && refused.getReason() != null
        ? refused.getReason()
        : e.getClass().getSimpleName() + " " + e.getMessage();
  }

  /** Removes what was begun; does nothing after the run was written. May be called twice. */
  public synchronized void discard() {
    try {
      if (Files.exists(temporary)) {
        delete(temporary);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Copies a run to where another would have been.
   *
   * @throws InvalidInputException if it cannot be written there
   */
  public static void copy(Path run, Path folder) {
    RunFolder copy = prepare(folder);
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (Stream<Path> all = Files.walk(run)) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        files.put(run.relativize(file).toString(), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      copy.discard();
      throw new UncheckedIOException(e);
    }
    copy.write(files);
  }

  /** Only what Footfall itself has written may be replaced. */
  private static void refuseForeign(Path target) {
    if (!Files.exists(target)) {
      return;
    }
    try (Stream<Path> content =
        Files.isDirectory(target) ? Files.list(target) : Stream.of(target)) {
      List<String> names = content.map(path -> path.getFileName().toString()).toList();
      if (!names.isEmpty()
          && (!names.stream().allMatch(RunFolder::isOurs) || !isRun(target.resolve(RESULTS)))) {
        throw InvalidInputException.of(
            target.toString(), "exists and is not a run of Footfall", "choose another --out");
      }
    } catch (IOException e) {
      throw InvalidInputException.of(
          target.toString(), "cannot be read (" + e.getMessage() + ")", "choose another --out");
    }
  }

  private static boolean isOurs(String file) {
    return FILES.contains(file) || file.matches("profile-.*\\.yaml");
  }

  private static boolean isRun(Path results) throws IOException {
    return Files.isRegularFile(results)
        && ResultsJson.text(results).contains("\"tool\" : \"footfall\"");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void delete(Path folder) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(folder)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }
}
