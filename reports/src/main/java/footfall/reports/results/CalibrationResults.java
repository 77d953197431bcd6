package footfall.reports.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import footfall.reports.calibration.FittedService.Parameter;
import footfall.reports.results.Results.PredictionRow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Service models that were fitted, as they stand in a calibration's {@code results.json}. */
public record CalibrationResults(
    int schemaVersion, ComparisonResults.Run run, String answer, Calibration calibration) {

  /** Results of a calibration that started at {@code startedAt}. */
  public static CalibrationResults of(
      String version, Instant startedAt, String answer, Calibration calibration) {
    return new CalibrationResults(
        Results.SCHEMA_VERSION,
        new ComparisonResults.Run(
            "footfall", version, "calibrate", startedAt.truncatedTo(ChronoUnit.MILLIS).toString()),
        answer,
        calibration);
  }

  /**
   * What was fitted and how well it foretells.
   *
   * @param fittedTo names of the runs
   */
  public record Calibration(List<String> fittedTo, List<Pool> pools, List<Checked> checked) {}

  /**
   * One pool.
   *
   * @param requests that its model was fitted to
   * @param profile name of the file with its model profile
   * @param inferred whether when requests began follows from the pool's slots, as the target does
   *     not tell
   */
  public record Pool(
      String pool,
      int requests,
      String profile,
      List<Parameter> parameters,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean inferred) {}

  /**
   * A run that was simulated again with the fitted models.
   *
   * @param heldOut whether nothing was fitted to it
   * @param factor of the scenario's load
   */
  public record Checked(String run, boolean heldOut, double factor, List<PredictionRow> rows) {
    /** By how much the prediction is off: the ratio less one, NaN where there is none. */
    public double error(String metric, String stat) {
      return rows.stream()
          .filter(row -> row.metric().equals(metric) && row.stat().equals(stat))
          .mapToDouble(row -> Math.abs(row.ratio() - 1))
          .filter(Double::isFinite)
          .max()
          .orElse(Double.NaN);
    }
  }
}
