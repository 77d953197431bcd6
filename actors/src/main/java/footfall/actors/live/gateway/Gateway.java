package footfall.actors.live.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.actors.RequestOutcome;
import footfall.actors.RequestOutcome.Completed;
import footfall.actors.Shopfloor.Floor;
import footfall.actors.live.FrontDesk;
import footfall.actors.live.SystemClock;
import footfall.actors.live.speech.PlayedVoice;
import footfall.actors.live.speech.Sampling;
import footfall.actors.live.speech.Talk;
import footfall.actors.pools.Pool;
import footfall.scenarios.Scenario;
import footfall.scenarios.randomness.Purpose;
import footfall.scenarios.randomness.RandomStream;
import footfall.scenarios.randomness.Streams;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.IncomingConnection;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;

/**
 * The HTTP server. Reads requests, hands them to the front desk, and writes what comes of them;
 * knows when a client has gone. Thread-safe.
 */
public final class Gateway {
  /**
   * How it is set up.
   *
   * @param port 0 for any free one
   * @param sessionHeader whose value tells which session a request belongs to
   * @param mostBytes of a request's body
   * @param vllmNames whether metrics come under the names of vLLM too
   * @param breakable whether clients may break workers, to see what comes of it
   */
  public record Settings(
      String host,
      int port,
      ApiKeys keys,
      String sessionHeader,
      long mostBytes,
      boolean vllmNames,
      boolean breakable) {}

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration BODY_PATIENCE = Duration.ofSeconds(15);
  private static final Duration SCRAPE_PATIENCE = Duration.ofSeconds(2);
  private static final Pattern REQUEST_ID = Pattern.compile("[!-~]{1,128}");
  private static final Pattern BREAK =
      Pattern.compile("/admin/pools/([A-Za-z0-9._-]+)/workers/([0-9]{1,6})/break");
  private static final int RETRY_SOON_SECONDS = 1;
  private static final int LONGEST_RETRY_SECONDS = 60;
  private static final double SMOOTHING = 0.05;
  private static final long LAST_WORDS_NANOS = 2_000_000_000L;
  private static final int LONGEST_SESSION = 256;

  /** A played reply is no longer, whatever is asked for. */
  private static final int MOST_PLAYED_TOKENS = 16_384;

  private final ActorSystem<?> system;
  private final Scenario scenario;
  private final Settings settings;
  private final Floor floor;
  private final ActorRef<FrontDesk.Command> desk;
  private final SystemClock clock;
  private final Models models;
  private final RequestReader reader;
  private final GatewayMetrics metrics;
  private final Materializer materializer;
  private final PlayedVoice.Stage stage;
  private final long replyKey;
  private final long startedSeconds = Instant.now().getEpochSecond();
  private final AtomicLong numbers = new AtomicLong();
  private final Reply.House house = new Reception();
  private final Set<Talk> open = ConcurrentHashMap.newKeySet();
  private volatile double latencySeconds;
  private volatile boolean draining;
  private ServerBinding binding;

  /** A gateway that is not open yet. */
  public Gateway(
      ActorSystem<?> system,
      Scenario scenario,
      Settings settings,
      Floor floor,
      ActorRef<FrontDesk.Command> desk,
      SystemClock clock) {
    this.system = system;
    this.scenario = scenario;
    this.settings = settings;
    this.floor = floor;
    this.desk = desk;
    this.clock = clock;
    this.models = new Models(scenario);
    this.reader = new RequestReader(models);
    this.metrics = new GatewayMetrics(scenario, settings.vllmNames());
    this.materializer = Materializer.createMaterializer(system);
    this.stage = new PlayedVoice.Stage(clock, clock.scheduler());
    this.replyKey = Streams.run(scenario.seed(), 0);
  }

  /** Opens it; the stage fails where the port cannot be had. */
  public CompletionStage<InetSocketAddress> open() {
    return Http.get(system)
        .newServerAt(settings.host(), settings.port())
        .connectionSource()
        .to(Sink.foreach(this::serve))
        .run(materializer)
        .thenApply(
            bound -> {
              binding = bound;
              return bound.localAddress();
            });
  }

  /** Refuses what comes from now on, and is done when all that is under way has ended. */
  public CompletionStage<Void> drain(Duration atMost) {
    draining = true;
    CompletableFuture<Void> drained = new CompletableFuture<>();
    long deadline = clock.nowNanos() + atMost.toNanos();
    lookWhetherDrained(drained, deadline);
    return drained;
  }

  private void lookWhetherDrained(CompletableFuture<Void> drained, long deadline) {
    boolean late = clock.nowNanos() >= deadline;
    if (late) {
      open.forEach(house::left); // Their clients hear that they are given up.
    }
    if (metrics.inFlight() == 0 || clock.nowNanos() >= deadline + LAST_WORDS_NANOS) {
      drained.complete(null);
    } else {
      clock
          .scheduler()
          .schedule(
              () -> lookWhetherDrained(drained, deadline),
              20,
              java.util.concurrent.TimeUnit.MILLISECONDS);
    }
  }

