package footfall.serving.dashboard;

import com.typesafe.config.Config;
import footfall.scenarios.problems.InvalidInputException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.Location;

/** Shows a dashboard where nothing else is served, on this machine only. Any thread may call. */
public final class DashboardServer implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final long LAST_WORDS_MILLIS = 3_000;
  private static final long LOOK_MILLIS = 50;

  private final Dashboard dashboard;
  private final ActorSystem<Void> system;
  private final ServerBinding binding;

  private DashboardServer(Dashboard dashboard, ActorSystem<Void> system, ServerBinding binding) {
    this.dashboard = dashboard;
    this.system = system;
    this.binding = binding;
  }

  /**
   * Opens it.
   *
   * @param port 0 for any that is free
   * @param config of the actor system
   * @throws InvalidInputException if the port cannot be had
   */
  public static DashboardServer open(Dashboard dashboard, int port, Config config) {
    ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "dashboard", config);
    try {
      ServerBinding binding =
          Http.get(system)
              .newServerAt(HOST, port)
              .bindSync(request -> respond(dashboard, request, system))
              .toCompletableFuture()
              .join();
      return new DashboardServer(dashboard, system, binding);
    } catch (RuntimeException e) {
      system.terminate();
      throw InvalidInputException.of(
          HOST + ":" + port, "cannot be listened at", "choose another port, or 0 for any free one");
    }
  }

  private static HttpResponse respond(
      Dashboard dashboard, HttpRequest request, ActorSystem<Void> system) {
    request.discardEntityBytes(system);
    String path = request.getUri().path();
    if (path.equals("/")) {
      return HttpResponse.create()
          .withStatus(StatusCodes.FOUND)
          .addHeader(Location.create(Dashboard.PATH));
    }
    return dashboard
        .respond(path)
        .orElseGet(() -> HttpResponse.create().withStatus(StatusCodes.NOT_FOUND));
  }

  /** Where the page is. */
  public String address() {
    InetSocketAddress at = binding.localAddress();
    return "http://" + HOST + ":" + at.getPort() + Dashboard.PATH;
  }

  /** Waits a moment until everybody who looks has heard how it ended, and closes. */
  @Override
  public void close() {
    try {
      for (long waited = 0;
          dashboard.spectators() > 0 && waited < LAST_WORDS_MILLIS;
          waited += LOOK_MILLIS) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      binding.terminate(Duration.ofMillis(LOOK_MILLIS)).toCompletableFuture().join();
    } finally {
      system.terminate();
    }
  }
}
