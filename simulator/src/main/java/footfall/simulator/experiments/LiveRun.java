package footfall.simulator.experiments;

import footfall.reports.analysis.run.Analysis;
import footfall.reports.analysis.run.Outcome;
import footfall.reports.analysis.run.Predictions;
import footfall.reports.analysis.run.Twins;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.results.LiveTestFigures;
import footfall.reports.results.Results;
import footfall.reports.results.RunMode;
import footfall.reports.watching.LiveSnapshot;
import footfall.scenarios.Scenario;
import footfall.scenarios.WarmUp;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.serving.run.LiveWorkforce;
import footfall.serving.run.Rehearsal;
import footfall.serving.time.SystemClock;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What is made of a run in real time. */
public final class LiveRun {
  private LiveRun() {}

  /**
   * Rehearses the scenario, simulates it as well, and lays both side by side.
   *
   * @param beside folder from which model directories are found
   * @param audience told every second how things stand
   */
  public static Outcome rehearse(
      ResolvedScenario resolved,
      Path beside,
      String version,
      Progress progress,
      Consumer<LiveSnapshot> audience) {
    Scenario scenario = resolved.scenario();
    SystemClock clock = new SystemClock();
    LiveWorkforce workforce = new LiveWorkforce(scenario, clock, beside);
    Instant startedAt = Instant.now();
    ReplicationRecord record = Rehearsal.run(scenario, clock, workforce, progress::at, audience);
    Outcome measured = analyse(resolved, record, RunMode.REHEARSE, version, startedAt);
    Results predicted = Simulation.run(resolved, version, part -> {}).results();
    return measured.with(
        measured.results().predicted(Predictions.compare(predicted, measured.results())));
  }

  /**
   * What a server did from its start to its stop.
   *
   * @param test the A/B test that went on meanwhile; empty for none
   */
  public static Outcome served(
      ResolvedScenario resolved,
      ReplicationRecord record,
      Optional<LiveTestFigures> test,
      String version,
      Instant startedAt) {
    ResolvedScenario asLongAsItWas =
        new ResolvedScenario(
            resolved.scenario().over(record.endNanos(), new WarmUp.None()),
            resolved.yaml(),
            resolved.sha256(),
            resolved.provenance());
    Outcome outcome = analyse(asLongAsItWas, record, RunMode.SERVE, version, startedAt);
    return test.map(figures -> outcome.with(outcome.results().tested(figures))).orElse(outcome);
  }

  private static Outcome analyse(
      ResolvedScenario resolved,
      ReplicationRecord record,
      RunMode mode,
      String version,
      Instant startedAt) {
    double seconds = record.endNanos() / 1e9;
    Results.Wall wall =
        new Results.Wall(startedAt.truncatedTo(ChronoUnit.MILLIS).toString(), seconds, 0);
    return Analysis.of(resolved, List.of(record), Twins.NONE, mode, version, wall);
  }
}
