package footfall.actors.shoppers;

import footfall.actors.Clock;
import footfall.actors.routing.Router;
import footfall.scenarios.arrivals.Trace;
import footfall.scenarios.randomness.Purpose;
import footfall.scenarios.randomness.RandomStream;
import footfall.scenarios.randomness.Streams;
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
    Judge judge,
    int population,
    Trace trace,
    ActorRef<Router.Command> router) {

  /** Whether each shopper begins anew when its conversation has ended. */
  boolean isClosed() {
    return population > 0;
  }

  /** Index of the class that the shopper belongs to. */
  int classOf(long shopperKey) {
    if (classes.size() == 1) {
      return 0;
    }
    double left =
        new RandomStream().at(Streams.draw(shopperKey, Purpose.SHOPPER_CLASS, 0)).nextDouble();
    int index = 0;
    while (index < classes.size() - 1 && left >= classes.get(index).share()) {
      left -= classes.get(index).share();
      index++;
    }
    return index;
  }
}
