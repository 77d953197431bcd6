package footfall.scenarios.conversations;

import footfall.scenarios.Scenario;
import footfall.scenarios.arrivals.Arrivals;
import footfall.scenarios.arrivals.Cohorts;
import footfall.scenarios.arrivals.Replay;
import footfall.scenarios.randomness.Streams;
import footfall.scenarios.shoppers.ShopperClass;
import footfall.scenarios.shoppers.Vocabulary;
import java.util.List;
import java.util.Optional;

/**
 * What all shoppers of a run have in common. Immutable.
 *
 * @param runKey the random key of the run, from which every shopper's derives
 * @param closed how many shoppers a closed population has; zero where arrivals are open
 * @param cohorts that they belong to; empty where all come in one way
 * @param replay whose requests the shoppers make, by their numbers; empty where they make their own
 * @param followsAll whether even a plain shopper, whose turns are one call each, has a {@link
 *     Conversation}, which costs memory
 */
public record ShopperPopulation(
    long runKey,
    List<ShopperClass> classes,
    Vocabulary vocabulary,
    int closed,
    Optional<Cohorts> cohorts,
    Optional<Replay> replay,
    boolean followsAll) {

  /** The shoppers of one replication of a scenario. */
  public static ShopperPopulation of(Scenario scenario, int replication, boolean followsAll) {
    return new ShopperPopulation(
        Streams.run(scenario.seed(), replication),
        scenario.shoppers(),
        Vocabulary.of(scenario.shoppers()),
        scenario.arrivals() instanceof Arrivals.Closed c ? c.population() : 0,
        scenario.arrivals() instanceof Cohorts cohorts ? Optional.of(cohorts) : Optional.empty(),
        scenario.arrivals() instanceof Replay replay ? Optional.of(replay) : Optional.empty(),
        followsAll);
  }

  /** Whether a shopper is followed by another when its conversation has ended. */
  public boolean isClosed(long shopper) {
    return cohorts.map(c -> c.of(shopper).population()).orElse(closed) > 0;
  }

  /** The number of the one who follows it. */
  public long successor(long shopper) {
    return cohorts.map(c -> c.successor(shopper)).orElse(shopper + closed);
  }

  /** Index of the class that a shopper belongs to. */
  public int classOf(long shopper, long key) {
    if (cohorts.isEmpty()) {
      return ShopperDraws.classOf(classes, key);
    }
    Cohorts.Cohort cohort = cohorts.get().of(shopper);
    return cohort
        .classes()
        .get(ShopperDraws.partOf(cohort.shares().size(), cohort.shares()::get, key));
  }
}
