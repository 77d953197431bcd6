package footfall.serving.gateway;

import footfall.actors.run.RunAssembly.Deployment;
import footfall.scenarios.Scenario;
import footfall.serving.dashboard.Dashboard;
import footfall.serving.ingress.LiveTest;
import footfall.serving.ingress.RequestIngress;
import footfall.serving.shadow.ShadowTraffic;
import footfall.serving.time.SystemClock;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Flow;

/**
 * The HTTP server: opens and closes the door, and knows when a client has gone. What is behind the
 * door is up to the {@link Endpoints}. Thread-safe.
 */
public final class Gateway {
  /**
   * How it is set up.
   *
   * @param port 0 for any free one
   * @param sessionHeader whose value tells which session a request belongs to
   * @param mostBytes of a request's body
   * @param vllmNames whether metrics come under the names of vLLM too
   * @param breakable whether clients may break workers and take them, or vendors, away for a while
   * @param origins pages of other servers that may ask, {@code *} for those of all
   */
  public record Settings(
      String host,
      int port,
      ApiKeys keys,
      String sessionHeader,
      long mostBytes,
      boolean vllmNames,
      boolean breakable,
      List<String> origins) {}

  private static final Pattern REQUEST_ID = Pattern.compile("[!-~]{1,128}");
  private static final long LAST_WORDS_NANOS = 2_000_000_000L;
  private static final long LOOK_MILLIS = 20;

  private final Settings settings;
  private final SystemClock clock;
  private final Materializer materializer;
  private final Completions completions;
  private final Endpoints endpoints;
  private final GatewayMetrics metrics;
  private final AccessLog log = new AccessLog();
  private final OtherPages pages;
  private final String started = Long.toHexString(Instant.now().getEpochSecond());
  private final AtomicLong numbers = new AtomicLong();
  private final Connections connections;

  /**
   * A gateway that is not open yet.
   *
   * @param makesEmbeddings whether the pool of that index does, and writes nothing
   * @param shadow who copies requests; empty where nobody does
   * @param test that clients tell of how sessions went; empty for none
   * @param dashboard that it shows
   */
  public Gateway(
      ActorSystem<?> system,
      Scenario scenario,
      Settings settings,
      Deployment deployment,
      IntPredicate makesEmbeddings,
      ActorRef<RequestIngress.Command> ingress,
      Optional<ActorRef<ShadowTraffic.Command>> shadow,
      SystemClock clock,
      Optional<LiveTest> test,
      Dashboard dashboard) {
    this.settings = settings;
    this.clock = clock;
    this.materializer = Materializer.createMaterializer(system);
    this.connections = new Connections(system, materializer, this::answers);
    this.pages = new OtherPages(settings.origins());
    this.metrics = new GatewayMetrics(scenario, settings.vllmNames());
    test.ifPresent(metrics::follow);
    Models models = new Models(scenario, makesEmbeddings);
    this.completions =
        new Completions(
            scenario, settings, models, metrics, log, ingress, shadow, clock, materializer);
    this.endpoints =
        new Endpoints(
            settings,
            models,
            metrics,
            deployment,
            completions,
            new Feedback(test, system),
            new StagedIncidents(scenario, deployment, clock, system),
            dashboard,
            system,
            materializer);
  }

  /** Opens it; the stage fails where the port cannot be had. */
  public CompletionStage<InetSocketAddress> open() {
    return connections.accept(settings.host(), settings.port());
  }

  /** Refuses what comes from now on, and is done when all that is under way has ended. */
  public CompletionStage<Void> drain(Duration atMost) {
    completions.refuse();
    CompletableFuture<Void> drained = new CompletableFuture<>();
    lookWhetherDrained(drained, clock.nowNanos() + atMost.toNanos());
    return drained;
  }

  private void lookWhetherDrained(CompletableFuture<Void> drained, long deadline) {
    if (clock.nowNanos() >= deadline) {
      completions.giveUp();
    }
    if (metrics.inFlight() == 0 || clock.nowNanos() >= deadline + LAST_WORDS_NANOS) {
      drained.complete(null);
    } else {
      clock
          .scheduler()
          .schedule(
              () -> lookWhetherDrained(drained, deadline), LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** Closes the door and all connections. */
  public CompletionStage<?> close() {
    return connections.close();
  }

  private Flow<HttpRequest, HttpResponse, NotUsed> answers(Connections.Connection connection) {
    Completions.Waiting waiting = completions.newConnection();
    connection.whenGone(waiting::closed);
    return Flow.of(HttpRequest.class)
        .mapAsync(
            1,
            request -> {
              connection.asked(request);
              return respond(request, waiting)
                  .whenComplete((answer, problem) -> connection.answered());
            });
  }

  private CompletionStage<HttpResponse> respond(
      HttpRequest request, Completions.Waiting connection) {
    String id = requestId(request);
    if (pages.asksFirst(request)) {
      request.discardEntityBytes(materializer);
      return CompletableFuture.completedFuture(pages.answer(request));
    }
    CompletionStage<HttpResponse> response;
    try {
      response = endpoints.respond(request, id, connection);
    } catch (RuntimeException e) {
      request.discardEntityBytes(materializer);
      response = CompletableFuture.failedFuture(e);
    }
    String method = request.method().value();
    String path = Endpoints.pathOf(request);
    return response
        .exceptionally(problem -> refuse(problem, id, method, path))
        .thenApply(
            answer -> {
              metrics.responded(answer.status().intValue());
              log.served(id, method, path, answer.status().intValue());
              return Compression.of(request, pages.allow(request, answer))
                  .addHeader(RawHeader.create("X-Request-Id", id));
            });
  }

  private HttpResponse refuse(Throwable problem, String id, String method, String path) {
    ApiException refusal = ApiException.of(problem);
    if (refusal.isOurFault()) {
      log.failed(id, problem);
    }
    log.refused(id, method, path, refusal);
    ApiForm form = ApiForm.at(path).or(() -> ApiForm.countedAt(path)).orElse(ApiForm.CHAT);
    return Responses.error(refusal, form);
  }

  private String requestId(HttpRequest request) {
    return request
        .getHeader("X-Request-Id")
        .map(HttpHeader::value)
        .filter(id -> REQUEST_ID.matcher(id).matches())
        .orElseGet(() -> started + Long.toHexString(numbers.incrementAndGet()));
  }
}
