package footfall.reports.recording;

import footfall.scenarios.arrivals.ArrivalStatistics;
import java.util.List;

/**
 * Everything that one replication left behind.
 *
 * @param levels of every pool at every tick of the plan, the first at zero and the last at the
 *     horizon
 * @param drained what ended after the horizon, in a run that drains
 * @param windows by what is asked of requests, the windows that it is cut into
 * @param presence request-nanoseconds spent in every pool up to every tick, by the requests' own
 *     instants
 * @param completedAtTicks requests completed since the start, at every tick
 * @param atEnd levels when the run was closed, which is after the horizon where a run drains
 * @param arrivals of first-time shoppers; empty where arrivals are closed
 * @param warmUpEndNanos as found by MSER-5
 * @param events timers fired and messages delivered
 */
public record ReplicationRecord(
    WindowPlan plan,
    List<Window> sections,
    Window drained,
    List<List<Attainment>> windows,
    List<PoolLevels[]> levels,
    List<double[]> presence,
    long[] completedAtTicks,
    PoolLevels[] atEnd,
    Submissions submissions,
    Census census,
    ArrivalStatistics arrivals,
    long warmUpEndNanos,
    List<SampledRequest> sample,
    long endNanos,
    long events) {}
