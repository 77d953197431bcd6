package footfall.reports.rendering;

import com.fasterxml.jackson.core.JsonProcessingException;
import footfall.reports.rendering.html.CalibrationReport;
import footfall.reports.rendering.html.ComparisonReport;
import footfall.reports.rendering.html.Findings;
import footfall.reports.rendering.html.HtmlReport;
import footfall.reports.rendering.html.SweepReport;
import footfall.reports.results.CalibrationResults;
import footfall.reports.results.ComparisonResults;
import footfall.reports.results.ReportData;
import footfall.reports.results.Results;
import footfall.reports.results.ResultsJson;
import footfall.reports.results.SweepResults;
import footfall.reports.results.SweepResults.SweepEvidence;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** The folder of a finished run, of which the report is drawn again from what it keeps. */
public final class FinishedRun {
  private final Path folder;
  private final Map<?, ?> head;

  private FinishedRun(Path folder, Map<?, ?> head) {
    this.folder = folder;
    this.head = head;
  }

  /**
   * The run in this folder.
   *
   * @throws InvalidInputException if there is none, or one that this Footfall cannot read
   */
  public static FinishedRun in(Path folder) {
    Path results = folder.resolve(RunFolder.RESULTS);
    if (!Files.isRegularFile(results)) {
      throw InvalidInputException.of(
          folder.toString(), "is no run folder", "name the folder of a finished run");
    }
    Map<?, ?> head = read(results, Map.class);
    Object version = head.get("schemaVersion");
    if (!Integer.valueOf(Results.SCHEMA_VERSION).equals(version)) {
      throw InvalidInputException.of(
          results.toString(),
          "has schemaVersion " + version + ", this Footfall reads " + Results.SCHEMA_VERSION,
          "run it again");
    }
    if (!(head.get("run") instanceof Map) || !(head.get("answer") instanceof String)) {
      throw InvalidInputException.of(
          results.toString(), "is a results file with parts missing", "run it again");
    }
    return new FinishedRun(folder, head);
  }

  /** What was found, in one sentence. */
  public String answer() {
    return (String) head.get("answer");
  }

  /**
   * Draws {@code report.html} again and returns where it is; a report that is there is replaced.
   *
   * @throws InvalidInputException if what is needed for it is missing or damaged
   */
  public Path drawReport() {
    Path report = folder.resolve(RunFolder.REPORT);
    Path fresh = folder.resolve("." + RunFolder.REPORT + ".part");
    String html;
    try {
      html = render();
    } catch (InvalidInputException e) {
      throw e;
    } catch (RuntimeException e) { // JSON, but not of a run: what a run has written can be drawn.
      throw InvalidInputException.of(
          folder.toString(), "holds results with parts missing or changed", "run it again");
    }
    try {
      Files.writeString(fresh, html);
      Files.move(fresh, report, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      fresh.toFile().delete();
      throw InvalidInputException.of(
          report.toString(),
          "cannot be written (" + e.getClass().getSimpleName() + ")",
          "check who may write there, and how much room is left");
    }
    return report;
  }

  private String render() {
    Path results = folder.resolve(RunFolder.RESULTS);
    Object mode = ((Map<?, ?>) head.get("run")).get("mode");
    if ("compare".equals(mode)) {
      return ComparisonReport.render(read(results, ComparisonResults.class));
    }
    if ("calibrate".equals(mode)) {
      return CalibrationReport.render(read(results, CalibrationResults.class));
    }
    Path evidence = folder.resolve(RunFolder.EVIDENCE);
    if ("sweep".equals(mode)) {
      return SweepReport.render(
          read(results, SweepResults.class).with(read(evidence, SweepEvidence.class)));
    }
    return HtmlReport.render(
        new Findings(
            read(results, Results.class),
            new ScenarioReader().read(folder.resolve("scenario.resolved.yaml"), List.of()),
            read(evidence, ReportData.class)));
  }

  private static <T> T read(Path file, Class<T> type) {
    try {
      return ResultsJson.read(ResultsJson.text(file), type);
    } catch (JsonProcessingException e) {
      throw InvalidInputException.of(
          file.toString(),
          "is damaged" + (e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr()),
          "run it again");
    } catch (NoSuchFileException e) {
      throw InvalidInputException.of(
          file.toString(), "is missing", "run it again; runs of earlier versions keep less");
    } catch (IOException e) {
      throw InvalidInputException.of(
          file.toString(), "cannot be read (" + e.getMessage() + ")", "check who may read it");
    }
  }
}
