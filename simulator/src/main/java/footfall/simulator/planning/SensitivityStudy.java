package footfall.simulator.planning;

import footfall.queueing.statistics.Interval;
import footfall.queueing.statistics.TwoProportions;
import footfall.reports.analysis.verdicts.ReplicationSet;
import footfall.reports.results.SizingFigures.Breach;
import footfall.reports.results.SizingFigures.Input;
import footfall.reports.results.SizingFigures.Sensitivity;
import footfall.scenarios.Scenario;
import footfall.scenarios.Slo;
import footfall.scenarios.randomness.RandomStream;
import footfall.scenarios.randomness.Streams;
import footfall.scenarios.sizing.Sizing;
import footfall.simulator.experiments.Replicator;
import footfall.simulator.experiments.Replicator.Order;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;
import org.apache.commons.statistics.distribution.LogNormalDistribution;

/** What an answer hangs on: its inputs, its prices, and how well load and service are known. */
final class SensitivityStudy {
  private static final double CHANGE = 0.1;
  private static final double CONFIDENCE = 0.95;
  private static final int LEAST_RUNS = 20;
  private static final int MOST_RUNS = 100;

  private final Sizing sizing;
  private final Scenario scenario;
  private final Replicator replicator;
  private final StudyRunner runner;

  SensitivityStudy(Sizing sizing, Scenario scenario, Replicator replicator, StudyRunner runner) {
    this.sizing = sizing;
    this.scenario = scenario;
    this.replicator = replicator;
    this.runner = runner;
  }

  /**
   * Studies the answer.
   *
   * @param best the ruling on it
   * @param passed on everything that passes, itself included
   */
  Sensitivity study(ConfigurationVerdict best, List<ConfigurationVerdict> passed) {
    return new Sensitivity(CHANGE, inputs(), WhatIf.prices(sizing, best, passed, CHANGE), breach());
  }

  // Tornado.

  private List<Input> inputs() {
    ReplicationSet base = runner.of(scenario);
    List<Input> inputs = new ArrayList<>();
    for (Map.Entry<String, DoubleFunction<Scenario>> input :
        ScenarioPerturbation.inputs(scenario).entrySet()) {
      ReplicationSet less = runner.of(input.getValue().apply(1 - CHANGE));
      ReplicationSet more = runner.of(input.getValue().apply(1 + CHANGE));
      inputs.add(input(input.getKey(), base, less, more));
    }
    inputs.sort(Comparator.comparingDouble(Input::swing).reversed());
    return inputs;
  }

  private Input input(String name, ReplicationSet base, ReplicationSet less, ReplicationSet more) {
    Slo most = scenario.slos().get(0);
    double greatest = -1;
    for (Slo slo : scenario.slos()) {
      double swing = swing(slo, base, less, more);
      if (swing > greatest) {
        greatest = swing;
        most = slo;
      }
    }
    return new Input(
        name,
        most.figure().toString(),
        most.threshold(),
        base.value(most.figure()),
        less.value(most.figure()),
        more.value(most.figure()),
        array(less.interval(most.figure(), CONFIDENCE)),
        array(more.interval(most.figure(), CONFIDENCE)),
        Math.max(0, greatest),
        ReplicationSet.all(less.judge(CONFIDENCE)),
        ReplicationSet.all(more.judge(CONFIDENCE)));
  }

  private static double swing(
      Slo slo, ReplicationSet base, ReplicationSet less, ReplicationSet more) {
    double before = base.value(slo.figure());
    double by =
        Math.max(
            Math.abs(less.value(slo.figure()) - before),
            Math.abs(more.value(slo.figure()) - before));
    return slo.threshold() == 0 ? by : by / Math.abs(slo.threshold());
  }

  private static double[] array(Interval interval) {
    return new double[] {interval.low(), interval.high()};
  }

  // How likely it is that an objective is missed.

  private Breach breach() {
    int runs = runner.within(LEAST_RUNS, MOST_RUNS);
    double[] load = factors(runs, sizing.demandCv(), -2);
    double[] service = factors(runs, sizing.serviceCv(), -3);
    boolean[] missed = new boolean[runs];
    List<Order> orders = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      Scenario other = ScenarioPerturbation.withService(scenario.atLoad(load[run]), service[run]);
      orders.add(new Order(other, run));
    }
    replicator.run(
        orders,
        (run, record) ->
            missed[run] = misses(new ReplicationSet(orders.get(run).scenario(), List.of(record))));
    int count = 0;
    for (boolean miss : missed) {
      count += miss ? 1 : 0;
    }
    return new Breach(
        sizing.demandCv(),
        sizing.serviceCv(),
        runs,
        count,
        (double) count / runs,
        array(TwoProportions.wilson(count, runs)));
  }

  /** What cannot keep up misses, even if the long ones have not ended yet. */
  private boolean misses(ReplicationSet tried) {
    if (!tried.isStable()) {
      return true;
    }
    for (Slo slo : scenario.slos()) {
      double value = tried.value(slo.figure());
      boolean meets =
          slo.op() == Slo.Op.AT_MOST ? value <= slo.threshold() : value >= slo.threshold();
      if (!meets) {
        return true;
      }
    }
    return false;
  }

  /**
   * Log-normal factors of mean 1, one from each of as many strata as there are runs, in an order of
   * their own.
   */
  private double[] factors(int runs, double cv, int stream) {
    double[] factors = new double[runs];
    RandomStream random = new RandomStream().at(Streams.run(scenario.seed(), stream));
    double variance = Math.log(1 + cv * cv);
    for (int i = 0; i < runs; i++) {
      double place = (i + random.nextDouble()) / runs;
      double factor =
          cv == 0
              ? 1
              : LogNormalDistribution.of(-variance / 2, Math.sqrt(variance))
                  .inverseCumulativeProbability(Math.min(1 - 1e-12, Math.max(1e-12, place)));
      int swap = random.nextInt(i + 1);
      factors[i] = factors[swap];
      factors[swap] = factor;
    }
    return factors;
  }
}
