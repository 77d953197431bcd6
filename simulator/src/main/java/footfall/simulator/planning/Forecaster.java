package footfall.simulator.planning;

import footfall.queueing.closedforms.MarkovPool;
import footfall.reports.analysis.sizing.Demand;
import footfall.reports.theory.Reduction;
import footfall.scenarios.Scenario;
import footfall.scenarios.Slo;
import footfall.scenarios.arrivals.Arrivals;
import footfall.scenarios.figures.FigureName;
import footfall.scenarios.sizing.Sizing;
import java.util.List;

/**
 * Forecasts configurations that differ in their numbers of workers only, from what their shoppers
 * ask without waiting: what they are expected to cost and by how much to miss each objective, which
 * says in what order to try them, and what is impossible, which need not be simulated.
 */
final class Forecaster {
  private final Demand demand;
  private final PoolQueues queues;
  private final LatencyBound times;
  private final Spending spending;
  private final Impossibility impossibility;
  private final boolean isOfCost;
  private final boolean isFixed;
  private final boolean isOpen;
  private final double[] unhindered;

  /**
   * Forecasts for scenarios that differ from this one in their numbers of workers.
   *
   * @param demand what an {@link LightTrafficScenario} run of it showed
   * @param loadFactor by what the load of the scenarios to be forecast exceeds that of the demand
   */
  Forecaster(Sizing sizing, Scenario scenario, Demand demand, double loadFactor) {
    this.demand = demand;
    this.queues = new PoolQueues(scenario, demand, loadFactor);
    this.times = new LatencyBound(demand);
    this.spending = new Spending(sizing, scenario, demand, loadFactor, queues);
    this.impossibility = new Impossibility(scenario, demand, queues, times);
    this.isOfCost = sizing.objective().isCost();
    this.isFixed = LossBound.sharesAreFixed(scenario);
    this.isOpen = scenario.arrivals() instanceof Arrivals.Open;
    this.unhindered =
        scenario.slos().stream().mapToDouble(slo -> demand.value(slo.figure())).toArray();
  }

  Forecast of(Scenario candidate) {
    List<Slo> slos = candidate.slos();
    List<MarkovPool> markov = Reduction.markov(candidate);
    double[] violations = new double[slos.size()];
    double[] surely = new double[slos.size()];
    boolean[] exact = new boolean[slos.size()];
    double objective = spending.expected(candidate);
    double least = spending.least(candidate);
    for (int i = 0; i < slos.size(); i++) {
      double closed = ExactSlo.violation(slos.get(i), markov);
      exact[i] = !Double.isNaN(closed);
      violations[i] = exact[i] ? closed : violation(slos.get(i), candidate, objective);
      surely[i] =
          exact[i]
              ? closed * (1 - 1e-9)
              : impossibility.of(slos.get(i), candidate, isOfCost ? least : Double.NaN);
    }
    return new Forecast(
        objective,
        least,
        spending.isCertain(candidate),
        violations,
        surely,
        unhindered,
        exact,
        queues.utilization(candidate, 1));
  }

  /** Approximately: what is expected over what is allowed; NaN where theory does not say. */
  private double violation(Slo slo, Scenario candidate, double objective) {
    FigureName figure = slo.figure();
    double threshold = slo.threshold();
    if (threshold <= 0) {
      return Double.NaN;
    }
    if (figure.isTime()) {
      boolean known = isFixed && isOpen && times.knows(figure) && slo.op() == Slo.Op.AT_MOST;
      return !known
          ? Double.NaN
          : figure.stat().equals("mean")
              ? times.mean(figure, queues.of(candidate, 1)) / threshold
              : times.exceeding(figure, threshold, queues.of(candidate, 1)) / times.allowed(figure);
    }
    double expected = expected(figure, candidate, objective);
    double violation = slo.op() == Slo.Op.AT_MOST ? expected / threshold : threshold / expected;
    // What no queue changes is met or not; by how much says nothing of how likely it is.
    return figure.isQuality() && violation <= 1 ? 0 : violation;
  }

  private double expected(FigureName figure, Scenario candidate, double objective) {
    if (!isFixed) {
      return Double.NaN;
    }
    if (figure.isQuality()) {
      return demand.value(figure);
    }
    return switch (figure.metric()) {
      case "cost_per_month" -> isOfCost ? objective : Double.NaN;
      case "abandonment_rate", "rejection_rate", "failure_rate" ->
          isOpen ? lost(figure.metric(), candidate) : Double.NaN;
      case "utilization" ->
          isOpen
              ? queues.utilization(
                  candidate,
                  candidate.pools().indexOf(candidate.pool(figure.pool().orElseThrow())),
                  1)
              : Double.NaN;
      default -> Double.NaN;
    };
  }

  /** The part that full pools lose one way or the other. */
  private double lost(String metric, Scenario candidate) {
    boolean byShoppers = metric.equals("abandonment_rate");
    boolean shoppersLeave = LossBound.shoppersLeave(candidate);
    if (shoppersLeave == LossBound.requestsFail(candidate) || shoppersLeave != byShoppers) {
      return Double.NaN; // Several ways of losing requests share what is lost.
    }
    PoolQueues.Queue[] each = queues.of(candidate, 1);
    double lost = 0;
    double all = 0;
    for (int pool = 0; pool < each.length; pool++) {
      lost += each[pool].lost() * demand.perSecond(pool);
      all += demand.perSecond(pool);
    }
    // A conversation has as many chances of being lost as it has requests.
    double requests = all / demand.conversationsPerSecond();
    return metric.equals("failure_rate") || all == 0
        ? lost / all
        : 1 - Math.pow(1 - lost / all, requests);
  }
}
