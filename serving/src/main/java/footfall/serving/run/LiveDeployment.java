package footfall.serving.run;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import footfall.actors.protocol.SupervisorCommand;
import footfall.actors.run.RunAssembly;
import footfall.actors.run.RunAssembly.Deployment;
import footfall.actors.satisfaction.SatisfactionModel;
import footfall.actors.supervision.RunListener;
import footfall.actors.supervision.Supervisor;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.watching.LiveSnapshot;
import footfall.reports.watching.Watcher;
import footfall.scenarios.Scenario;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.randomness.Streams;
import footfall.serving.exchange.PlayedTokenStream;
import footfall.serving.ingress.LiveTest;
import footfall.serving.ingress.RequestIngress;
import footfall.serving.shadow.ShadowRecord;
import footfall.serving.shadow.ShadowTraffic;
import footfall.serving.time.SystemClock;
import footfall.serving.workforce.EngagedWorkforce;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * The actors of the simulation in real time, with an ingress where requests from outside come in.
 * Any thread may call.
 */
public final class LiveDeployment {
  private static final Duration RECORD_PATIENCE = Duration.ofSeconds(30);
  private static final long PATIENCE_SECONDS = 10;

  /** How often watchers get a snapshot. */
  static final long LOOKS_EVERY_NANOS = 1_000_000_000L;

  /** Settings of the actor system, the HTTP server included. */
  public static final Config CONFIG =
      ConfigFactory.parseString(
              """
              pekko {
                loggers = ["org.apache.pekko.event.slf4j.Slf4jLogger"]
                logging-filter = "org.apache.pekko.event.slf4j.Slf4jLoggingFilter"
                loglevel = "DEBUG" # What is written is for the backend of SLF4J to say.
                stdout-loglevel = "OFF"
                log-dead-letters = off # Undelivered logs them.
                log-dead-letters-during-shutdown = off
                jvm-shutdown-hooks = off
                jvm-exit-on-fatal-error = off
                coordinated-shutdown.run-by-jvm-shutdown-hook = off
                coordinated-shutdown.exit-jvm = off
                scheduler.tick-duration = 1ms
                actor.default-dispatcher.fork-join-executor { parallelism-min = 2, parallelism-factor = 1.0 }
                actor.internal-dispatcher.fork-join-executor { parallelism-min = 2, parallelism-factor = 1.0 }
                http.server {
                  server-header = "footfall"
                  idle-timeout = 600s
                  request-timeout = infinite
                  max-connections = 8192
                  backlog = 1024
                  pipelining-limit = 1
                  parsing.max-content-length = infinite
                  parsing.max-header-count = 64
                  parsing.max-header-value-length = 8k
                  parsing.illegal-header-warnings = off
                }
              }
              """)
          .withFallback(ConfigFactory.defaultReference())
          .resolve();

  private final SystemClock clock;
  private final EngagedWorkforce workforce;
  private final ActorSystem<Void> system;
  private final Staff staff;
  private final Optional<LiveTest> test;
  private final Optional<ShadowRecord> shadowRecord;
  private final CompletableFuture<ReplicationRecord> record = new CompletableFuture<>();

  private record Staff(
      Deployment deployment,
      ActorRef<RequestIngress.Command> ingress,
      Optional<ActorRef<ShadowTraffic.Command>> shadow) {}

  private LiveDeployment(
      Scenario scenario,
      SystemClock clock,
      EngagedWorkforce workforce,
      Watcher watcher,
      Function<Behavior<Void>, ActorSystem<Void>> place) {
    this.clock = clock;
    this.workforce = workforce;
    this.test = LiveTest.of(scenario, RunAssembly.routerKey(scenario, 0));
    this.shadowRecord = ShadowRecord.of(scenario);
    CompletableFuture<Staff> hired = new CompletableFuture<>();
    this.system =
        place.apply(
            guardian(
                scenario,
                clock,
                workforce,
                test,
                shadowRecord,
                new RecordListener(record, watcher),
                hired));
    CoordinatedShutdown shutdown = CoordinatedShutdown.get(system);
    shutdown.addTask(
        CoordinatedShutdown.PhaseBeforeServiceUnbind(),
        "fail-the-record",
        () -> {
          // Not when all actors have stopped: one that met a fatal error never does.
          ActorsShutDownException end = ActorsShutDownException.after(shutdown);
          record.completeExceptionally(end);
          hired.completeExceptionally(end);
          return CompletableFuture.completedFuture(Done.done());
        });
    try {
      this.staff = hired.join();
    } catch (CompletionException e) {
      throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
    }
  }

  /** Opens it over a prepared workforce; both are closed again by {@link #release}. */
  public static LiveDeployment open(Scenario scenario, SystemClock clock, LiveWorkforce workforce) {
    return new LiveDeployment(scenario, clock, workforce, null, LiveDeployment::alone);
  }

