package footfall.actors.shoppers;

import footfall.actors.protocol.Clock;
import footfall.actors.protocol.RouterCommand;
import footfall.actors.satisfaction.SatisfactionModel;
import footfall.scenarios.conversations.ShopperPopulation;
import org.apache.pekko.actor.typed.ActorRef;

/** Where the shoppers of a run are: who they are, the clock, and who takes their requests. */
public record ShopperWorld(
    Clock clock,
    ShopperPopulation population,
    SatisfactionModel satisfaction,
    ActorRef<RouterCommand> router) {}
