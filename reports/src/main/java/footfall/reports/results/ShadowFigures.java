package footfall.reports.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Copies of real requests that went to a pool whose answers nobody got.
 *
 * @param sample part of the requests that was to be copied
 * @param comparedBy rules, similarity or judge
 * @param quality part of the answers that is to be as good as now
 * @param answered requests by other pools
 * @param failed copies that were not answered
 * @param unclear copies of which nothing told whether they would have done
 * @param all compared copies together
 * @param ratio part of the requests that the pool may have and the quality be kept
 * @param atRatio what a simulation says of that ratio; null where there was too little to simulate
 */
public record ShadowFigures(
    String pool,
    double sample,
    String comparedBy,
    double quality,
    long answered,
    long copied,
    long failed,
    long unclear,
    Kind all,
    List<Kind> byIntent,
    List<Kind> byLanguage,
    double ratio,
    double[] ratioCi95,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Routed atRatio) {
  /**
   * Copies of one kind.
   *
   * @param share of those compared that would have done; with its 95 % score interval
   */
  public record Kind(String name, long compared, long wouldDo, double share, double[] ci95) {}

  /**
   * What a simulation of the recorded arrivals and the measured services says.
   *
   * @param scenario file in the run folder
   * @param costPerHour at the ratio, and as it is
   */
  public record Routed(
      String scenario, double costPerHour, double costPerHourNow, List<PoolLoad> pools) {}

  /**
   * The load of a pool at the ratio.
   *
   * @param queueWaitMean seconds
   */
  public record PoolLoad(
      String pool, double utilization, double[] utilizationCi95, double queueWaitMean) {}

  /** The same with what a simulation says. */
  public ShadowFigures routed(@Nullable Routed routed) {
    return new ShadowFigures(
        pool,
        sample,
        comparedBy,
        quality,
        answered,
        copied,
        failed,
        unclear,
        all,
        byIntent,
        byLanguage,
        ratio,
        ratioCi95,
        routed);
  }
}
