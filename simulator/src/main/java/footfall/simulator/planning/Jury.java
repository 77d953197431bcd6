package footfall.simulator.planning;

import footfall.reports.analysis.Trial;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.results.Results.SloVerdict;
import footfall.reports.results.Results.Verdict;
import footfall.scenarios.Scenario;
import footfall.simulator.experiments.Lanes;
import footfall.simulator.experiments.Replications;
import java.util.ArrayList;
import java.util.List;

/**
 * Replicates a configuration until every objective is met or missed for sure. It looks after 5, 10,
 * 20, ... replications, always the first ones of the same seed, so that all configurations meet the
 * same shoppers. The error that is allowed is divided between the looks and the objectives, so that
 * looking often does not make it greater (Bonferroni).
 */
final class Jury {
  private static final int FIRST_LOOK = 5;
  private static final int MANY = 1_000_000;

  private final Lanes lanes;
  private final int maxReplications;

  /** Asks for so many replications at most. */
  Jury(Lanes lanes, int maxReplications) {
    this.lanes = lanes;
    this.maxReplications = maxReplications;
  }

  /**
   * Rules on a configuration.
   *
   * @param error probability with which the ruling, where there is one, may be wrong
   */
  Ruling rule(Candidate candidate, double error) {
    List<ReplicationRecord> records = new ArrayList<>();
    double each = error / looks() / Math.max(1, candidate.scenario().slos().size());
    for (int look = FIRST_LOOK; ; look = Math.min(maxReplications, 2 * look)) {
      Scenario scenario = candidate.scenario();
      records.addAll(Replications.run(lanes, scenario, records.size(), look, part -> {}));
      Trial trial = new Trial(scenario, records);
      // One side of a two-sided interval is what a wrong verdict would take.
      List<SloVerdict> slos = withTheory(candidate, trial.judge(1 - 2 * each));
      Verdict verdict = Trial.all(slos);
      if (verdict != Verdict.UNDECIDED || look >= maxReplications) {
        int more = verdict == Verdict.UNDECIDED ? more(slos, look) : 0;
        return new Ruling(candidate, verdict, slos, trial, more);
      }
    }
  }

  private int looks() {
    int looks = 1;
    for (int look = FIRST_LOOK; look < maxReplications; look *= 2) {
      looks++;
    }
    return looks;
  }

  /** Where a closed form is exact and simulation cannot tell, the closed form decides. */
  private static List<SloVerdict> withTheory(Candidate candidate, List<SloVerdict> slos) {
    List<SloVerdict> all = new ArrayList<>(slos);
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).verdict() == Verdict.UNDECIDED && candidate.forecast().isExactlyMet(i)) {
        all.set(i, all.get(i).with(Verdict.PASS));
      }
    }
    return all;
  }

  /** The half-width of an interval shrinks with the square root of the replications. */
  private static int more(List<SloVerdict> slos, int replications) {
    double most = 0;
    for (SloVerdict slo : slos) {
      if (slo.verdict() == Verdict.UNDECIDED) {
        double margin = Math.abs(slo.threshold() - slo.actual());
        double half =
            slo.actual() < slo.threshold()
                ? slo.ci95()[1] - slo.actual()
                : slo.actual() - slo.ci95()[0];
        double needed = replications * (half / margin) * (half / margin);
        most = Math.max(most, Double.isNaN(needed) ? MANY : needed - replications);
      }
    }
    return (int) Math.min(MANY, Math.max(replications, Math.ceil(most)));
  }
}
