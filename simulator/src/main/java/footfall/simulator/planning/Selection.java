package footfall.simulator.planning;

import footfall.reports.analysis.Trial;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.statistics.Interval;
import footfall.reports.statistics.KimNelson;
import footfall.reports.statistics.StudentT;
import footfall.scenarios.Scenario;
import footfall.scenarios.figures.FigureName;
import footfall.scenarios.sizing.Sizing;
import footfall.simulator.experiments.Lanes;
import footfall.simulator.experiments.Replications;
import java.util.ArrayList;
import java.util.Arrays;
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
  private final Lanes lanes;
  private final FigureName objective;
  private final List<Ruling> contenders;
  private final List<double[]> values = new ArrayList<>();

  /**
   * What was chosen.
   *
   * @param rivals of which it is not known whether they are better by more than what is indifferent
   */
  record Chosen(Ruling best, List<Ruling> rivals) {}

  /** Between these, at least one. */
  Selection(Sizing sizing, Lanes lanes, List<Ruling> contenders) {
    this.sizing = sizing;
    this.lanes = lanes;
    this.contenders = contenders;
    this.objective = sizing.objective().figure();
    for (Ruling contender : contenders) {
      values.add(contender.objectives());
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
        new KimNelson(FIRST_STAGE, error / 2, delta)
            .select(
                contenders.size(), this::observe, Math.max(FIRST_STAGE, sizing.maxReplications()));
    int best =
        left.stream()
            .min(Comparator.comparingDouble(i -> contenders.get(i).objective()))
            .orElseThrow();
    return preferred(best, delta, error / 2 / (contenders.size() - 1));
  }

  /** Contenders come in the order in which arithmetic would have them. */
  private Chosen preferred(int best, double delta, double error) {
    List<Ruling> rivals = new ArrayList<>();
    for (int other = 0; other < best; other++) {
      int n = FIRST_STAGE;
      while (true) {
        Interval off = difference(other, best, n, error);
        if (off.high() <= delta) {
          return new Chosen(contenders.get(other), rivals);
        }
        if (off.low() > delta) {
          break;
        }
        if (n >= sizing.maxReplications()) {
          rivals.add(contenders.get(other));
          break;
        }
        n = Math.min(sizing.maxReplications(), 2 * n);
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

  private double observe(int system, int replication) {
    if (replication >= values.get(system).length) {
      Scenario scenario = contenders.get(system).candidate().scenario();
      int from = values.get(system).length;
      int to = Math.max(FIRST_STAGE, Math.min(sizing.maxReplications(), 2 * from));
      List<ReplicationRecord> more = Replications.run(lanes, scenario, from, to, part -> {});
      double[] all = Arrays.copyOf(values.get(system), to);
      for (int i = 0; i < more.size(); i++) {
        all[from + i] = new Trial(scenario, List.of(more.get(i))).value(objective);
      }
      values.set(system, all);
    }
    return values.get(system)[replication];
  }
}
