package footfall.simulator.planning;

import footfall.reports.analysis.Trial;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.results.Results.SloVerdict;
import footfall.reports.results.Results.Verdict;
import footfall.scenarios.Scenario;
import footfall.scenarios.figures.FigureName;
import footfall.scenarios.sizing.Sizing;
import footfall.simulator.experiments.Lanes;
import footfall.simulator.experiments.Replications;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Replicates a configuration until every objective is met or missed for sure. It looks after 5, 10,
 * 20, ... replications, always the first ones of the same seed, so that all configurations meet the
 * same shoppers. The error that is allowed is divided between the looks and the objectives, so that
 * looking often does not make it greater (Bonferroni).
 */
final class Jury {
  private static final int FIRST_LOOK = 5;
  private static final int MANY = 1_000_000;

  /** So many times as many replications as may be had are not worth beginning. */
  private static final double HOPELESS = 3;

  /** Replications from which on it can be foreseen how many are needed. */
  private static final int TELLING = 20;

  private static final double USUAL = 0.95;
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private final Lanes lanes;
  private final Sizing sizing;
  private final int maxReplications;

  Jury(Lanes lanes, Sizing sizing) {
    this.lanes = lanes;
    this.sizing = sizing;
    this.maxReplications = sizing.maxReplications();
  }

  /**
   * Rules on a configuration.
   *
   * @param wrongPass probability with which a PASS may be wrong
   * @param wrongFail probability with which a FAIL may be wrong
   * @param enough replications after which it gives up, for now; as many as it may ask for at most
   */
  Ruling rule(Candidate candidate, double wrongPass, double wrongFail, int enough) {
    Scenario scenario = candidate.scenario();
    int most = Math.min(enough, maxReplications);
    Trial trial = null;
    for (int look = FIRST_LOOK; ; look = Math.min(most, 2 * look)) {
      int from = trial == null ? 0 : trial.replications();
      List<ReplicationRecord> next = Replications.run(lanes, scenario, from, look, part -> {});
      trial = trial == null ? new Trial(scenario, next) : trial.with(next);
      double part = partOfError(look);
      List<SloVerdict> slos =
          withTheory(
              candidate, judge(trial, wrongPass * part, wrongFail * part / scenario.slos().size()));
      Verdict verdict = Trial.all(slos);
      int more = verdict == Verdict.UNDECIDED ? more(trial, slos, wrongPass * part) : 0;
      if (verdict != Verdict.UNDECIDED
          || look >= most
          || (look >= TELLING && look + more > HOPELESS * (double) maxReplications)) {
        return ruling(trial, candidate, verdict, slos, more);
      }
    }
  }

  private Ruling ruling(
      Trial trial, Candidate candidate, Verdict verdict, List<SloVerdict> slos, int more) {
    FigureName objective = sizing.objective().figure();
    return new Ruling(
        candidate,
        verdict,
        slos,
        trial.each(objective),
        trial.value(objective),
        verdict == Verdict.PASS ? WhatIf.parts(sizing, trial) : Map.of(),
        more);
  }

  /** One side of a two-sided interval is what a wrong verdict would take. */
  private static List<SloVerdict> judge(Trial trial, double wrongPass, double wrongFail) {
    List<SloVerdict> strict = trial.judge(1 - 2 * wrongPass);
    List<SloVerdict> loose = trial.judge(1 - 2 * wrongFail);
    List<SloVerdict> all = new ArrayList<>();
    for (int i = 0; i < strict.size(); i++) {
      boolean passes = strict.get(i).verdict() == Verdict.PASS;
      boolean fails = loose.get(i).verdict() == Verdict.FAIL;
      all.add(
          passes || !fails
              ? strict.get(i).with(passes ? Verdict.PASS : Verdict.UNDECIDED)
              : loose.get(i));
    }
    return all;
  }

  /** The later a look, the more of the error it is worth: as many parts as it has replications. */
  private double partOfError(int look) {
    double sum = maxReplications;
    for (int earlier = FIRST_LOOK; earlier < maxReplications; earlier *= 2) {
      sum += earlier;
    }
    return look / sum;
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

  /**
   * Replications that would probably tell: the scatter stays what it is, and the error of a mean
   * shrinks with the square root of their number.
   */
  private int more(Trial trial, List<SloVerdict> slos, double wrong) {
    List<SloVerdict> usual = trial.judge(USUAL);
    double reach =
        NORMAL.inverseCumulativeProbability(1 - wrong)
            / TDistribution.of(trial.replications() - 1.0)
                .inverseCumulativeProbability((1 + USUAL) / 2);
    double most = 1;
    for (int i = 0; i < slos.size(); i++) {
      if (slos.get(i).verdict() == Verdict.UNDECIDED) {
        SloVerdict slo = usual.get(i);
        double half =
            slo.actual() < slo.threshold()
                ? slo.ci95()[1] - slo.actual()
                : slo.actual() - slo.ci95()[0];
        double needed = reach * half / Math.abs(slo.threshold() - slo.actual());
        most = Math.max(most, Double.isNaN(needed) ? MANY : trial.replications() * needed * needed);
      }
    }
    return (int) Math.min(MANY, Math.max(1, Math.ceil(most - trial.replications())));
  }
}
