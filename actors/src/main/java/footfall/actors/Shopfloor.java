package footfall.actors;

import footfall.actors.operations.Autoscaler;
import footfall.actors.operations.Hazards;
import footfall.actors.operations.RollingRestart;
import footfall.actors.pools.Pool;
import footfall.actors.routing.Router;
import footfall.actors.shoppers.Crowd;
import footfall.actors.shoppers.Judge;
import footfall.actors.shoppers.ShopperWorld;
import footfall.actors.supervision.RunListener;
import footfall.actors.supervision.Supervisor;
import footfall.scenarios.Scenario;
import footfall.scenarios.arrivals.Arrivals;
import footfall.scenarios.arrivals.Replay;
import footfall.scenarios.pools.Operations;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.randomness.Streams;
import footfall.scenarios.shoppers.Vocabulary;
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
  /**
   * Its number among the entities of a run, of which pools and the crowd have others below zero.
   */
  private static final long ROUTER = Long.MIN_VALUE;

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
    Judge judge = Judge.of(scenario);
    ActorRef<Supervisor.Command> supervisor =
        context.spawn(Supervisor.create(clock, scenario, judge, listener), "supervisor");
    long runKey = Streams.run(scenario.seed(), replication);
    ActorRef<Router.Command> router =
        context.spawn(
            Router.create(clock, scenario, Streams.entity(runKey, ROUTER), supervisor), "router");
    boolean watchesLoads = Router.watchesLoads(scenario);
    List<ActorRef<Pool.Command>> pools = new ArrayList<>();
    for (PoolSpec spec : scenario.pools()) {
      int index = pools.size();
      ActorRef<Pool.Command> pool =
          context.spawn(
              Pool.create(clock, index, scenario, supervisor, router, watchesLoads),
              "pool-" + index);
      pools.add(pool);
      operate(context, clock, spec, Streams.entity(runKey, -2 - index), pool);
    }
    router.tell(new Router.UsePools(pools));
    int population =
        scenario.arrivals() instanceof Arrivals.Closed closed ? closed.population() : 0;
    ShopperWorld world =
        new ShopperWorld(
            clock,
            runKey,
            scenario.shoppers(),
            Vocabulary.of(scenario.shoppers()),
            judge,
            population,
            scenario.arrivals() instanceof Replay replay ? replay.trace() : null,
            router);
    ActorRef<Crowd.Command> crowd =
        context.spawn(Crowd.create(world, scenario.arrivals(), scenario.horizonNanos()), "crowd");
    supervisor.tell(new Supervisor.Watch(pools, router, crowd));
    crowd.tell(Crowd.Open.INSTANCE);
  }

  /** Whoever changes the workers of a pool, where the scenario has somebody do it. */
  private static void operate(
      ActorContext<Void> context,
      Clock clock,
      PoolSpec spec,
      long key,
      ActorRef<Pool.Command> pool) {
    Operations operations = spec.operations();
    String name = pool.path().name();
    if (operations.failures().isPresent() || !operations.outages().isEmpty()) {
      context.spawn(Hazards.create(clock, spec, key, pool), "hazards-" + name);
    }
    if (operations.restartNanos().isPresent()) {
      long atNanos = operations.restartNanos().getAsLong();
      context.spawn(
          RollingRestart.create(clock, atNanos, spec.mostWorkers(), pool), "restart-" + name);
    }
    if (operations.autoscaling().isPresent()) {
      context.spawn(Autoscaler.create(clock, spec, pool), "autoscaler-" + name);
    }
  }
}