  /** Closes the door and all connections. */
  public CompletionStage<?> close() {
    return binding == null
        ? CompletableFuture.completedFuture(null)
        : binding.terminate(Duration.ofSeconds(1));
  }

  /** One client's connection, and what it waits for. */
  private final class Connection {
    private final Set<Talk> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    void close() {
      closed = true;
      open.forEach(house::left);
    }
  }

  private void serve(IncomingConnection incoming) {
    Connection connection = new Connection();
    Flow<HttpRequest, HttpResponse, NotUsed> flow =
        Flow.of(HttpRequest.class)
            .watchTermination(
                (notUsed, done) -> {
                  done.whenComplete((d, t) -> connection.close());
                  return notUsed;
                })
            .mapAsync(1, request -> respond(request, connection));
    incoming.handleWith(flow, materializer);
  }

  private CompletionStage<HttpResponse> respond(HttpRequest request, Connection connection) {
    String id = requestId(request);
    CompletionStage<HttpResponse> response;
    try {
      response = route(request, id, connection);
    } catch (RuntimeException e) {
      request.discardEntityBytes(materializer);
      response = CompletableFuture.failedFuture(e);
    }
    return response
        .exceptionally(problem -> Responses.error(asApiException(problem)))
        .thenApply(
            answer -> {
              metrics.responded(answer.status().intValue());
              return answer.addHeader(RawHeader.create("X-Request-Id", id));
            });
  }

  private ApiException tooLarge() {
    return new ApiException(
        413,
        "invalid_request_error",
        "request_too_large",
        null,
        ApiException.NO_RETRY,
        "The body is larger than " + settings.mostBytes() + " bytes.");
  }

