package footfall.reports.recording;

import footfall.scenarios.arrivals.ArrivalStatistics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Everything that one replication left behind, or several added up.
 *
 * @param levels of every pool at every tick of the plan, the first at zero and the last at the
 *     horizon
 * @param drained what ended after the horizon, in a run that drains
 * @param windows by what is asked of requests, the windows that it is cut into
 * @param presence request-nanoseconds spent in every pool up to every tick, by the requests' own
 *     instants
 * @param atEnd levels when the run was closed, which is after the horizon where a run drains
 * @param singles what does not add up, of each replication
 * @param endNanos of the last that ended
 * @param events timers fired and messages delivered
 */
public record ReplicationRecord(
    WindowPlan plan,
    List<Window> sections,
    Window drained,
    List<List<Attainment>> windows,
    List<PoolLevels[]> levels,
    List<double[]> presence,
    PoolLevels[] atEnd,
    Submissions submissions,
    Census census,
    List<Single> singles,
    long endNanos,
    long events) {

  /**
   * What is kept of each replication by itself.
   *
   * @param arrivals of first-time shoppers; empty where arrivals are closed
   * @param completedAtTicks requests completed since the start, at every tick
   * @param warmUpEndNanos as found by MSER-5
   */
  public record Single(
      ArrivalStatistics arrivals,
      long[] completedAtTicks,
      long warmUpEndNanos,
      List<SampledRequest> sample) {}

  /** Requests completed since the start, at a tick. */
  public long completedAt(int tick) {
    long completed = 0;
    for (Single single : singles) {
      completed += single.completedAtTicks[tick];
    }
    return completed;
  }

  /** Two of the same scenario, added up. */
  public ReplicationRecord plus(ReplicationRecord other) {
    List<Window> sums = new ArrayList<>();
    for (int section = 0; section < sections.size(); section++) {
      sums.add(Window.alike(sections.get(section), other.sections.get(section)));
    }
    return new ReplicationRecord(
        plan,
        List.copyOf(sums),
        Window.alike(drained, other.drained),
        sumOfWindows(windows, other.windows),
        IntStream.range(0, levels.size())
            .mapToObj(tick -> sum(levels.get(tick), other.levels.get(tick)))
            .toList(),
        IntStream.range(0, presence.size())
            .mapToObj(tick -> sum(presence.get(tick), other.presence.get(tick)))
            .toList(),
        sum(atEnd, other.atEnd),
        submissions.plus(other.submissions),
        census.plus(other.census),
        Stream.concat(singles.stream(), other.singles.stream()).toList(),
        Math.max(endNanos, other.endNanos),
        events + other.events);
  }

  private static PoolLevels[] sum(PoolLevels[] one, PoolLevels[] other) {
    PoolLevels[] sum = one.clone();
    Arrays.setAll(sum, pool -> one[pool].plus(other[pool]));
    return sum;
  }

  private static double[] sum(double[] one, double[] other) {
    double[] sum = new double[one.length];
    Arrays.setAll(sum, i -> one[i] + other[i]);
    return sum;
  }

  /** What was counted by window, added up. */
  public static List<List<Attainment>> sumOfWindows(
      List<List<Attainment>> one, List<List<Attainment>> other) {
    List<List<Attainment>> sums = new ArrayList<>();
    for (int figure = 0; figure < one.size(); figure++) {
      List<Attainment> sum = new ArrayList<>();
      for (int window = 0; window < one.get(figure).size(); window++) {
        sum.add(one.get(figure).get(window).plus(other.get(figure).get(window)));
      }
      sums.add(sum);
    }
    return sums;
  }

  /** The same without the sample of single requests. */
  public ReplicationRecord withoutRequests() {
    return new ReplicationRecord(
        plan,
        sections,
        drained,
        windows,
        levels,
        presence,
        atEnd,
        submissions,
        census,
        singles.stream()
            .map(
                single ->
                    new Single(
                        single.arrivals, single.completedAtTicks, single.warmUpEndNanos, List.of()))
            .toList(),
        endNanos,
        events);
  }

  /** How many replications were added up. */
  public int replications() {
    return singles.size();
  }

  /** How many there are in all of the records. */
  public static int replications(List<ReplicationRecord> records) {
    return records.stream().mapToInt(ReplicationRecord::replications).sum();
  }
}
