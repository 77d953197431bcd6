package footfall.reports.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Incidents that were played on a staging gateway and in simulation.
 *
 * @param incidents in the order in which they began
 * @param good when a request counts as good
 * @param replications that were simulated
 * @param tolerance part by which a measured figure may lie beyond the simulated ones
 * @param rows what was simulated and measured
 */
public record IncidentFigures(
    List<Played> incidents, Good good, int replications, double tolerance, List<Row> rows) {
  /** Seconds from the beginning of an incident until requests are good again. */
  public static final String RECOVERY = "recovery";

  /** Requests of the whole run that came to an end and were not answered. */
  public static final String LOST_REQUESTS = "lost_requests";

  /** Part of the conversations that were answered to their end. */
  public static final String COMPLETION_RATE = "completion_rate";

  /** Currency units. */
  public static final String COST_PER_HOUR = "cost_per_hour";

  /** What a figure may differ by in any case: seconds, requests, and a part. */
  private static final Map<String, Double> SLACK =
      Map.of(RECOVERY, 2.0, LOST_REQUESTS, 2.0, COMPLETION_RATE, 0.01);

  /** Copies the lists. */
  public IncidentFigures {
    incidents = List.copyOf(incidents);
    rows = List.copyOf(rows);
  }

  /**
   * One incident; {@code pool} is empty for a flash sale, {@code workers} 0 where none are lost.
   */
  public record Played(
      String kind, String pool, int workers, double fromSeconds, double toSeconds) {}

  /**
   * A request is good if it was answered and the metric is not above {@code seconds}.
   *
   * @param because where that bound comes from
   */
  public record Good(String metric, double seconds, String because) {}

  /** How what was measured stands to what was simulated. */
  public enum Verdict {
    AS_SIMULATED,
    BETTER,
    WORSE
  }

  /**
   * A figure of the run.
   *
   * @param figure {@code recovery}, {@code lost_requests}, {@code completion_rate} or {@code
   *     cost_per_hour}
   * @param incident index of the incident; -1 where it is of the whole run
   * @param simulated by the first replication, which meets the same shoppers as the gateway; no
   *     number where that is "not within the run"
   * @param range the least and the greatest of all replications; no number like that
   * @param verdict null until it was measured
   */
  public record Row(
      String figure,
      int incident,
      double simulated,
      double[] range,
      double measured,
      @Nullable Verdict verdict) {}

  /**
   * The same with what was measured.
   *
   * @param measured of a figure and the index of an incident
   */
  public IncidentFigures measured(ToDoubleBiFunction<String, Integer> measured) {
    List<Row> all = new ArrayList<>();
    for (Row row : rows) {
      double value = measured.applyAsDouble(row.figure, row.incident);
      all.add(
          new Row(row.figure, row.incident, row.simulated, row.range, value, verdict(row, value)));
    }
    return new IncidentFigures(incidents, good, replications, tolerance, all);
  }

  private Verdict verdict(Row row, double value) {
    boolean moreIsWorse = !row.figure.equals(COMPLETION_RATE);
    double low = orNever(row.range[0]);
    double high = orNever(row.range[1]);
    double slack = SLACK.getOrDefault(row.figure, 0.0);
    boolean above = orNever(value) > high + Math.max(slack, tolerance * high);
    boolean below = orNever(value) < low - Math.max(slack, tolerance * low);
    if (above || below) {
      return above == moreIsWorse ? Verdict.WORSE : Verdict.BETTER;
    }
    return Verdict.AS_SIMULATED;
  }

  /** A recovery that is no number has not come within the run. */
  private static double orNever(double value) {
    return Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
  }

  /** Whether anything was measured to be worse than simulated. */
  public boolean hasWorse() {
    return rows.stream().anyMatch(row -> row.verdict == Verdict.WORSE);
  }

  /** Whether recovery from any of them took longer. */
  public boolean isRecoveredLaterThan(double seconds) {
    return rows.stream()
        .anyMatch(row -> row.figure.equals(RECOVERY) && orNever(row.measured) > seconds);
  }
}
