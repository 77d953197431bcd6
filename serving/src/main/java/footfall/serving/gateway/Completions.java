package footfall.serving.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.actors.protocol.Exchange;
import footfall.actors.protocol.Exchange.Place;
import footfall.actors.protocol.RequestOutcome;
import footfall.actors.protocol.RequestOutcome.Completed;
import footfall.actors.protocol.RequestOutcome.Failed;
import footfall.reports.recording.Failure;
import footfall.scenarios.Scenario;
import footfall.scenarios.randomness.Purpose;
import footfall.scenarios.randomness.RandomStream;
import footfall.scenarios.randomness.Streams;
import footfall.scenarios.shoppers.ShopperClass;
import footfall.scenarios.shoppers.Vocabulary;
import footfall.serving.exchange.LiveExchange;
import footfall.serving.exchange.PlayedTokenStream;
import footfall.serving.exchange.PoolQuestions;
import footfall.serving.exchange.Prompt;
import footfall.serving.exchange.Sampling;
import footfall.serving.ingress.Origin;
import footfall.serving.ingress.RequestIngress;
import footfall.serving.shadow.SampleShare;
import footfall.serving.shadow.ShadowTap;
import footfall.serving.shadow.ShadowTraffic;
import footfall.serving.time.SystemClock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.Materializer;

/** Hands requests to the ingress, each as an exchange, and takes back the results of them. */
final class Completions implements Reply.House {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_RETRY_SECONDS = 60;
  private static final double SMOOTHING = 0.05;
  private static final int LONGEST_SESSION = 256;

  /** A played reply is no longer, whatever is asked for. */
  private static final int MOST_PLAYED_TOKENS = 16_384;

  private final Gateway.Settings settings;
  private final Models models;
  private final RequestReader reader;
  private final RequestBody bodies;
  private final GatewayMetrics metrics;
  private final AccessLog log;
  private final ActorRef<RequestIngress.Command> ingress;
  private final Materializer materializer;
  private final PlayedTokenStream.Stage stage;
  private final List<ShopperClass> shoppers;
  private final Vocabulary words;
  private final PoolQuestions questions;
  private final Optional<ActorRef<ShadowTraffic.Command>> shadow;

  /** Which requests are copied; empty where none are. */
  private final Optional<SampleShare> copied;

  private final long replyKey;
  private final AtomicLong numbers = new AtomicLong();
  private final BodyRoom room = BodyRoom.ofThisProcess();
  private final Set<LiveExchange> open = ConcurrentHashMap.newKeySet();
  private volatile double latencySeconds;
  private volatile boolean refuses;

  Completions(
      Scenario scenario,
      Gateway.Settings settings,
      Models models,
      GatewayMetrics metrics,
      AccessLog log,
      ActorRef<RequestIngress.Command> ingress,
      Optional<ActorRef<ShadowTraffic.Command>> shadow,
      SystemClock clock,
      Materializer materializer) {
    this.settings = settings;
    this.models = models;
    this.reader = new RequestReader(models);
    this.bodies = new RequestBody(settings.mostBytes(), materializer);
    this.metrics = metrics;
    this.log = log;
    this.ingress = ingress;
    this.shadow = shadow;
    this.copied =
        scenario.routing().shadow().map(of -> new SampleShare(of.sample(), scenario.seed()));
    this.materializer = materializer;
    this.stage = new PlayedTokenStream.Stage(clock, clock.scheduler());
    this.shoppers = scenario.shoppers();
    this.words = Vocabulary.of(shoppers);
    this.questions = PoolQuestions.of(scenario.routing());
    this.replyKey = Streams.run(scenario.seed(), 0);
  }

  /** What one connection waits for. */
  final class Waiting {
    /** Those whose response has not begun; one that has is heard of by the response. */
    private final Set<LiveExchange> talks = ConcurrentHashMap.newKeySet();

    private volatile boolean closed;

    /** Nothing more will be answered: the client has gone, or has all that it asked for. */
    void closed() {
      closed = true;
      talks.forEach(Completions.this::left);
    }
  }

  Waiting newConnection() {
    return new Waiting();
  }

  /** Takes no more. */
  void refuse() {
    refuses = true;
  }

  boolean refuses() {
    return refuses;
  }

  /** Ends all that is under way; its clients are told. */
  void giveUp() {
    open.forEach(this::left);
  }

  /**
   * Answers a request for a completion.
   *
   * @throws ApiException if it is not to be answered
   */
  CompletionStage<HttpResponse> complete(
      HttpRequest request, ApiForm form, String id, Waiting connection) {
    String session =
        request
            .getHeader(settings.sessionHeader())
            .map(HttpHeader::value)
            .filter(value -> value.length() <= LONGEST_SESSION)
            .orElse("");
    Caller caller = new Caller(id, session, origin(request), connection, room.share());
    return bodies
        .of(request, caller.share())
        .thenCompose(body -> ask(body, form, caller))
        .whenComplete(
            (answered, problem) -> {
              if (problem != null) {
                caller.share().giveBack();
              }
            });
  }

  /**
   * Whose request it is.
   *
   * @param origin null where it tells none
   * @param share of the memory for requests
   */
  private record Caller(
      String requestId, String session, Origin origin, Waiting connection, BodyRoom.Share share) {}

