package footfall.simulator.planning;

import footfall.reports.results.Results.Verdict;
import footfall.reports.results.SloVerdict;
import java.util.List;
import java.util.Map;

/**
 * What simulation says of a configuration. It keeps figures only: a search rules on hundreds.
 *
 * @param slos its objectives, under that condition where they are asked for under it, judged at the
 *     confidence at which the last look decided
 * @param objectives what is to be least, in every replication
 * @param objective the same over all replications
 * @param priceParts part of the objective that each price makes up, by name; for what passes
 * @param condition under which it was decided, where that is one of those that are asked for
 *     besides; empty where it is the stated load, with everything there
 * @param more replications that would probably tell what is undecided; zero where nothing is
 */
record ConfigurationVerdict(
    Candidate candidate,
    Verdict verdict,
    List<SloVerdict> slos,
    double[] objectives,
    double objective,
    Map<String, Double> priceParts,
    String condition,
    int more) {
  /** The same, known to fail because another one does that is at least as good. */
  ConfigurationVerdict failing() {
    return new ConfigurationVerdict(
        candidate, Verdict.FAIL, slos, objectives, objective, priceParts, condition, 0);
  }

  /** The same as it is decided under a condition that is asked for besides. */
  ConfigurationVerdict under(String stress, Verdict other, List<SloVerdict> judged, int wanted) {
    List<SloVerdict> all =
        slos.stream()
            .map(slo -> judged.stream().filter(slo::isSameObjective).findFirst().orElse(slo))
            .toList();
    return new ConfigurationVerdict(
        candidate, other, all, objectives, objective, priceParts, stress, wanted);
  }

  int replications() {
    return objectives.length;
  }

  boolean passes() {
    return verdict == Verdict.PASS;
  }
}