  /**
   * The same.
   *
   * @param audience told every second how things stand
   * @param place starts the actor system, with the settings in {@link #CONFIG} at least
   */
  public static LiveDeployment open(
      Scenario scenario,
      SystemClock clock,
      EngagedWorkforce workforce,
      Consumer<LiveSnapshot> audience,
      Function<Behavior<Void>, ActorSystem<Void>> place) {
    Watcher watcher = new Watcher(scenario, true, 1, audience);
    return new LiveDeployment(scenario, clock, workforce, watcher, place);
  }

  /** An actor system that is no member of anything. */
  static ActorSystem<Void> alone(Behavior<Void> guardian) {
    return ActorSystem.create(guardian, "footfall", CONFIG);
  }

  private static Behavior<Void> guardian(
      Scenario scenario,
      SystemClock clock,
      EngagedWorkforce workforce,
      Optional<LiveTest> test,
      Optional<ShadowRecord> shadowRecord,
      RecordListener listener,
      CompletableFuture<Staff> hired) {
    return Behaviors.setup(
        context -> {
          clock.start();
          SatisfactionModel satisfactionModel = SatisfactionModel.ofTimes(scenario);
          ActorRef<SupervisorCommand> supervisor =
              context.spawn(
                  Supervisor.untilStopped(clock, scenario, satisfactionModel, listener),
                  "supervisor");
          Deployment deployment =
              RunAssembly.open(
                  context,
                  new RunAssembly.Plan(clock, scenario, 0, workforce, satisfactionModel),
                  supervisor);
          ActorRef<RequestIngress.Command> ingress =
              context.spawn(
                  RequestIngress.create(
                      clock,
                      Streams.run(scenario.seed(), 0),
                      deployment.router(),
                      test,
                      test.isEmpty() && scenario.routing().choosesOnce()),
                  "ingress");
          supervisor.tell(
              new SupervisorCommand.Watch(
                  deployment.pools(),
                  deployment.router(),
                  RequestIngress.asArrivals(context, ingress)));
          context.spawn(Undelivered.create(), "undelivered");
          context.watch(supervisor);
          context.watch(ingress);
          context.watch(deployment.router());
          deployment.pools().forEach(context::watch);
          Optional<ActorRef<ShadowTraffic.Command>> shadow =
              shadowRecord.map(
                  kept -> {
                    ActorRef<ShadowTraffic.Command> actor =
                        context.spawn(
                            ShadowTraffic.create(
                                scenario.routing().shadow().orElseThrow(),
                                new ShadowTraffic.Surroundings(
                                    deployment.router(),
                                    scenario.pools().stream().map(PoolSpec::name).toList(),
                                    new PlayedTokenStream.Stage(clock, clock.scheduler())),
                                kept),
                            "shadow");
                    context.watch(actor);
                    return actor;
                  });
          hired.complete(new Staff(deployment, ingress, shadow));
          return Behaviors.receive(Void.class)
              .onSignal(
                  Terminated.class,
                  ended -> {
                    listener.record().completeExceptionally(causeOf(ended));
                    return Behaviors.same();
                  })
              .build();
        });
  }

  private static Throwable causeOf(Terminated ended) {
    Throwable cause = ended instanceof ChildFailed failed ? failed.cause() : null;
    return new IllegalStateException(
        "the actor " + ended.getRef().path().name() + " has failed: " + cause, cause);
  }

  /** Waits for the supervisor to close the record. */
  private record RecordListener(CompletableFuture<ReplicationRecord> record, Watcher watcher)
      implements RunListener {
    @Override
    public long looksEveryNanos() {
      return LOOKS_EVERY_NANOS;
    }

    @Override
    public void progressed(double part) {
      // Its length is unknown.
    }

    @Override
    public void finished(ReplicationRecord replication) {
      record.complete(replication);
    }

    @Override
    public long events() {
      return 0;
    }
  }

  /** Its actor system. */
  public ActorSystem<Void> system() {
    return system;
  }

  Deployment floor() {
    return staff.deployment();
  }

  /** Where requests from outside come in. */
  public ActorRef<RequestIngress.Command> ingress() {
    return staff.ingress();
  }

  /** Who copies requests; empty where nobody does. */
  Optional<ActorRef<ShadowTraffic.Command>> shadow() {
    return staff.shadow();
  }

  /** What came of copies; empty where there are none. */
  Optional<ShadowRecord> shadowRecord() {
    return shadowRecord;
  }

  /** The scenario's A/B test; empty where it has none. */
  Optional<LiveTest> test() {
    return test;
  }

  /** Fails when nothing can be served any more; is done when the run is closed. */
  public CompletableFuture<ReplicationRecord> record() {
    return record;
  }

  /** Closes the record; nothing is to be under way. */
  ReplicationRecord closeRecord() {
    staff.deployment().supervisor().tell(SupervisorCommand.Stop.INSTANCE);
    try {
      return record.get(RECORD_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while stopping", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the run could not be closed: " + e.getMessage(), e);
    }
  }

  /** Ends everything, whatever is under way. */
  public void release() {
    system.terminate();
    try {
      system.getWhenTerminated().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // What is left of it ends with the process.
    }
    workforce.close();
    clock.close();
  }
}
