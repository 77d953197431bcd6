package footfall.simulator.planning;

import footfall.reports.analysis.verdicts.ReplicationSet;
import footfall.reports.results.Results.Verdict;
import footfall.reports.results.SloVerdict;
import footfall.scenarios.Scenario;
import footfall.scenarios.reading.WorkloadEstimate;
import footfall.simulator.experiments.Replications;
import footfall.simulator.experiments.Replicator;
import java.util.List;

/**
 * Tries a deployment out, as often as there is time for: ten times, or fewer where one run is long.
 */
final class StudyRunner {
  private static final double CONFIDENCE = 0.95;
  private static final int LEAST = 5;
  private static final int MOST = 10;
  private static final double REQUESTS = 800_000;

  private final Replicator replicator;
  private final double requests;

  /** For scenarios about as large as this one. */
  StudyRunner(Replicator replicator, Scenario scenario) {
    this.replicator = replicator;
    this.requests = WorkloadEstimate.of(scenario).requests() / scenario.replications();
  }

  /** How often everything is tried. */
  int replications() {
    return within(LEAST, MOST);
  }

  /** So many runs as there is time for. */
  int within(int least, int most) {
    return (int) Math.max(least, Math.min(most, REQUESTS / requests));
  }

  ReplicationSet of(Scenario scenario) {
    return new ReplicationSet(
        scenario, Replications.run(replicator, scenario, 0, replications(), part -> {}));
  }

  /** Every objective at 95 %; those that follow from the scenario alone exactly. */
  static List<SloVerdict> judged(ReplicationSet tried) {
    return ExactSlo.judge(tried.scenario(), tried.judge(CONFIDENCE));
  }

  /** One verdict over all of them. */
  static Verdict verdict(ReplicationSet tried) {
    return tried.verdict(judged(tried));
  }
}
