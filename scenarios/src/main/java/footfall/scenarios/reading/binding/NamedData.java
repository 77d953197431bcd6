package footfall.scenarios.reading.binding;

import footfall.scenarios.Scenario;
import footfall.scenarios.arrivals.Replay;
import footfall.scenarios.arrivals.Trace;
import footfall.scenarios.months.Month;
import footfall.scenarios.volumes.Volumes;
import java.util.Optional;

/**
 * What the files hold that a scenario names.
 *
 * @param trace that its arrivals replay
 * @param volumes of its month
 */
public record NamedData(Optional<Trace> trace, Optional<Volumes> volumes) {
  /** That of a scenario which has been read. */
  public static NamedData of(Scenario scenario) {
    return new NamedData(
        scenario.arrivals() instanceof Replay replay
            ? Optional.of(replay.trace())
            : Optional.empty(),
        scenario.month() instanceof Month.OfVolumes month
            ? Optional.of(month.volumes())
            : Optional.empty());
  }
}