  private ApiException asApiException(Throwable problem) {
    Throwable cause = problem;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof ApiException known) {
      return known;
    }
    if (cause instanceof EntityStreamSizeException) {
      return tooLarge();
    }
    if (cause instanceof TimeoutException) {
      return new ApiException(
          408, "timeout", null, null, ApiException.NO_RETRY, "The body came too slowly.");
    }
    return new ApiException(
        500, "server_error", null, null, ApiException.NO_RETRY, "Something went wrong here.");
  }

  private CompletionStage<HttpResponse> route(
      HttpRequest request, String id, Connection connection) {
    String path = request.getUri().path();
    boolean isPost = request.method().equals(HttpMethods.POST);
    if (path.startsWith("/v1/") || path.startsWith("/admin/")) {
      checkKey(request);
    }
    switch (path) {
      case "/health" -> {
        return answer(request, !isPost, health());
      }
      case "/metrics" -> {
        return isPost ? wrongMethod() : discarding(request, scrape());
      }
      case "/v1/models" -> {
        return answer(request, !isPost, Responses.json(modelList()));
      }
      case "/v1/chat/completions", "/v1/completions" -> {
        return isPost
            ? complete(request, path.equals("/v1/chat/completions"), id, connection)
            : wrongMethod();
      }
      default -> {
        return other(request, path, isPost);
      }
    }
  }

  private CompletionStage<HttpResponse> other(HttpRequest request, String path, boolean isPost) {
    if (path.startsWith("/v1/models/") && !isPost) {
      String name = path.substring("/v1/models/".length());
      models.poolOf(name);
      return answer(request, true, Responses.json(model(name)));
    }
    java.util.regex.Matcher broken = BREAK.matcher(path);
    if (settings.breakable() && isPost && broken.matches()) {
      int pool = models.poolOf(broken.group(1));
      floor.pools().get(pool).tell(new Pool.Break(Integer.parseInt(broken.group(2))));
      return answer(request, true, Responses.json(JSON.createObjectNode().put("broken", true)));
    }
    throw new ApiException(
        404,
        "invalid_request_error",
        "unknown_url",
        null,
        ApiException.NO_RETRY,
        "There is nothing at "
            + path
            + ". Try /v1/chat/completions, /v1/models, /health or /metrics.");
  }

  private CompletionStage<HttpResponse> answer(
      HttpRequest request, boolean methodFits, HttpResponse response) {
    return methodFits
        ? discarding(request, CompletableFuture.completedFuture(response))
        : wrongMethod();
  }

  private CompletionStage<HttpResponse> discarding(
      HttpRequest request, CompletionStage<HttpResponse> response) {
    request.discardEntityBytes(materializer);
    return response;
  }

  private static CompletionStage<HttpResponse> wrongMethod() {
    throw new ApiException(
        405,
        "invalid_request_error",
        "method_not_allowed",
        null,
        ApiException.NO_RETRY,
        "This method is not allowed here.");
  }

  private void checkKey(HttpRequest request) {
    if (!settings.keys().admit(header(request, "Authorization"))) {
      throw new ApiException(
          401,
          "authentication_error",
          "invalid_api_key",
          null,
          ApiException.NO_RETRY,
          "The API key is missing or wrong. Send it as Authorization: Bearer KEY.");
    }
  }

  private CompletionStage<HttpResponse> complete(
      HttpRequest request, boolean chat, String id, Connection connection) {
    String session =
        header(request, settings.sessionHeader())
            .filter(value -> value.length() <= LONGEST_SESSION)
            .orElse("");
    if (request.entity() instanceof HttpEntity.Strict strict) {
      return ask(strict.getData().toArray(), chat, id, session, connection);
    }
    if (request.entity().getContentLengthOption().orElse(0) > settings.mostBytes()) {
      throw tooLarge();
    }
    return request
        .entity()
        .withSizeLimit(settings.mostBytes())
        .toStrict(BODY_PATIENCE.toMillis(), system)
        .thenCompose(strict -> ask(strict.getData().toArray(), chat, id, session, connection));
  }

  private CompletionStage<HttpResponse> ask(
      byte[] body, boolean chat, String id, String session, Connection connection) {
    if (body.length > settings.mostBytes()) {
      throw tooLarge();
    }
    if (draining) {
      throw new ApiException(
          503,
          "server_error",
          "shutting_down",
          null,
          RETRY_SOON_SECONDS,
          "The server is shutting down.");
    }
    ApiCall call = reader.read(body, chat);
    Reply reply = Reply.to(call, id, house, materializer);
    Talk talk = new Talk(call.prompt(), call.pool(), reply, stage);
    reply.listenTo(talk);
    open.add(talk);
    connection.open.add(talk);
    reply
        .over()
        .thenRun(
            () -> {
              open.remove(talk);
              connection.open.remove(talk);
            });
    metrics.asked();
    desk.tell(
        new FrontDesk.Ask(
            talk,
            session,
            call.inputTokens(),
            replyTokens(call.prompt().sampling()),
            scenario.shoppers().get(0).priority()));
    if (connection.closed) {
      house.left(talk); // It was closed before anybody could be told of this talk.
    }
    return reply.response();
  }

  /** A played reply is as long as the scenario's; a real one is told apart later. */
  private int replyTokens(Sampling sampling) {
    if (sampling.ignoreEnd() && sampling.maxTokens() < Integer.MAX_VALUE) {
      return Math.min(MOST_PLAYED_TOKENS, sampling.maxTokens());
    }
    RandomStream random =
        new RandomStream().at(Streams.draw(replyKey, Purpose.REPLY, numbers.incrementAndGet()));
    int drawn = Math.max(1, scenario.shoppers().get(0).replyTokens().sampleCount(random));
    int least = Math.min(MOST_PLAYED_TOKENS, sampling.minTokens());
    return Math.min(sampling.maxTokens(), Math.max(least, drawn));
  }

  private HttpResponse health() {
    ObjectNode body = JSON.createObjectNode();
    body.put("status", draining ? "draining" : "ok");
    HttpResponse response = Responses.json(body);
    return draining ? response.withStatus(503) : response;
  }

  private ObjectNode modelList() {
    ObjectNode list = JSON.createObjectNode();
    list.put("object", "list");
    ArrayNode data = list.putArray("data");
    models.names().forEach(name -> data.add(model(name)));
    return list;
  }

  private ObjectNode model(String name) {
    ObjectNode model = JSON.createObjectNode();
    model.put("id", name);
    model.put("object", "model");
    model.put("created", startedSeconds);
    model.put("owned_by", "footfall");
    return model;
  }

  private CompletionStage<HttpResponse> scrape() {
    List<CompletableFuture<?>> scraped = new ArrayList<>();
    for (int i = 0; i < floor.pools().size(); i++) {
      int pool = i;
      scraped.add(
          AskPattern.<Pool.Command, Pool.Scraped>ask(
                  floor.pools().get(pool), Pool.Scrape::new, SCRAPE_PATIENCE, system.scheduler())
              .thenAccept(answer -> metrics.levels(pool, answer.levels()))
              .toCompletableFuture());
    }
    return CompletableFuture.allOf(scraped.toArray(CompletableFuture[]::new))
        .handle(
            (done, late) ->
                HttpResponse.create().withEntity(ContentTypes.TEXT_PLAIN_UTF8, metrics.scrape()));
  }

  private static Optional<String> header(HttpRequest request, String name) {
    return request.getHeader(name).map(HttpHeader::value);
  }

  private String requestId(HttpRequest request) {
    return header(request, "X-Request-Id")
        .filter(id -> REQUEST_ID.matcher(id).matches())
        .orElseGet(
            () -> Long.toHexString(startedSeconds) + Long.toHexString(numbers.incrementAndGet()));
  }

  /** What replies need. */
  private final class Reception implements Reply.House {
    @Override
    public void left(Talk talk) {
      desk.tell(new FrontDesk.Leave(talk));
    }

    @Override
    public ApiException refusal(RequestOutcome outcome, Talk talk) {
      int seconds =
          (int)
              Math.min(
                  LONGEST_RETRY_SECONDS, Math.max(RETRY_SOON_SECONDS, Math.ceil(latencySeconds)));
      return Refusals.of(outcome, talk, models.pool(outcome.pool()), seconds);
    }

    @Override
    public void ended(ApiCall call, RequestOutcome outcome, Talk talk) {
      metrics.ended(outcome);
      if (outcome instanceof Completed completed) {
        double seconds = (completed.endedNanos() - completed.request().firstSubmittedNanos()) / 1e9;
        latencySeconds += SMOOTHING * (seconds - latencySeconds);
      }
    }
  }
}
