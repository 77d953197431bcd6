package footfall.reports.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import footfall.reports.results.Results.Better;
import java.util.List;

/** How runs differ from a baseline, as it stands in a comparison's {@code results.json}. */
public record ComparisonResults(int schemaVersion, Run run, String answer, Comparison comparison) {

  /** Which comparison this is. */
  public record Run(String tool, String version, String mode, String startedAt) {}

  /**
   * Runs beside a baseline.
   *
   * @param threshold part of the baseline's figure beyond which worse is a regression
   */
  public record Comparison(String baseline, double threshold, String currency, List<Beside> runs) {}

  /**
   * One run beside the baseline.
   *
   * @param changes what differs in the scenario
   * @param intervals paired, where both met the same shoppers; or independent
   */
  public record Beside(String run, List<Change> changes, String intervals, List<Row> figures) {
    /** Whether any figure is worse beyond the threshold. */
    public boolean regresses() {
      return figures.stream().anyMatch(Row::regression);
    }
  }

  /** A value of the scenario that differs; empty where there is none. */
  public record Change(String path, String baseline, String run) {}

  /**
   * One figure.
   *
   * @param difference of the run from the baseline, mean over the samples of both
   * @param relative to the baseline's figure
   * @param verdict null where neither more nor less is better
   */
  public record Row(
      String figure,
      double baseline,
      double run,
      double difference,
      double[] ci95,
      double relative,
      @JsonInclude(JsonInclude.Include.NON_NULL) Better verdict,
      boolean regression) {}
}
