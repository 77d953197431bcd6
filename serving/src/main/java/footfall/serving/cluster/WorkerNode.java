package footfall.serving.cluster;

import footfall.scenarios.Scenario;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.routing.Policy;
import footfall.scenarios.routing.Routing;
import footfall.serving.exchange.PlayedTokenStream;
import footfall.serving.run.ActorsShutDownException;
import footfall.serving.run.LiveDeployment;
import footfall.serving.run.LiveWorkforce;
import footfall.serving.time.SystemClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * A member of a cluster whose workers serve the gateways that are there, until it leaves or is
 * taken out. Thread-safe.
 */
public final class WorkerNode implements ClusterNode {
  private final LiveDeployment deployment;
  private final Membership<Void> membership;
  private final List<ActorRef<WorkerEndpoint.Command>> endpoints;
  private final List<String> descriptions;
  private final CompletableFuture<Void> ended;

  private WorkerNode(
      LiveDeployment deployment,
      Membership<Void> membership,
      List<ActorRef<WorkerEndpoint.Command>> endpoints,
      List<String> descriptions) {
    this.deployment = deployment;
    this.membership = membership;
    this.endpoints = endpoints;
    this.descriptions = descriptions;
    this.ended =
        deployment
            .record()
            .handle(
                (record, problem) -> {
                  if (problem instanceof ActorsShutDownException end && end.takenOut()) {
                    return null;
                  }
                  throw new CompletionException(problem);
                });
  }

  /**
   * Loads the models, joins a cluster and offers the workers to its gateways.
   *
   * @param beside folder from which model directories are found
   * @param offered how many workers of which pool
   * @throws InvalidInputException if there is no such pool, a model cannot be loaded, or no cluster
   *     lets it in
   */
  public static WorkerNode join(
      Scenario scenario,
      Path beside,
      Map<String, Integer> offered,
      ClusterSettings settings,
      Duration patience) {
    Scenario lent = lent(scenario, offered);
    SystemClock clock = new SystemClock();
    LiveWorkforce workforce = new LiveWorkforce(lent, clock, beside);
    CompletableFuture<Membership<Void>> joined = new CompletableFuture<>();
    LiveDeployment deployment;
    try {
      deployment =
          LiveDeployment.open(
              lent,
              clock,
              workforce,
              glance -> {},
              guardian -> {
                Membership<Void> membership =
                    Membership.join(guardian, settings, "worker", LiveDeployment.CONFIG, patience);
                joined.complete(membership);
                return membership.system();
              });
    } catch (RuntimeException e) {
      workforce.close();
      clock.close();
      throw e;
    }
    PlayedTokenStream.Stage stage = new PlayedTokenStream.Stage(clock, clock.scheduler());
    Map<String, Behavior<WorkerEndpoint.Command>> behaviors = new LinkedHashMap<>();
    for (int pool = 0; pool < lent.pools().size(); pool++) {
      PoolSpec spec = scenario.pool(lent.pools().get(pool).name());
      for (int worker = 0; worker < lent.pools().get(pool).workers(); worker++) {
        behaviors.put(
            pool + "-" + worker,
            WorkerEndpoint.create(
                pool, WorkerMessages.endpoints(scenario, spec), deployment.ingress(), stage));
      }
    }
    List<ActorRef<WorkerEndpoint.Command>> endpoints = open(deployment.system(), behaviors);
    List<String> descriptions = new ArrayList<>();
    for (int pool = 0; pool < lent.pools().size(); pool++) {
      PoolSpec spec = lent.pools().get(pool);
      descriptions.add(
          spec.workers() + " of " + spec.name() + ": " + workforce.descriptions().get(pool));
    }
    return new WorkerNode(deployment, joined.join(), endpoints, descriptions);
  }

  /** Under one parent, by which cluster.conf knows them. */
  private static List<ActorRef<WorkerEndpoint.Command>> open(
      ActorSystem<?> system, Map<String, Behavior<WorkerEndpoint.Command>> behaviors) {
    CompletableFuture<List<ActorRef<WorkerEndpoint.Command>>> opened = new CompletableFuture<>();
    spawn(
        system,
        Behaviors.<Void>setup(
            context -> {
              List<ActorRef<WorkerEndpoint.Command>> endpoints = new ArrayList<>();
              behaviors.forEach((name, behavior) -> endpoints.add(context.spawn(behavior, name)));
              opened.complete(endpoints);
              return Behaviors.empty();
            }),
        "endpoints");
    return opened.join();
  }

  private static <M> ActorRef<M> spawn(ActorSystem<?> system, Behavior<M> behavior, String name) {
    return system.systemActorOf(behavior, name, Props.empty());
  }

  /** The same shoppers, and of the pools what is offered; the caller names the pool. */
  private static Scenario lent(Scenario scenario, Map<String, Integer> offered) {
    List<String> known = scenario.pools().stream().map(PoolSpec::name).toList();
    List<PoolSpec> pools = new ArrayList<>();
    Map<String, Double> shares = new LinkedHashMap<>();
    offered.forEach(
        (name, workers) -> {
          if (!known.contains(name) || workers < 1) {
            throw InvalidInputException.of(
                "--workers " + name + "=" + workers,
                "must be a pool of the scenario, and at least 1",
                "one of " + String.join(", ", known));
          }
          pools.add(scenario.pool(name).lent(workers));
          shares.put(name, shares.isEmpty() ? 1.0 : 0.0);
        });
    return scenario.serving(
        pools, Routing.by(new Policy.FixedRatio(shares, Policy.Granularity.TURN)));
  }

  @Override
  public String address() {
    return membership.address();
  }

  @Override
  public String work() {
    return String.join(", ", descriptions);
  }

  @Override
  public List<String> others() {
    return membership.others();
  }

  /** Fails when an actor has failed without which nothing is served. */
  @Override
  public CompletableFuture<Void> ended() {
    return ended;
  }

  /** Takes no more requests, and leaves when the gateways have had the answers to theirs. */
  @Override
  public String leave(Duration atMost) {
    boolean drained = !ended().isDone() && drain(atMost);
    membership.close();
    deployment.release();
    return drained ? "all it had is answered" : "what it still had has failed";
  }

  /** Returns whether all gateways have let it go. */
  private boolean drain(Duration atMost) {
    List<CompletableFuture<Void>> left = new ArrayList<>();
    for (ActorRef<WorkerEndpoint.Command> endpoint : endpoints) {
      CompletableFuture<Void> done = new CompletableFuture<>();
      endpoint.tell(
          new WorkerEndpoint.Leave(
              spawn(
                  deployment.system(),
                  Behaviors.receiveMessage(
                      message -> {
                        done.complete(null);
                        return Behaviors.stopped();
                      }),
                  "left-" + endpoint.path().name())));
      left.add(done);
    }
    try {
      CompletableFuture.allOf(left.toArray(CompletableFuture[]::new))
          .get(atMost.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }
}
