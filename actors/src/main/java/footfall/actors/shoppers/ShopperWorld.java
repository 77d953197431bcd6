package footfall.actors.shoppers;

import footfall.actors.protocol.Clock;
import footfall.actors.protocol.RouterCommand;
import footfall.actors.satisfaction.SatisfactionModel;
import footfall.scenarios.arrivals.Trace;
import footfall.scenarios.conversations.ShopperDraws;
import footfall.scenarios.shoppers.ShopperClass;
import footfall.scenarios.shoppers.Vocabulary;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What all shoppers of a run have in common. Immutable.
 *
 * @param runKey the random key of the run, from which every shopper's derives
 * @param trace whose requests the shoppers make, by their numbers; null where they make their own
 * @param population how many shoppers a closed population has; zero where arrivals are open
 */
public record ShopperWorld(
    Clock clock,
    long runKey,
    List<ShopperClass> classes,
    Vocabulary vocabulary,
    SatisfactionModel judge,
    int population,
    Trace trace,
    ActorRef<RouterCommand> router) {

  /** Whether each shopper begins anew when its conversation has ended. */
  boolean isClosed() {
    return population > 0;
  }

  /** Index of the class that the shopper belongs to. */
  int classOf(long shopperKey) {
    return ShopperDraws.classOf(classes, shopperKey);
  }
}
