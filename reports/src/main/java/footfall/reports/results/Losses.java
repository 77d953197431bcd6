package footfall.reports.results;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;

/**
 * What became of all requests and conversations that arrived in the measured time.
 *
 * @param classes by class of shoppers, where there are several
 * @param fairness between tenants, where there are several
 */
public record Losses(
    Fates requests,
    Fates conversations,
    @JsonInclude(JsonInclude.Include.NON_NULL) Map<String, ClassFigures> classes,
    @JsonInclude(JsonInclude.Include.NON_NULL) Fairness fairness) {

  /**
   * How those ended that arrived, over all replications.
   *
   * @param refused for the client's own mistake
   * @param cancelled by the client
   * @param open when the run was closed
   * @param answeredShare of those that were not refused or cancelled; NaN where none arrived
   */
  public record Fates(
      long arrived,
      long answered,
      long rejected,
      long abandoned,
      long failed,
      long refused,
      long cancelled,
      long open,
      double answeredShare) {
    /** The part of those that came for an answer and never got one; open ones are not lost. */
    @JsonIgnore
    public double lostShare() {
      long came = arrived - refused - cancelled;
      return came == 0 ? 0 : (double) (rejected + abandoned + failed) / came;
    }
  }

  /**
   * One class of shoppers; times in seconds, of answered requests that arrived in the measured
   * time.
   */
  public record ClassFigures(
      Fates requests,
      Fates conversations,
      Times requestLatency,
      Times timeToFirstToken,
      double satisfaction) {
    /** A distribution in short. */
    public record Times(double mean, double p50, double p95, double p99) {}
  }
}
