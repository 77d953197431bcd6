package footfall.simulator.planning;

import footfall.queueing.statistics.Interval;
import footfall.reports.analysis.sizing.Demand;
import footfall.scenarios.Scenario;
import footfall.scenarios.Slo;
import footfall.scenarios.arrivals.Arrivals;
import footfall.scenarios.arrivals.Modulated;
import footfall.scenarios.arrivals.Renewal;
import footfall.scenarios.figures.FigureName;
import footfall.scenarios.pools.QueueSpec.Discipline;
import footfall.scenarios.shoppers.SlowAnswers;

/**
 * What approximate theory is sure of: that an objective would be missed by a factor of two, and a
 * time by a tenth besides, if only nine tenths of the load came. Where the theory does not apply it
 * is silent.
 */
final class Impossibility {
  private static final double LESS_LOAD = 0.9;
  private static final double FACTOR = 2;
  private static final double LONGER = 1.1;
  private static final double GREATEST_CV2 = 2;

  private final Scenario scenario;
  private final Demand demand;
  private final PoolQueues queues;
  private final LatencyBound times;
  private final boolean isFixed;
  private final boolean isOpen;
  private final double lossLimit;

  Impossibility(Scenario scenario, Demand demand, PoolQueues queues, LatencyBound times) {
    this.scenario = scenario;
    this.demand = demand;
    this.queues = queues;
    this.times = times;
    this.isFixed = LossBound.sharesAreFixed(scenario);
    this.isOpen = scenario.arrivals() instanceof Arrivals.Open;
    this.lossLimit = LossBound.limit(scenario);
  }

  /**
   * Above 1 where the objective is surely missed; NaN where theory is silent.
   *
   * @param least what the configuration costs at least; NaN where another objective is minimised
   */
  double of(Slo slo, Scenario candidate, double least) {
    FigureName figure = slo.figure();
    boolean atMost = slo.op() == Slo.Op.AT_MOST;
    if (!isFixed || slo.threshold() <= 0) {
      return Double.NaN;
    }
    if (figure.isTime()) {
      return atMost ? ofTime(slo, candidate) : Double.NaN;
    }
    if (figure.isQuality()) {
      return atMost ? Double.NaN : ofQuality(slo);
    }
    return switch (figure.metric()) {
      case "cost_per_month" -> atMost ? least / slo.threshold() : Double.NaN;
      case "abandonment_rate", "rejection_rate", "failure_rate" ->
          atMost ? lost(figure.metric(), candidate) / slo.threshold() / FACTOR : Double.NaN;
      case "utilization" -> atMost ? ofUtilization(slo, candidate) : Double.NaN;
      default -> Double.NaN;
    };
  }

  private double ofTime(Slo slo, Scenario candidate) {
    FigureName figure = slo.figure();
    double threshold = LONGER * slo.threshold();
    boolean sampled = times.knows(figure);
    if (lossLimit * FACTOR > 1 && candidate.pools().size() > 1) {
      return Double.NaN; // What is lost may be all of the slow.
    }
    if (sampled) {
      PoolQueues.Queue[] under = waitsAreKnown(candidate) ? queues.of(candidate, LESS_LOAD) : null;
      return figure.stat().equals("mean")
          ? times.mean(figure, under) / threshold
          : times.exceeding(figure, threshold, under) / times.allowed(figure) / FACTOR;
    }
    Interval alone = demand.interval(figure);
    boolean robust = lossLimit == 0 && !figure.stat().equals("max");
    return robust && alone.exists() ? alone.low() / threshold : Double.NaN;
  }

  /** Whether the wait is that of a queue without loss, overtaking or scheduling. */
  private boolean waitsAreKnown(Scenario candidate) {
    boolean random =
        scenario.arrivals() instanceof Modulated
            || (scenario.arrivals() instanceof Renewal renewal && renewal.gap().squaredCv() >= 1);
    boolean plain =
        candidate.pools().stream()
            .allMatch(
                pool -> pool.queue().discipline() == Discipline.FIFO && pool.prefixCache() == 0);
    boolean regular = true;
    for (int pool = 0; pool < candidate.pools().size(); pool++) {
      regular &= demand.serviceCv2(pool) <= GREATEST_CV2;
    }
    return random && plain && regular && LossBound.none(candidate);
  }

  /** What no queue changes, within what is lost and within the error of one run. */
  private double ofQuality(Slo slo) {
    Interval seen = demand.interval(slo.figure());
    double value = demand.value(slo.figure());
    double error = 2 * (seen.high() - value) + LossBound.shift(scenario, slo.metric());
    return seen.exists() ? slo.threshold() / (value + error) : Double.NaN;
  }

  /**
   * The least part of the conversations that is lost where a pool cannot keep up: who is served to
   * the end needs what all would need, so no more than {@code 1/rho} of them can be.
   */
  private double lost(String metric, Scenario candidate) {
    boolean shoppersLeave = LossBound.shoppersLeave(candidate);
    boolean requestsFail = LossBound.requestsFail(candidate);
    boolean byShoppers = metric.equals("abandonment_rate");
    boolean slowDrivesAway =
        candidate.shoppers().stream()
            .anyMatch(s -> !s.slowAnswers().equals(SlowAnswers.NEVER_MIND));
    boolean buffered =
        candidate.shoppers().stream()
            .anyMatch(
                s ->
                    s.patience()
                        .filter(p -> p.mean() > candidate.horizonSeconds() / 10)
                        .isPresent());
    if (!isOpen
        || shoppersLeave == requestsFail
        || shoppersLeave != byShoppers
        || slowDrivesAway
        || buffered
        || candidate.pools().stream().anyMatch(p -> !p.operations().isUneventful())) {
      return Double.NaN;
    }
    double lost = 0;
    double all = 0;
    for (int pool = 0; pool < candidate.pools().size(); pool++) {
      double offered = queues.utilization(candidate, pool, LESS_LOAD);
      lost += Math.max(0, 1 - 1 / Math.max(1e-9, offered)) * demand.perSecond(pool);
      all += demand.perSecond(pool);
    }
    return all == 0 ? Double.NaN : lost / all;
  }

  private double ofUtilization(Slo slo, Scenario candidate) {
    int pool = candidate.pools().indexOf(candidate.pool(slo.pool().orElseThrow()));
    boolean plain =
        isOpen
            && LossBound.none(candidate)
            && candidate.pools().get(pool).engine().isEmpty()
            && candidate.pools().get(pool).service().batching().isEmpty();
    return plain
        ? Math.min(1, queues.utilization(candidate, pool, LESS_LOAD)) / slo.threshold()
        : Double.NaN;
  }
}
