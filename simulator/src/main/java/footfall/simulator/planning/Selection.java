package footfall.simulator.planning;

import footfall.queueing.statistics.Interval;
import footfall.queueing.statistics.KimNelson;
import footfall.queueing.statistics.StudentT;
import footfall.reports.analysis.verdicts.ReplicationSet;
import footfall.reports.recording.ReplicationRecord;
import footfall.scenarios.Scenario;
import footfall.scenarios.figures.FigureName;
import footfall.scenarios.sizing.Sizing;
import footfall.simulator.experiments.Replications;
import footfall.simulator.experiments.Replicator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Chooses the least objective among configurations that pass, where arithmetic cannot: by KN on
 * common random numbers. Those that differ from its choice by no more than what is indifferent are
 * as good, and of them the one is taken that arithmetic would have, so that chance does not choose.
 */
final class Selection {
  private static final int FIRST_STAGE = 10;

  private final Sizing sizing;
  private final Replicator replicator;
  private final FigureName objective;
  private final List<ConfigurationVerdict> contenders;
  private final List<double[]> values = new ArrayList<>();
  private final List<ReplicationSet> simulated = new ArrayList<>();

  /**
   * What was chosen.
   *
   * @param rivals of which it is not known whether they are better by more than what is indifferent
   */
  record Chosen(ConfigurationVerdict best, List<ConfigurationVerdict> rivals) {}

  /** Between these, at least one. */
  Selection(Sizing sizing, Replicator replicator, List<ConfigurationVerdict> contenders) {
    this.sizing = sizing;
    this.replicator = replicator;
    this.contenders = contenders;
    this.objective = sizing.objective().figure();
    for (ConfigurationVerdict contender : contenders) {
      values.add(contender.objectives());
      simulated.add(null);
    }
  }

  /**
   * Chooses.
   *
   * @param error probability of choosing one that is worse by more than what is indifferent
   */
  Chosen choose(double error) {
    if (contenders.size() == 1) {
      return new Chosen(contenders.get(0), List.of());
    }
    double scale = contenders.get(0).objective();
    double delta = Math.max(1e-9, sizing.indifference()) * Math.abs(scale);
    if (delta == 0) {
      return new Chosen(contenders.get(0), List.of());
    }
    List<Integer> left =
        new KimNelson(FIRST_STAGE, error / 2, delta / 2)
            .select(contenders.size(), this::observe, most());
    int best =
        left.stream()
            .min(Comparator.comparingDouble(i -> mean(i, values.get(i).length)))
            .orElseThrow();
    return preferred(best, left, delta / 2, error / 2 / (contenders.size() - 1) / looks());
  }

  private int most() {
    return Math.max(FIRST_STAGE, sizing.maxReplications());
  }

  private int looks() {
    int looks = 1;
    for (int n = FIRST_STAGE; n < most(); n *= 2) {
      looks++;
    }
    return looks;
  }

  private double mean(int system, int replications) {
    double sum = 0;
    for (int r = 0; r < replications; r++) {
      sum += observe(system, r);
    }
    return sum / replications;
  }

  /**
   * Contenders come in the order in which arithmetic would have them: one before the best is taken
   * if it is surely as good, and one that KN could not drop remains a rival unless it is surely no
   * better.
   */
  private Chosen preferred(int best, List<Integer> left, double delta, double error) {
    List<ConfigurationVerdict> rivals = new ArrayList<>();
    for (int other = 0; other < contenders.size(); other++) {
      if (other == best || (other > best && !left.contains(other))) {
        continue;
      }
      boolean isPreferred = other < best;
      for (int n = FIRST_STAGE; ; n = Math.min(most(), 2 * n)) {
        Interval off = difference(other, best, n, error);
        if (isPreferred && off.high() <= delta) {
          return new Chosen(contenders.get(other), rivals);
        }
        if (isPreferred ? off.low() > delta : off.low() >= -delta) {
          break;
        }
        if (n >= most()) {
          rivals.add(contenders.get(other));
          break;
        }
      }
    }
    return new Chosen(contenders.get(best), rivals);
  }

  /** Paired: both have met the same shoppers. */
  private Interval difference(int system, int other, int replications, double error) {
    double[] off = new double[replications];
    double mean = 0;
    for (int r = 0; r < replications; r++) {
      off[r] = observe(system, r) - observe(other, r);
      mean += off[r] / replications;
    }
    return StudentT.interval(mean, off, 1 - 2 * error);
  }

  /** All of a contender's replications are one set, so that all are measured from the same time. */
  private double observe(int system, int replication) {
    if (replication >= values.get(system).length) {
      Scenario scenario = contenders.get(system).candidate().scenario();
      int known = simulated.get(system) == null ? 0 : simulated.get(system).replications();
      int to = Math.max(FIRST_STAGE, Math.min(most(), 2 * values.get(system).length));
      List<ReplicationRecord> more = Replications.run(replicator, scenario, known, to, part -> {});
      ReplicationSet tried =
          known == 0 ? new ReplicationSet(scenario, more) : simulated.get(system).with(more);
      simulated.set(system, tried);
      values.set(system, tried.each(objective));
    }
    return values.get(system)[replication];
  }
}
