package footfall.scenarios.reading.binding;

import footfall.scenarios.Scenario;
import footfall.scenarios.arrivals.Counted;
import footfall.scenarios.arrivals.Replay;
import footfall.scenarios.arrivals.Trace;
import footfall.scenarios.months.Month;
import footfall.scenarios.volumes.Volumes;
import java.util.Optional;

/**
 * What the files hold that a scenario names.
 *
 * @param trace that its arrivals replay
 * @param arrivals volumes that its arrivals follow
 * @param month volumes of its month
 */
public record NamedData(
    Optional<Trace> trace, Optional<Volumes> arrivals, Optional<Volumes> month) {
  /** That of a scenario which has been read. */
  public static NamedData of(Scenario scenario) {
    return new NamedData(
        scenario.arrivals() instanceof Replay replay
            ? Optional.of(replay.trace())
            : Optional.empty(),
        scenario.arrivals() instanceof Counted counted
            ? Optional.of(counted.volumes())
            : Optional.empty(),
        scenario.month() instanceof Month.OfVolumes month
            ? Optional.of(month.volumes())
            : Optional.empty());
  }
}
