package footfall.simulator.planning;

import footfall.reports.analysis.Trial;
import footfall.reports.results.Results.SloVerdict;
import footfall.reports.results.Results.Verdict;
import java.util.List;

/**
 * What simulation says of a configuration.
 *
 * @param slos its objectives, judged at the confidence at which the last look decided
 * @param more replications that would probably tell what is undecided; zero where nothing is
 */
record Ruling(Candidate candidate, Verdict verdict, List<SloVerdict> slos, Trial trial, int more) {
  int replications() {
    return trial.replications();
  }

  boolean passes() {
    return verdict == Verdict.PASS;
  }
}
