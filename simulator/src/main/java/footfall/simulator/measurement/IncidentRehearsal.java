package footfall.simulator.measurement;

import footfall.gatling.LoadSettings;
import footfall.gatling.incidents.StagingGateway;
import footfall.reports.analysis.incidents.IncidentAnalysis;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.results.ResultsJson;
import footfall.scenarios.Scenario;
import footfall.scenarios.incidents.Incident;
import footfall.scenarios.incidents.Incidents;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.reading.WorkloadEstimate;
import footfall.simulator.experiments.LocalReplicator;
import footfall.simulator.experiments.Replications;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The incidents of a scenario, played on a staging gateway under the scenario's load and in
 * simulation.
 */
public final class IncidentRehearsal {
  /** With 39 runs, a further one lies within their range with a probability of at least 95 %. */
  private static final int FEWEST_REPLICATIONS = 39;

  private static final int MOST_REPLICATIONS = 99;
  private static final double REQUESTS = 2e6;

  private IncidentRehearsal() {}

  /**
   * Refuses what cannot be rehearsed.
   *
   * @throws InvalidInputException if there is no incident, or one that the gateway cannot play
   */
  public static void check(Scenario scenario, LoadSettings settings) {
    List<Incident> incidents = Incidents.of(scenario);
    if (incidents.isEmpty()) {
      throw InvalidInputException.of(
          settings.scenario().toString(),
          "has no incident before its horizon",
          "add pools.NAME.outages, pools.NAME.api.outages or a flashSale to arrivals, or rehearse"
              + " without --against");
    }
    for (PoolSpec pool : scenario.pools()) {
      if (pool.operations().failures().isPresent()
          || pool.operations().restartNanos().isPresent()) {
        throw InvalidInputException.of(
            "pools." + pool.name(),
            "has failures or a rollingRestart, which are not played on a gateway",
            "state outages instead: - {from: 60s, to: 90s, workers: 1}");
      }
    }
    new StagingGateway(settings.target()).check(incidents);
  }

  /**
   * Simulates, plays and writes the run folder.
   *
   * @param tolerance part by which a measured figure may lie beyond the simulated ones
   */
  public static LoadTest.Measured run(
      LoadSettings settings,
      ResolvedScenario resolved,
      double tolerance,
      LoadTest.Progress progress) {
    return LoadTest.run(
        settings,
        resolved,
        true,
        (folder, told) -> told.playing(simulated(resolved.scenario(), tolerance, folder, progress)),
        progress);
  }

  private static Path simulated(
      Scenario scenario, double tolerance, Path folder, LoadTest.Progress progress) {
    String simulated =
        ResultsJson.render(
            IncidentAnalysis.simulated(scenario, replications(scenario, progress), tolerance));
    try {
      return Files.writeString(folder.resolve("incidents.json"), simulated);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<ReplicationRecord> replications(
      Scenario scenario, LoadTest.Progress progress) {
    double each = WorkloadEstimate.of(scenario).requests() / scenario.replications();
    int count = (int) Math.max(FEWEST_REPLICATIONS, Math.min(MOST_REPLICATIONS, REQUESTS / each));
    try (LocalReplicator replicator =
        new LocalReplicator(Runtime.getRuntime().availableProcessors())) {
      return Replications.run(
          replicator,
          scenario.keepingAllRequests(),
          0,
          count,
          part ->
              progress.at(
                  0,
                  String.format(
                      Locale.ROOT, "simulating the incidents, %.0f %% of it", 100 * part)));
    }
  }
}
