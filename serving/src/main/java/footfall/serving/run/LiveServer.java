package footfall.serving.run;

import footfall.reports.recording.ReplicationRecord;
import footfall.reports.results.Results.Verdict;
import footfall.reports.results.RunMode;
import footfall.scenarios.Scenario;
import footfall.scenarios.problems.InvalidInputException;
import footfall.serving.dashboard.Dashboard;
import footfall.serving.gateway.Gateway;
import footfall.serving.ingress.LiveTest;
import footfall.serving.shadow.ShadowRecord;
import footfall.serving.time.SystemClock;
import footfall.serving.workforce.EngagedWorkforce;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A deployment that serves: the actors of the simulation in real time, behind a gateway, from start
 * to stop. Any thread may call.
 */
public final class LiveServer {
  private static final Logger LOG = LoggerFactory.getLogger(LiveServer.class);

  private final Dashboard dashboard;
  private final LiveDeployment deployment;
  private final Gateway gateway;
  private final InetSocketAddress address;

  private LiveServer(
      Scenario scenario,
      Gateway.Settings settings,
      SystemClock clock,
      EngagedWorkforce workforce,
      Function<Behavior<Void>, ActorSystem<Void>> place) {
    this.dashboard = new Dashboard(scenario, RunMode.SERVE);
    this.deployment = LiveDeployment.open(scenario, clock, workforce, dashboard, place);
    this.gateway =
        new Gateway(
            deployment.system(),
            scenario,
            settings,
            deployment.floor(),
            workforce::makesEmbeddings,
            deployment.ingress(),
            deployment.shadow(),
            clock,
            deployment.test(),
            dashboard);
    this.address = open(settings);
  }

  /**
   * Opens the gateway over a prepared workforce; both are closed again by {@link #stop}.
   *
   * @throws InvalidInputException if the port cannot be had
   */
  public static LiveServer start(
      Scenario scenario, Gateway.Settings settings, SystemClock clock, EngagedWorkforce workforce) {
    return start(scenario, settings, clock, workforce, LiveDeployment::alone);
  }

  /**
   * The same in another place.
   *
   * @param place starts the actor system, with the settings in {@link LiveDeployment#CONFIG} at
   *     least
   */
  public static LiveServer start(
      Scenario scenario,
      Gateway.Settings settings,
      SystemClock clock,
      EngagedWorkforce workforce,
      Function<Behavior<Void>, ActorSystem<Void>> place) {
    LiveRouting.check(scenario);
    return new LiveServer(scenario, settings, clock, workforce, place);
  }

  private InetSocketAddress open(Gateway.Settings settings) {
    try {
      return gateway.open().toCompletableFuture().join();
    } catch (CompletionException e) {
      deployment.release();
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

  /** Fails when the server can serve no more; is done when its record is closed. */
  public CompletableFuture<ReplicationRecord> record() {
    return deployment.record();
  }

  /** The scenario's A/B test; empty where it has none. */
  public Optional<LiveTest> test() {
    return deployment.test();
  }

  /** What came of copies of requests; empty where there are none. */
  public Optional<ShadowRecord> shadow() {
    return deployment.shadowRecord();
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return address;
  }

  /**
   * Refuses new requests, lets those under way end, closes the record and the door.
   *
   * @param drain how long requests under way may take
   */
  public ReplicationRecord stop(Duration drain) {
    dashboard.over(Verdict.UNDECIDED, "The server is stopping, and writes its report.");
    LOG.info("draining: requests under way may take {} s", drain.toSeconds());
    try {
      gateway.drain(drain).toCompletableFuture().join();
      deployment.shadowRecord().ifPresent(shadow -> shadow.await(drain));
      LOG.info("drained");
      ReplicationRecord record = deployment.closeRecord();
      gateway.close().toCompletableFuture().join();
      return record;
    } finally {
      deployment.release();
    }
  }
}
