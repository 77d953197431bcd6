package footfall.simulator.experiments;

import footfall.reports.analysis.Analysis;
import footfall.reports.analysis.Outcome;
import footfall.reports.analysis.PoissonTwin;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.results.Results;
import footfall.scenarios.reading.ResolvedScenario;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** A scenario simulated from beginning to end. */
public final class Simulation {
  private Simulation() {}

  /** Runs every replication on all cores and analyses them. */
  public static Outcome run(ResolvedScenario resolved, String version, Progress progress) {
    String startedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    long begin = System.nanoTime();
    List<ReplicationRecord> replications = Replications.run(resolved.scenario(), progress);
    List<ReplicationRecord> twin =
        PoissonTwin.of(resolved.scenario())
            .map(scenario -> Replications.run(scenario, part -> {}))
            .orElse(List.of());
    double seconds = (System.nanoTime() - begin) / 1e9;
    long events = replications.stream().mapToLong(ReplicationRecord::events).sum();
    Results.Wall wall = new Results.Wall(startedAt, seconds, events / seconds);
    return Analysis.of(resolved, replications, twin, "simulate", version, wall);
  }
}
