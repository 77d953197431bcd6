package footfall.gatling;

import com.fasterxml.jackson.core.JsonProcessingException;
import footfall.reports.analysis.incidents.IncidentAnalysis;
import footfall.reports.analysis.load.LoadAnalysis;
import footfall.reports.analysis.run.Outcome;
import footfall.reports.analysis.run.Predictions;
import footfall.reports.measurement.LoadMeasurement;
import footfall.reports.results.IncidentFigures;
import footfall.reports.results.LoadFigures;
import footfall.reports.results.Results;
import footfall.reports.results.ResultsJson;
import footfall.reports.results.SloVerdict;
import footfall.scenarios.Scenario;
import footfall.scenarios.WarmUp;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.ResolvedScenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** What a load test has measured, beside what it was told to expect. Stateless. */
final class LoadReport {
  private final LoadSettings settings;
  private final ResolvedScenario planned;

  /**
   * The report of a load test.
   *
   * @param planned the scenario at its load and for its whole time
   */
  LoadReport(LoadSettings settings, ResolvedScenario planned) {
    this.settings = settings;
    this.planned = planned;
  }

  /**
   * The whole outcome.
   *
   * @param asItWas the scenario for the time that the test has really taken
   * @param cutShort why it took less than planned, empty text for a signal; empty where it did not
   * @param broken with what the generator broke down; empty where it did not
   */
  Outcome of(
      ResolvedScenario asItWas,
      LoadMeasurement measurement,
      Results.Wall wall,
      Optional<String> cutShort,
      Optional<RuntimeException> broken) {
    Outcome outcome = LoadAnalysis.of(asItWas, measurement, settings.version(), wall);
    Results results = outcome.results();
    if (broken.isPresent()) {
      results =
          results.checked(
              new Results.Check("the generator did not break", false, broken.get().toString()));
    }
    if (settings.predicted().isPresent() && settings.share().isWhole()) {
      Results predicted = read(settings.predicted().get(), Results.class);
      results = results.predicted(Predictions.compare(predicted, results));
    }
    if (settings.incidents().isPresent()) {
      IncidentFigures simulated = read(settings.incidents().get(), IncidentFigures.class);
      IncidentFigures played =
          IncidentAnalysis.measured(
              simulated, asItWas.scenario(), outcome.replications().get(0), measurement.requests());
      results = results.loaded(results.load().with(played));
    }
    if (!settings.limit().isEmpty()) {
      results = limited(results, cutShort.isPresent());
    }
    if (!settings.share().isWhole()) {
      results = results.answering(shareSentence() + results.answer());
    }
    if (cutShort.isPresent()) {
      String sentence = cutShort.get().isEmpty() ? interrupted(asItWas.scenario()) : cutShort.get();
      results = results.answering(sentence + " " + results.answer());
    }
    return outcome.with(results);
  }

  private String shareSentence() {
    return String.format(
        Locale.ROOT,
        "Generator %d of %d, its shoppers alone: merge the run folders of all. ",
        settings.share().number(),
        settings.share().of());
  }

  /** Says that the run is shorter than it was planned. */
  private String interrupted(Scenario shorter) {
    Scenario whole = planned.scenario();
    return String.format(
        Locale.ROOT,
        "Interrupted after %.0f s of %.0f s%s.",
        shorter.horizonSeconds(),
        whole.horizonSeconds(),
        shorter.warmUp() instanceof WarmUp.None && whole.warmUp() instanceof WarmUp.Fixed
            ? ", within the warm-up, which the figures include"
            : "");
  }

  /** The last test of a search for the limit: says what was found. */
  private Results limited(Results results, boolean wasCutShort) {
    LoadFigures.Limit told;
    try {
      told = ResultsJson.read(settings.limit(), LoadFigures.Limit.class);
    } catch (IOException e) {
      throw new IllegalStateException("the search was told wrongly", e);
    }
    boolean keeps = results.slo().stream().allMatch(SloVerdict::isKept);
    boolean keptUp = results.load().generator().verdict() == LoadFigures.Fitness.KEPT_UP;
    boolean isOver = !told.interrupted() && !wasCutShort;
    LoadFigures.Limit limit = told.confirmed(settings.factor(), keptUp, keeps, isOver);
    return results
        .loaded(results.load().with(limit))
        .answering(limit.sentence() + " At that load: " + results.answer());
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw InvalidInputException.of(
          file.toString(), "cannot be read (" + e + ")", "predict it again");
    }
  }

  private static <T> T read(Path file, Class<T> type) {
    try {
      return ResultsJson.read(text(file), type);
    } catch (JsonProcessingException e) {
      throw InvalidInputException.of(
          file.toString(), "cannot be read (" + e + ")", "predict it again");
    }
  }
}
