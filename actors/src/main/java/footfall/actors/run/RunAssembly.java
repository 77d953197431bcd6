package footfall.actors.run;

import footfall.actors.operations.Autoscaler;
import footfall.actors.operations.FailureInjector;
import footfall.actors.operations.RollingRestart;
import footfall.actors.pools.Pool;
import footfall.actors.protocol.ArrivalSourceCommand;
import footfall.actors.protocol.Clock;
import footfall.actors.protocol.PoolCommand;
import footfall.actors.protocol.RouterCommand;
import footfall.actors.protocol.SupervisorCommand;
import footfall.actors.routing.Router;
import footfall.actors.satisfaction.SatisfactionModel;
import footfall.actors.shoppers.ArrivalSource;
import footfall.actors.shoppers.ShopperWorld;
import footfall.actors.supervision.RunListener;
import footfall.actors.supervision.Supervisor;
import footfall.actors.workers.Workforce;
import footfall.scenarios.Scenario;
import footfall.scenarios.conversations.ShopperPopulation;
import footfall.scenarios.pools.Operations;
import footfall.scenarios.pools.PoolSpec;
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
public final class RunAssembly {
  /**
   * Its number among the entities of a run, of which pools and the arrivals have others below zero.
   */
  private static final long ROUTER = Long.MIN_VALUE;

  private RunAssembly() {}

  /**
   * How a run is set up.
   *
   * @param replication number of the replication, from zero; other numbers meet other shoppers
   * @param workforce who works in the pools
   * @param satisfactionModel what shoppers make of their answers
   */
  public record Plan(
      Clock clock,
      Scenario scenario,
      int replication,
      Workforce workforce,
      SatisfactionModel satisfactionModel) {
    /** A replication in simulation. */
    static Plan simulated(Clock clock, Scenario scenario, int replication) {
      return new Plan(
          clock,
          UncertainSpeeds.draw(scenario, replication),
          replication,
          Workforce.PLAYED,
          SatisfactionModel.of(scenario));
    }

    long runKey() {
      return Streams.run(scenario.seed(), replication);
    }
  }

  /** The random key of the router in a replication of a scenario. */
  public static long routerKey(Scenario scenario, int replication) {
    return Streams.entity(Streams.run(scenario.seed(), replication), ROUTER);
  }

  /** One replication of a scenario, simulated. */
  public static Behavior<Void> create(
      Clock clock, Scenario scenario, int replication, RunListener listener) {
    return create(Plan.simulated(clock, scenario, replication), listener);
  }

  /** One replication of a scenario, with shoppers of our own, from the start to the horizon. */
  public static Behavior<Void> create(Plan plan, RunListener listener) {
    return Behaviors.setup(
        context -> {
          ActorRef<SupervisorCommand> supervisor =
              context.spawn(
                  Supervisor.create(plan.clock, plan.scenario, plan.satisfactionModel, listener),
                  "supervisor");
          Deployment deployment = open(context, plan, supervisor);
          ActorRef<ArrivalSourceCommand> arrivals = arrivals(context, plan, deployment.router);
          supervisor.tell(
              new SupervisorCommand.Watch(deployment.pools, deployment.router, arrivals));
          context.watch(supervisor); // Nobody can do without any of them.
          context.watch(deployment.router);
          context.watch(arrivals);
          deployment.pools.forEach(context::watch);
          arrivals.tell(ArrivalSource.Open.INSTANCE);
          return Behaviors.empty();
        });
  }

  /** Everybody who serves, and where to find them. */
  public record Deployment(
      ActorRef<SupervisorCommand> supervisor,
      ActorRef<RouterCommand> router,
      List<ActorRef<PoolCommand>> pools) {}

  /** Sets up router and pools, who tell the supervisor what happens; any parent may have them. */
  public static Deployment open(
      ActorContext<?> context, Plan plan, ActorRef<SupervisorCommand> supervisor) {
    Scenario scenario = plan.scenario;
    ActorRef<RouterCommand> router =
        context.spawn(
            Router.create(plan.clock, scenario, routerKey(scenario, plan.replication), supervisor),
            "router");
    boolean watchesLoads = Router.watchesLoads(scenario);
    List<ActorRef<PoolCommand>> pools = new ArrayList<>();
    for (PoolSpec spec : scenario.pools()) {
      int index = pools.size();
      ActorRef<PoolCommand> pool =
          context.spawn(
              Pool.create(
                  plan.clock, index, scenario, plan.workforce, supervisor, router, watchesLoads),
              "pool-" + index);
      pools.add(pool);
      operate(context, plan, spec, Streams.entity(plan.runKey(), -2 - index), pool);
    }
    router.tell(new RouterCommand.UsePools(pools));
    return new Deployment(supervisor, router, pools);
  }

  private static ActorRef<ArrivalSourceCommand> arrivals(
      ActorContext<?> context, Plan plan, ActorRef<RouterCommand> router) {
    Scenario scenario = plan.scenario;
    ShopperWorld world =
        new ShopperWorld(
            plan.clock,
            ShopperPopulation.of(
                scenario, plan.replication, plan.satisfactionModel.judgesConversations()),
            plan.satisfactionModel,
            router);
    return context.spawn(
        ArrivalSource.create(world, scenario.arrivals(), scenario.horizonNanos()), "arrivals");
  }

  /** Failures, restarts and scaling of a pool, where the scenario states any. */
  private static void operate(
      ActorContext<?> context, Plan plan, PoolSpec spec, long key, ActorRef<PoolCommand> pool) {
    Clock clock = plan.clock;
    Operations operations = spec.operations();
    String name = pool.path().name();
    if (operations.failures().isPresent() || !operations.outages().isEmpty()) {
      context.spawn(FailureInjector.create(clock, spec, key, pool), "hazards-" + name);
    }
    if (operations.restartNanos().isPresent()) {
      long atNanos = operations.restartNanos().getAsLong();
      context.spawn(
          RollingRestart.create(clock, atNanos, spec.mostWorkers(), pool), "restart-" + name);
    }
    if (operations.autoscaling().isPresent()) {
      context.spawn(
          Autoscaler.create(clock, spec, plan.scenario.arrivals(), pool), "autoscaler-" + name);
    }
  }
}
