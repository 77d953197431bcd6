package footfall.actors;

import footfall.actors.pools.Pool;
import footfall.actors.routing.Router;
import footfall.actors.shoppers.Crowd;
import footfall.actors.shoppers.ShopperWorld;
import footfall.actors.supervision.RunListener;
import footfall.actors.supervision.Supervisor;
import footfall.scenarios.Arrivals;
import footfall.scenarios.PoolSpec;
import footfall.scenarios.Scenario;
import footfall.scenarios.randomness.Streams;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * The root actor of a run: sets up everybody, introduces them to each other and opens the doors.
 */
public final class Shopfloor {
  private Shopfloor() {}

  /**
   * One replication of a scenario.
   *
   * @param replication number of the replication, from zero; other numbers meet other shoppers
   */
  public static Behavior<Void> create(
      Clock clock, Scenario scenario, int replication, RunListener listener) {
    return Behaviors.setup(
        context -> {
          open(context, clock, scenario, replication, listener);
          return Behaviors.empty();
        });
  }

  private static void open(
      ActorContext<Void> context,
      Clock clock,
      Scenario scenario,
      int replication,
      RunListener listener) {
    ActorRef<Supervisor.Command> supervisor =
        context.spawn(Supervisor.create(clock, scenario, listener), "supervisor");
    ActorRef<Router.Command> router = context.spawn(Router.create(scenario), "router");
    ActorRef<Router.Command> loadWatcher = Router.watchesLoads(scenario) ? router : null;
    List<ActorRef<Pool.Command>> pools = new ArrayList<>();
    for (PoolSpec spec : scenario.pools()) {
      int index = pools.size();
      pools.add(
          context.spawn(Pool.create(clock, index, spec, supervisor, loadWatcher), "pool-" + index));
    }
    router.tell(new Router.UsePools(pools));
    int population =
        scenario.arrivals() instanceof Arrivals.Closed closed ? closed.population() : 0;
    ShopperWorld world =
        new ShopperWorld(
            clock,
            Streams.run(scenario.seed(), replication),
            scenario.shoppers(),
            population,
            router);
    ActorRef<Crowd.Command> crowd =
        context.spawn(Crowd.create(world, scenario.arrivals(), scenario.horizonNanos()), "crowd");
    supervisor.tell(new Supervisor.Watch(pools, router, crowd));
    crowd.tell(Crowd.Open.INSTANCE);
  }
}
