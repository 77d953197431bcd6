package footfall.simulator.experiments;

import footfall.reports.analysis.run.Analysis;
import footfall.reports.analysis.run.Outcome;
import footfall.reports.analysis.run.PoissonTwin;
import footfall.reports.analysis.run.SpentBudgets;
import footfall.reports.analysis.run.Twins;
import footfall.reports.analysis.verdicts.ReplicationSet;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.results.Results;
import footfall.reports.results.RunMode;
import footfall.scenarios.Scenario;
import footfall.scenarios.reading.ResolvedScenario;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** A scenario simulated from beginning to end. */
public final class Simulation {
  /** More than anybody waits for. */
  public static final int MAX_REPLICATIONS = 1_000;

  private Simulation() {}

  /**
   * Runs as many replications as the precision demands, the scenario's own number at least, and
   * analyses them.
   *
   * @param replicator where they are run
   * @param resolve gives the scenario with so many replications
   */
  public static Outcome run(
      Replicator replicator,
      IntFunction<ResolvedScenario> resolve,
      Scenario scenario,
      Precision precision,
      String version,
      Progress progress) {
    String startedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    long begin = System.nanoTime();
    List<ReplicationRecord> replications = precision.replicate(replicator, scenario, progress);
    ResolvedScenario resolved = resolve.apply(ReplicationRecord.replications(replications));
    Outcome outcome = analyse(replicator, resolved, replications, version, startedAt, begin);
    return outcome.with(
        outcome.results().checked(precision.check(new ReplicationSet(scenario, replications))));
  }

  /** Runs every replication on all cores and analyses them. */
  public static Outcome run(ResolvedScenario resolved, String version, Progress progress) {
    try (LocalReplicator localReplicator =
        new LocalReplicator(Runtime.getRuntime().availableProcessors())) {
      return run(localReplicator, resolved, version, progress);
    }
  }

  /**
   * Runs every replication and analyses them.
   *
   * @param replicator where they are run
   */
  public static Outcome run(
      Replicator replicator, ResolvedScenario resolved, String version, Progress progress) {
    String startedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    long begin = System.nanoTime();
    List<ReplicationRecord> replications =
        Replications.run(replicator, resolved.scenario(), progress);
    return analyse(replicator, resolved, replications, version, startedAt, begin);
  }

  private static Outcome analyse(
      Replicator replicator,
      ResolvedScenario resolved,
      List<ReplicationRecord> replications,
      String version,
      String startedAt,
      long begin) {
    Twins twins =
        new Twins(
            twin(replicator, PoissonTwin.of(resolved.scenario())),
            twin(replicator, SpentBudgets.of(resolved.scenario(), replications)));
    double seconds = (System.nanoTime() - begin) / 1e9;
    long events = replications.stream().mapToLong(ReplicationRecord::events).sum();
    Results.Wall wall = new Results.Wall(startedAt, seconds, events / seconds);
    return Analysis.of(resolved, replications, twins, RunMode.SIMULATE, version, wall);
  }

  private static List<ReplicationRecord> twin(Replicator replicator, Optional<Scenario> scenario) {
    return scenario.map(other -> Replications.run(replicator, other, part -> {})).orElse(List.of());
  }
}
