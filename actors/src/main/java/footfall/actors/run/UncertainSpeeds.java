package footfall.actors.run;

import footfall.scenarios.Scenario;
import footfall.scenarios.engine.DeviceRates;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.randomness.Purpose;
import footfall.scenarios.randomness.RandomStream;
import footfall.scenarios.randomness.Streams;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * Speeds that are derived and not measured differ from the true ones by an unknown factor. Each
 * replication draws one, log-normal around one, the same for all pools and for every deployment
 * that is compared.
 */
final class UncertainSpeeds {
  /** Its number among the entities of a run; the router has the one below. */
  private static final long SPEEDS = Long.MIN_VALUE + 1;

  private UncertainSpeeds() {}

  /** The scenario as this replication meets it. */
  static Scenario draw(Scenario scenario, int replication) {
    if (scenario.pools().stream().noneMatch(UncertainSpeeds::isUncertain)) {
      return scenario;
    }
    long entity = Streams.entity(Streams.run(scenario.seed(), replication), SPEEDS);
    double normal =
        ZigguratSampler.NormalizedGaussian.of(
                new RandomStream().at(Streams.draw(entity, Purpose.SPEED, 0)))
            .sample();
    return scenario.withPools(scenario.pools().stream().map(pool -> drawn(pool, normal)).toList());
  }

  private static boolean isUncertain(PoolSpec pool) {
    return pool.engine().filter(engine -> engine.rates().uncertainty() > 0).isPresent();
  }

  private static PoolSpec drawn(PoolSpec pool, double normal) {
    if (!isUncertain(pool)) {
      return pool;
    }
    DeviceRates rates = pool.engine().orElseThrow().rates();
    return pool.withRates(rates.slower(Math.exp(rates.uncertainty() * normal)));
  }
}