  /**
   * Tells how many tokens a request that is not answered would read, about.
   *
   * @throws ApiException if it could not be answered
   */
  CompletionStage<HttpResponse> count(HttpRequest request, ApiForm form) {
    BodyRoom.Share share = room.share();
    return bodies
        .of(request, share)
        .thenApply(body -> Responses.json(counted(form, reader.read(body, form, share))))
        .whenComplete((counted, problem) -> share.giveBack());
  }

  private static ObjectNode counted(ApiForm form, ApiCall call) {
    ObjectNode counted = JSON.createObjectNode();
    if (form == ApiForm.RESPONSES) {
      counted.put("object", "response.input_tokens");
    }
    return counted.put("input_tokens", call.inputTokens());
  }

  private Origin origin(HttpRequest request) {
    Optional<String> header = request.getHeader(Origin.HEADER).map(HttpHeader::value);
    if (header.isEmpty()) {
      return null;
    }
    return Origin.parse(header.get())
        .filter(origin -> origin.fits(shoppers.size(), words))
        .orElseThrow(
            () ->
                ApiException.invalid(
                    Origin.HEADER, Origin.HEADER + " does not fit the scenario that is served."));
  }

  private CompletionStage<HttpResponse> ask(byte[] body, ApiForm form, Caller caller) {
    if (refuses) {
      throw ApiException.shuttingDown();
    }
    ApiCall call = reader.read(body, form, caller.share());
    Reply reply = Reply.to(call, caller.requestId(), this, materializer);
    Origin origin = caller.origin();
    LiveExchange liveExchange =
        new LiveExchange(
            call.prompt(),
            call.pool(),
            origin == null ? Place.ONLY : origin.place(),
            tapped(reply, call, caller.requestId()),
            stage,
            questions,
            call.stream());
    reply.listenTo(liveExchange);
    open.add(liveExchange);
    caller.connection().talks.add(liveExchange);
    reply.response().thenRun(() -> caller.connection().talks.remove(liveExchange));
    reply
        .over()
        .thenRun(
            () -> {
              open.remove(liveExchange);
              caller.share().giveBack();
            });
    metrics.asked();
    ingress.tell(
        new RequestIngress.Ask(
            liveExchange,
            caller.session(),
            origin,
            call.inputTokens(),
            replyTokens(call.prompt(), liveExchange.playedTokens(), origin),
            shoppers.get(origin == null ? 0 : origin.shopperClass()).priority()));
    if (caller.connection().closed) {
      left(liveExchange); // It was closed before anybody could be told of this talk.
    }
    return reply.response();
  }

  /** Where copies of requests go elsewhere, it is heard what the client gets. */
  private LiveExchange.Listener tapped(Reply reply, ApiCall call, String requestId) {
    if (shadow.isEmpty() || requestId.equals(Origin.PROBE)) {
      return reply;
    }
    boolean copies =
        !call.prompt().wantsEmbeddings()
            && call.pool() == Exchange.ANY_POOL
            && copied.orElseThrow().takes();
    return new ShadowTap(reply, shadow.get(), call.prompt(), copies);
  }

  /** A played reply is as long as the scenario's; a real one is told apart later. */
  private int replyTokens(Prompt prompt, int played, Origin origin) {
    Sampling sampling = prompt.sampling();
    if (played > 0) {
      return Math.min(sampling.maxTokens(), played);
    }
    if (origin != null && origin.reply() > 0 && !sampling.ignoreEnd()) {
      return Math.min(MOST_PLAYED_TOKENS, Math.min(sampling.maxTokens(), origin.reply()));
    }
    if (sampling.ignoreEnd() && sampling.maxTokens() < Integer.MAX_VALUE) {
      return Math.min(MOST_PLAYED_TOKENS, sampling.maxTokens());
    }
    RandomStream random =
        new RandomStream()
            .at(
                Streams.draw(
                    replyKey,
                    Purpose.REPLY,
                    prompt.asked().get("seed") == null
                        ? numbers.incrementAndGet()
                        : sampling.seed()));
    int drawn = Math.max(1, shoppers.get(0).replyTokens().sampleCount(random));
    int least = Math.min(MOST_PLAYED_TOKENS, sampling.minTokens());
    return Math.min(sampling.maxTokens(), Math.max(least, drawn));
  }

  @Override
  public void left(LiveExchange liveExchange) {
    ingress.tell(new RequestIngress.Leave(liveExchange));
  }

  @Override
  public String poolName(int pool) {
    return models.pool(pool);
  }

  @Override
  public ApiException refusal(String requestId, RequestOutcome outcome, LiveExchange liveExchange) {
    ApiException refusal = refusal(outcome, liveExchange);
    log.unanswered(requestId, models.pool(outcome.pool()), outcome, refusal);
    return refusal;
  }

  private ApiException refusal(RequestOutcome outcome, LiveExchange liveExchange) {
    if (refuses && outcome instanceof Failed failed && failed.failure() == Failure.CANCELLED) {
      return ApiException.shuttingDown();
    }
    int seconds = (int) Math.min(LONGEST_RETRY_SECONDS, Math.max(1, Math.ceil(latencySeconds)));
    return Refusals.of(outcome, liveExchange, models.pool(outcome.pool()), seconds);
  }

  @Override
  public void ended(String requestId, RequestOutcome outcome, LiveExchange liveExchange) {
    metrics.ended(outcome);
    if (outcome instanceof Completed completed) {
      log.answered(requestId, models.pool(completed.pool()), completed, liveExchange.usage());
      double seconds = (completed.endedNanos() - completed.request().firstSubmittedNanos()) / 1e9;
      latencySeconds += SMOOTHING * (seconds - latencySeconds);
    }
  }
}
