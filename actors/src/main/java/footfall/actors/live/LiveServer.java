package footfall.actors.live;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import footfall.actors.Shopfloor;
import footfall.actors.Shopfloor.Floor;
import footfall.actors.live.gateway.Gateway;
import footfall.actors.shoppers.Judge;
import footfall.actors.supervision.RunListener;
import footfall.actors.supervision.Supervisor;
import footfall.reports.recording.ReplicationRecord;
import footfall.scenarios.Scenario;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.randomness.Streams;
import footfall.scenarios.routing.Policy;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * A deployment that serves: the actors of the simulation in real time, behind a gateway, from start
 * to stop. Any thread may call.
 */
public final class LiveServer {
  private static final Duration BOOKS_PATIENCE = Duration.ofSeconds(30);
  private static final long PATIENCE_SECONDS = 10;

  /** Settings of the actor system, the HTTP server included. */
  static final Config CONFIG =
      ConfigFactory.parseString(
              """
              pekko {
                loglevel = "OFF"
                stdout-loglevel = "OFF"
                log-dead-letters = off
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
  private final LiveWorkforce workforce;
  private final ActorSystem<Void> system;
  private final Gateway gateway;
  private final ActorRef<Supervisor.Command> supervisor;
  private final CompletableFuture<ReplicationRecord> books;
  private final InetSocketAddress address;

  private record Staff(Floor floor, ActorRef<FrontDesk.Command> desk) {}

  private LiveServer(
      Scenario scenario, Gateway.Settings settings, SystemClock clock, LiveWorkforce workforce) {
    this.clock = clock;
    this.workforce = workforce;
    this.books = new CompletableFuture<>();
    CompletableFuture<Staff> hired = new CompletableFuture<>();
    this.system =
        ActorSystem.create(guardian(scenario, clock, workforce, books, hired), "footfall", CONFIG);
    Staff staff = hired.join();
    this.supervisor = staff.floor().supervisor();
    this.gateway = new Gateway(system, scenario, settings, staff.floor(), staff.desk(), clock);
    this.address = open(settings);
  }

  /**
   * Opens the gateway over a prepared workforce; both are closed again by {@link #stop}.
   *
   * @throws InvalidInputException if the port cannot be had
   */
  public static LiveServer start(
      Scenario scenario, Gateway.Settings settings, SystemClock clock, LiveWorkforce workforce) {
    checkServable(scenario);
    return new LiveServer(scenario, settings, clock, workforce);
  }

  /** What a reply is worth, or of what kind a request is, nobody can tell of real words yet. */
  private static void checkServable(Scenario scenario) {
    boolean cascades = scenario.routing().policy() instanceof Policy.Cascade;
    if (cascades || scenario.routing().classifier().isPresent()) {
      throw InvalidInputException.of(
          scenario.name(),
          "cannot be served: its routing "
              + (cascades ? "asks how sure a model is" : "classifies requests")
              + ", which is only known in simulation",
          "route by ratio, load, latency or cost, or rehearse it");
    }
  }

  private InetSocketAddress open(Gateway.Settings settings) {
    try {
      return gateway.open().toCompletableFuture().join();
    } catch (CompletionException e) {
      release();
      throw InvalidInputException.of(
          settings.host() + ":" + settings.port(),
          "cannot be listened at (" + rootOf(e).getMessage() + ")",
          "choose another --port, or 0 for any free one");
    }
  }

  private static Throwable rootOf(Throwable problem) {
    Throwable root = problem;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static Behavior<Void> guardian(
      Scenario scenario,
      SystemClock clock,
      LiveWorkforce workforce,
      CompletableFuture<ReplicationRecord> books,
      CompletableFuture<Staff> hired) {
    return Behaviors.setup(
        context -> {
          clock.start();
          Judge judge = Judge.ofTimes(scenario);
          ActorRef<Supervisor.Command> supervisor =
              context.spawn(
                  Supervisor.untilStopped(clock, scenario, judge, new Bookkeeper(books)),
                  "supervisor");
          Floor floor =
              Shopfloor.open(
                  context, new Shopfloor.Plan(clock, scenario, 0, workforce, judge), supervisor);
          ActorRef<FrontDesk.Command> desk =
              context.spawn(
                  FrontDesk.create(clock, Streams.run(scenario.seed(), 0), floor.router()), "desk");
          supervisor.tell(
              new Supervisor.Watch(
                  floor.pools(), floor.router(), FrontDesk.asCrowd(context, desk)));
          context.watch(supervisor);
          context.watch(desk);
          context.watch(floor.router());
          floor.pools().forEach(context::watch);
          hired.complete(new Staff(floor, desk));
          return Behaviors.receive(Void.class)
              .onSignal(
                  Terminated.class,
                  ended -> {
                    books.completeExceptionally(causeOf(ended));
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

  /** Waits for the supervisor to close the books. */
  private record Bookkeeper(CompletableFuture<ReplicationRecord> books) implements RunListener {
    @Override
    public void progressed(double part) {
      // Nobody knows how long it will be.
    }

    @Override
    public void finished(ReplicationRecord replication) {
      books.complete(replication);
    }

    @Override
    public long events() {
      return 0;
    }
  }

  /** Fails when the server can serve no more; is done when its books are closed. */
  public CompletableFuture<ReplicationRecord> books() {
    return books;
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return address;
  }

  /**
   * Refuses new requests, lets those under way end, closes the books and the door.
   *
   * @param drain how long requests under way may take
   */
  public ReplicationRecord stop(Duration drain) {
    try {
      gateway.drain(drain).toCompletableFuture().join();
      supervisor.tell(Supervisor.Stop.INSTANCE);
      ReplicationRecord record = books.get(BOOKS_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      gateway.close().toCompletableFuture().join();
      return record;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while stopping", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the books could not be closed: " + e.getMessage(), e);
    } finally {
      release();
    }
  }

  private void release() {
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
