package footfall.simulator.planning;

import footfall.reports.results.Results.Verdict;
import footfall.reports.results.SloVerdict;
import java.util.List;
import java.util.Map;

/**
 * What simulation says of a configuration. It keeps figures only: a search rules on hundreds.
 *
 * @param slos its objectives, judged at the confidence at which the last look decided
 * @param objectives what is to be least, in every replication
 * @param objective the same over all replications
 * @param priceParts part of the objective that each price makes up, by name; for what passes
 * @param more replications that would probably tell what is undecided; zero where nothing is
 */
record ConfigurationVerdict(
    Candidate candidate,
    Verdict verdict,
    List<SloVerdict> slos,
    double[] objectives,
    double objective,
    Map<String, Double> priceParts,
    int more) {
  /** The same, known to fail because another one does that is at least as good. */
  ConfigurationVerdict failing() {
    return new ConfigurationVerdict(
        candidate, Verdict.FAIL, slos, objectives, objective, priceParts, 0);
  }

  int replications() {
    return objectives.length;
  }

  boolean passes() {
    return verdict == Verdict.PASS;
  }
}
