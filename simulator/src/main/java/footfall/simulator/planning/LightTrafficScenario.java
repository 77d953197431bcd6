package footfall.simulator.planning;

import footfall.reports.analysis.sizing.Demand;
import footfall.reports.recording.ReplicationRecord;
import footfall.scenarios.Scenario;
import footfall.scenarios.distributions.Constant;
import footfall.scenarios.figures.FigureName;
import footfall.scenarios.pools.Batching;
import footfall.scenarios.pools.Operations;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.pools.Power;
import footfall.scenarios.pools.Prices;
import footfall.scenarios.pools.QueueSpec;
import footfall.scenarios.pools.Service;
import footfall.scenarios.sizing.Sizing;
import footfall.simulator.experiments.Replicator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The same world with room for everybody: no request waits, none slows another, no quota binds and
 * no worker is lost. What it shows of latency, nothing can beat; what it shows of demand goes into
 * the formulas.
 */
final class LightTrafficScenario {
  /** More requests at once than there are shoppers to make them. */
  private static final int ROOM = 200_000;

  /**
   * Whatever the scenario's: what theory expects, and which of two equals it prefers, is the same
   * for every seed.
   */
  private static final long PILOT_SEED = 20_250_920;

  private LightTrafficScenario() {}

  /**
   * What is run of such a world, to see what it asks of its pools.
   *
   * @param roomy a world with room for everybody
   * @param part of its horizon that the replication goes on
   */
  static Replicator.Order pilot(Scenario roomy, double part) {
    return new Replicator.Order(roomy.withSeed(PILOT_SEED).shortened(part), 0);
  }

  /**
   * What a pilot shows.
   *
   * @param roomy the world that it is of
   */
  static Demand demand(Scenario roomy, Replicator.Order pilot, ReplicationRecord record) {
    Set<FigureName> figures = new LinkedHashSet<>();
    figures.add(Sizing.Objective.COST.figure());
    figures.add(Sizing.Objective.COST_OF_AN_HOUR.figure());
    roomy.slos().forEach(slo -> figures.add(slo.figure()));
    return new Demand(pilot.scenario(), record, figures);
  }

  /** The same world with room for everybody. */
  static Scenario of(Scenario scenario) {
    return scenario.withPools(scenario.pools().stream().map(LightTrafficScenario::of).toList());
  }

  private static PoolSpec of(PoolSpec pool) {
    Prices prices = pool.prices();
    Prices withoutWorkers =
        new Prices(
            0,
            prices.perMillionInputTokens(),
            prices.perMillionCachedTokens(),
            prices.perMillionOutputTokens(),
            prices.perConversation());
    return new PoolSpec(
        pool.name(),
        pool.kind(),
        1,
        List.of(),
        pool.devices(),
        ROOM,
        QueueSpec.UNBOUNDED,
        alone(pool.service()),
        Optional.empty(),
        PoolSpec.NO_BOUND,
        pool.engine().isPresent() && pool.engine().get().prefixCaching() ? 1 : pool.prefixCache(),
        withoutWorkers,
        pool.quality(),
        Optional.<Power>empty(),
        Optional.empty(),
        Operations.UNEVENTFUL,
        pool.backend());
  }

  /** Every request is served as if it were the only one. */
  private static Service alone(Service service) {
    Optional<Batching> batching = service.batching();
    return batching.isEmpty()
        ? service
        : new Service(
            service.time(),
            service.secondsPerInputToken(),
            new Constant(batching.get().tpot().at(1)),
            Optional.empty());
  }
}
