package footfall.reports.watching;

import java.util.List;

/**
 * How a run stands at an instant; times in seconds, money in currency units. NaN, written as null,
 * where nothing was seen.
 *
 * @param seconds since the start
 * @param part of the run that is done; NaN if unknown
 * @param replication number of it, from one
 * @param shoppers in conversation
 * @param answered requests since the start, as {@code lost} of those that were not
 * @param perSecond requests answered, since the glance before
 * @param latency from submission to the last token, of the last few glances
 * @param firstToken from submission to the first one, likewise
 * @param cost since the start
 */
public record LiveSnapshot(
    double seconds,
    double part,
    int replication,
    long shoppers,
    long answered,
    long lost,
    double perSecond,
    LatencyFigures latency,
    LatencyFigures firstToken,
    double cost,
    List<PoolGlance> pools) {

  /** Percentiles of a time, and of how many. */
  public record LatencyFigures(long count, double p50, double p95, double p99) {}

  /**
   * One pool.
   *
   * @param utilization of the slots that are up, since the glance before
   * @param share of the requests that the router has sent out since the start
   */
  public record PoolGlance(
      String name,
      long waiting,
      long inService,
      double utilization,
      double perSecond,
      double share,
      double cost,
      WorkerStates workers) {}
}
