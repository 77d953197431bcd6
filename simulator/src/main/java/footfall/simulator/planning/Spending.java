package footfall.simulator.planning;

import footfall.reports.analysis.sizing.Demand;
import footfall.scenarios.Scenario;
import footfall.scenarios.arrivals.Arrivals;
import footfall.scenarios.months.Month;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.sizing.Sizing;

/** What configurations cost, or draw, by arithmetic. */
final class Spending {
  /** How much of what is expected surely comes. */
  private static final double SURE = 0.95;

  private final Sizing sizing;
  private final Demand demand;
  private final double loadFactor;
  private final PoolQueues queues;
  private final boolean isFixed;
  private final double variable;
  private final double surePart;

  Spending(Sizing sizing, Scenario scenario, Demand demand, double loadFactor, PoolQueues queues) {
    this.sizing = sizing;
    this.demand = demand;
    this.loadFactor = loadFactor;
    this.queues = queues;
    this.isFixed = LossBound.sharesAreFixed(scenario);
    double cost = isOfCost() ? demand.value(sizing.objective().figure()) * loadFactor : 0;
    this.variable = Double.isNaN(cost) ? 0 : cost;
    boolean isBudgeted =
        scenario.pools().stream()
            .anyMatch(p -> p.api().filter(a -> a.monthlyBudget().isPresent()).isPresent());
    boolean isCertain = scenario.arrivals() instanceof Arrivals.Open && isFixed && !isBudgeted;
    this.surePart = isCertain ? SURE * Math.max(0, 1 - 2 * LossBound.limit(scenario)) : 0;
  }

  private boolean isOfCost() {
    return sizing.objective().isCost();
  }

  /** What is expected of a configuration. */
  double expected(Scenario candidate) {
    return isOfCost() ? ofWorkers(candidate) + variable : energy(candidate, 1);
  }

  /** What it surely comes to, if it meets the objectives. */
  double least(Scenario candidate) {
    if (!isOfCost()) {
      return SURE * energy(candidate, surePart);
    }
    boolean eventful = candidate.pools().stream().anyMatch(p -> !p.operations().isUneventful());
    return (eventful ? SURE / 2 : 1) * ofWorkers(candidate) + surePart * variable;
  }

  /** Whether it is known to the cent: workers, all of them all the time, and nothing by use. */
  boolean isCertain(Scenario candidate) {
    return isOfCost()
        && candidate.pools().stream()
            .allMatch(
                pool ->
                    pool.operations().isUneventful()
                        && pool.prices().ofTokens(1e6, 0, 1e6) == 0
                        && pool.prices().perConversation() == 0
                        && pool.power().map(p -> p.site().perKilowattHour()).orElse(0.0) == 0);
  }

  private static int paid(PoolSpec pool) {
    return pool.operations().autoscaling().map(a -> a.min()).orElse(pool.workers());
  }

  private double ofWorkers(Scenario candidate) {
    return ofWorkers(sizing, candidate);
  }

  /** What the workers of a configuration cost, in the hour or the month that is to be least. */
  static double ofWorkers(Sizing sizing, Scenario candidate) {
    double perHour = 0;
    for (PoolSpec pool : candidate.pools()) {
      perHour += paid(pool) * pool.prices().perWorkerHour();
    }
    return perHour * (sizing.objective() == Sizing.Objective.COST ? Month.HOURS : 1);
  }

  /** Joules for a thousand conversations, with so much of the load in service. */
  private double energy(Scenario candidate, double load) {
    double watts = 0;
    for (int i = 0; i < candidate.pools().size(); i++) {
      PoolSpec pool = candidate.pools().get(i);
      if (pool.power().isPresent()) {
        double inService =
            load == 0
                ? 0
                : isFixed ? queues.of(candidate, load)[i].inService() : queues.work(i) * load;
        double[] levels = pool.power().get().byRequestsInService(pool.slots());
        double each = Math.min(inService / paid(pool), pool.slots());
        watts += paid(pool) * at(levels, each) * pool.power().get().site().pue();
      }
    }
    return watts / (demand.conversationsPerSecond() * loadFactor) * 1_000;
  }

  private static double at(double[] levels, double place) {
    int below = (int) Math.min(levels.length - 2, Math.floor(place));
    return levels[below] + (place - below) * (levels[below + 1] - levels[below]);
  }
}
