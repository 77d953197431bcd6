package footfall.simulator.planning;

import footfall.reports.analysis.verdicts.ReplicationSet;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.results.Results.Verdict;
import footfall.reports.results.SloVerdict;
import footfall.scenarios.Scenario;
import footfall.scenarios.figures.FigureName;
import footfall.scenarios.sizing.Sizing;
import footfall.simulator.experiments.Replications;
import footfall.simulator.experiments.Replicator;
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
final class SequentialTest {
  private static final int FIRST_LOOK = 5;
  private static final int MANY = 1_000_000;

  /** So many times as many replications as may be had are not worth beginning. */
  private static final double HOPELESS = 3;

  /** Replications from which on it can be foreseen how many are needed. */
  private static final int TELLING = 20;

  private static final double USUAL = 0.95;
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private final Replicator replicator;
  private final Sizing sizing;
  private final int maxReplications;

  SequentialTest(Replicator replicator, Sizing sizing) {
    this.replicator = replicator;
    this.sizing = sizing;
    this.maxReplications = sizing.maxReplications();
  }

  /**
   * Rules on a configuration: under the stated load, and if that passes under every condition that
   * is asked for besides. It passes if it passes all; so a wrong PASS is no likelier than in one of
   * them, and the allowed error of a FAIL is divided between them.
   *
   * @param wrongPass probability with which a PASS may be wrong
   * @param wrongFail probability with which a FAIL may be wrong
   * @param enough replications after which it gives up, for now; as many as it may ask for at most
   */
  ConfigurationVerdict rule(Candidate candidate, double wrongPass, double wrongFail, int enough) {
    List<Stress> stresses = Stress.of(sizing.conditions(), candidate.scenario());
    double wrongFailEach = wrongFail / (1 + stresses.size());
    Test stated = test(candidate.scenario(), wrongPass, wrongFailEach, enough);
    ConfigurationVerdict ruling = ruling(stated, candidate);
    ConfigurationVerdict found = ruling;
    for (Stress stress : stresses) {
      if (found.verdict() == Verdict.FAIL) {
        return found;
      }
      if (stress.scenario().isEmpty()) {
        return found.under(stress.words(), Verdict.FAIL, List.of(), 0);
      }
      Test tried = test(stress.scenario().get(), wrongPass, wrongFailEach, enough);
      boolean isWorse = found.passes() || tried.verdict() == Verdict.FAIL;
      if (tried.verdict() != Verdict.PASS && isWorse) {
        found = found.under(stress.words(), tried.verdict(), tried.slos(), tried.more());
      }
    }
    return found;
  }

  /** What replications of a scenario tell of its objectives. */
  private record Test(ReplicationSet tried, Verdict verdict, List<SloVerdict> slos, int more) {}

  private Test test(Scenario scenario, double wrongPass, double wrongFail, int enough) {
    int most = Math.min(enough, maxReplications);
    ReplicationSet tried = null;
    for (int look = FIRST_LOOK; ; look = Math.min(most, 2 * look)) {
      int from = tried == null ? 0 : tried.replications();
      List<ReplicationRecord> next = Replications.run(replicator, scenario, from, look, part -> {});
      tried = tried == null ? new ReplicationSet(scenario, next) : tried.with(next);
      double part = partOfError(look);
      List<SloVerdict> slos =
          ExactSlo.judge(
              scenario,
              judge(
                  tried, wrongPass * part, wrongFail * part / Math.max(1, scenario.slos().size())));
      Verdict verdict = verdict(tried, slos);
      double wrong = wrongPass * part;
      boolean open = verdict == Verdict.UNDECIDED;
      boolean hopeless =
          open
              && look >= TELLING
              && look + more(tried, slos, wrong, true) > HOPELESS * (double) maxReplications;
      if (!open || look >= most || hopeless) {
        return new Test(tried, verdict, slos, open ? more(tried, slos, wrong, false) : 0);
      }
    }
  }

  private static Verdict verdict(ReplicationSet tried, List<SloVerdict> slos) {
    if (!tried.isSound()) {
      throw new IllegalStateException("a ledger does not balance, or Little's law does not hold");
    }
    return tried.verdict(slos);
  }

  private ConfigurationVerdict ruling(Test test, Candidate candidate) {
    FigureName objective = sizing.objective().figure();
    return new ConfigurationVerdict(
        candidate,
        test.verdict(),
        test.slos(),
        test.tried().each(objective),
        test.tried().value(objective),
        test.verdict() == Verdict.PASS ? WhatIf.parts(sizing, test.tried()) : Map.of(),
        "",
        test.more());
  }

  /**
   * One side of a two-sided interval is what a wrong verdict would take. The interval in the
   * verdict is the usual one, of 95 %.
   */
  private static List<SloVerdict> judge(ReplicationSet tried, double wrongPass, double wrongFail) {
    List<SloVerdict> strict = tried.judge(1 - 2 * wrongPass);
    List<SloVerdict> loose = tried.judge(1 - 2 * wrongFail);
    List<SloVerdict> all = new ArrayList<>(tried.judge(USUAL));
    for (int i = 0; i < all.size(); i++) {
      boolean passes = strict.get(i).verdict() == Verdict.PASS;
      boolean fails = loose.get(i).verdict() == Verdict.FAIL;
      all.set(i, all.get(i).with(passes ? Verdict.PASS : fails ? Verdict.FAIL : Verdict.UNDECIDED));
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

  /**
   * Replications that would probably tell: the scatter stays what it is, and the error of a mean
   * shrinks with the square root of their number.
   *
   * @param hopeful whether the margin is taken as great as it may well be, and not as it seems
   */
  private int more(ReplicationSet tried, List<SloVerdict> slos, double wrong, boolean hopeful) {
    double reach =
        NORMAL.inverseCumulativeProbability(1 - wrong)
            / TDistribution.of(tried.replications() - 1.0)
                .inverseCumulativeProbability((1 + USUAL) / 2);
    double most = 1;
    for (SloVerdict slo : slos) {
      if (slo.verdict() == Verdict.UNDECIDED) {
        double half =
            slo.actual() < slo.threshold()
                ? slo.ci95()[1] - slo.actual()
                : slo.actual() - slo.ci95()[0];
        double margin = Math.abs(slo.threshold() - slo.actual()) + (hopeful ? half : 0);
        double needed = reach * half / margin;
        most = Math.max(most, Double.isNaN(needed) ? MANY : tried.replications() * needed * needed);
      }
    }
    return (int) Math.min(MANY, Math.max(1, Math.ceil(most - tried.replications())));
  }
}
