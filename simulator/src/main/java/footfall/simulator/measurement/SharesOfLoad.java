package footfall.simulator.measurement;

import com.fasterxml.jackson.core.JsonProcessingException;
import footfall.reports.analysis.load.LoadAnalysis;
import footfall.reports.analysis.run.Outcome;
import footfall.reports.analysis.run.Predictions;
import footfall.reports.measurement.MeasuredShare;
import footfall.reports.results.Results;
import footfall.reports.results.ResultsJson;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.reading.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The run folders of several load generators that put a load on together, as one run. */
public final class SharesOfLoad {
  private static final String SCENARIO = "scenario.resolved.yaml";
  private static final double MILLIS = 1e3;
  private static final double NANOS = 1e9;

  private SharesOfLoad() {}

  /**
   * Merges run folders.
   *
   * @param version of the tool
   * @throws InvalidInputException if they are not those of all generators of one load test
   */
  public static Outcome merge(List<Path> folders, String version) {
    List<MeasuredShare> shares = folders.stream().map(MeasuredShare::in).toList();
    MeasuredShare.Merged merged = MeasuredShare.merge(shares);
    ResolvedScenario read = sameScenario(folders);
    ResolvedScenario loaded =
        new ResolvedScenario(
            read.scenario().atLoad(merged.measurement().factor()),
            read.yaml(),
            read.sha256(),
            read.provenance());
    long began = shares.stream().mapToLong(MeasuredShare::beganMillis).min().orElseThrow();
    Results.Wall wall =
        new Results.Wall(
            Instant.ofEpochMilli(began).toString(), merged.measurement().endNanos() / NANOS, 0);
    Outcome outcome = LoadAnalysis.of(loaded, merged.measurement(), version, wall);
    Results results = outcome.results().checked(together(merged));
    String predicted = shares.get(0).predicted();
    if (!predicted.isEmpty()) {
      results = results.predicted(Predictions.compare(prediction(predicted), results));
    }
    return outcome.with(
        results.answering(
            String.format(Locale.ROOT, "Measured by %d generators. ", merged.generators())
                + results.answer()));
  }

  private static Results.Check together(MeasuredShare.Merged merged) {
    return new Results.Check(
        "the generators began together",
        merged.beganTogether(),
        String.format(
            Locale.ROOT,
            "%d generators within %.3f s, by their own clocks",
            merged.generators(),
            merged.apartMillis() / MILLIS));
  }

  private static Results prediction(String json) {
    try {
      return ResultsJson.read(json, Results.class);
    } catch (JsonProcessingException e) {
      throw InvalidInputException.of(
          MeasuredShare.FILE, "holds a prediction that cannot be read", "measure again");
    }
  }

  private static ResolvedScenario sameScenario(List<Path> folders) {
    String first = text(folders.get(0));
    for (Path folder : folders) {
      if (!text(folder).equals(first)) {
        throw InvalidInputException.of(
            folder.resolve(SCENARIO).toString(),
            "is another scenario than that of " + folders.get(0),
            "merge the shares of one load test");
      }
    }
    return new ScenarioReader().read(folders.get(0).resolve(SCENARIO), List.of());
  }

  private static String text(Path folder) {
    try {
      return Files.readString(folder.resolve(SCENARIO));
    } catch (IOException e) {
      throw InvalidInputException.of(
          folder.toString(), "has no readable " + SCENARIO, "measure again");
    }
  }
}
