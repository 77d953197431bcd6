package footfall.serving.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.actors.protocol.PoolCommand;
import footfall.actors.protocol.PoolReport;
import footfall.actors.run.RunAssembly.Deployment;
import footfall.serving.dashboard.Dashboard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.Materializer;

/** What answers at which path. Thread-safe. */
final class Endpoints {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SCRAPE_PATIENCE = Duration.ofSeconds(2);
  private static final String MODELS = "/v1/models";

  private final Gateway.Settings settings;
  private final Models models;
  private final GatewayMetrics metrics;
  private final Deployment deployment;
  private final Completions completions;
  private final Feedback feedback;
  private final StagedIncidents incidents;
  private final Dashboard dashboard;
  private final ActorSystem<?> system;
  private final Materializer materializer;

  Endpoints(
      Gateway.Settings settings,
      Models models,
      GatewayMetrics metrics,
      Deployment deployment,
      Completions completions,
      Feedback feedback,
      StagedIncidents incidents,
      Dashboard dashboard,
      ActorSystem<?> system,
      Materializer materializer) {
    this.settings = settings;
    this.models = models;
    this.metrics = metrics;
    this.deployment = deployment;
    this.completions = completions;
    this.feedback = feedback;
    this.incidents = incidents;
    this.dashboard = dashboard;
    this.system = system;
    this.materializer = materializer;
  }

  /**
   * Answers a request.
   *
   * @throws ApiException if it is not to be answered
   */
  CompletionStage<HttpResponse> respond(
      HttpRequest request, String id, Completions.Waiting connection) {
    String path = pathOf(request);
    if (path.startsWith("/v1/") || path.startsWith("/admin/")) {
      checkKey(request);
    }
    Optional<ApiForm> form = ApiForm.at(path);
    if (form.isPresent()) {
      checkMethod(request, true);
      return completions.complete(request, form.get(), id, connection);
    }
    Optional<ApiForm> counted = ApiForm.countedAt(path);
    if (counted.isPresent()) {
      checkMethod(request, true);
      return completions.count(request, counted.get());
    }
    if (path.equals("/v1/feedback")) {
      checkMethod(request, true);
      return feedback.hear(request);
    }
    if (settings.breakable() && path.startsWith("/admin/")) {
      boolean reads = path.equals(StagedIncidents.PATH);
      checkMethod(request, !reads);
      return reads ? done(incidents.tell(request)) : incidents.begin(request, path);
    }
    CompletionStage<HttpResponse> answer = answer(request, path);
    request.discardEntityBytes(materializer);
    return answer;
  }

  private CompletionStage<HttpResponse> answer(HttpRequest request, String path) {
    CompletionStage<HttpResponse> page = page(path); // What is not there is so for any method.
    checkMethod(request, false);
    return page;
  }

  private CompletionStage<HttpResponse> page(String path) {
    if (path.equals("/health")) {
      return done(health());
    }
    if (path.equals("/metrics")) {
      return scrape();
    }
    if (path.equals(MODELS)) {
      return done(Responses.json(models.list()));
    }
    if (path.startsWith(MODELS + "/")) {
      return done(Responses.json(models.one(path.substring(MODELS.length() + 1))));
    }
    return done(dashboard.respond(path).orElseThrow(() -> ApiException.nothingThere(path)));
  }

  /** Without the slashes at its end, which some clients add. */
  static String pathOf(HttpRequest request) {
    String path = request.getUri().path();
    int end = path.length();
    while (end > 1 && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(0, end);
  }

  private static CompletionStage<HttpResponse> done(HttpResponse response) {
    return CompletableFuture.completedFuture(response);
  }

  private static void checkMethod(HttpRequest request, boolean isPost) {
    boolean reads =
        request.method().equals(HttpMethods.GET) || request.method().equals(HttpMethods.HEAD);
    if (isPost ? !request.method().equals(HttpMethods.POST) : !reads) {
      throw ApiException.wrongMethod(isPost ? "POST" : "GET, HEAD");
    }
  }

  private void checkKey(HttpRequest request) {
    Optional<String> bearer = request.getHeader("Authorization").map(HttpHeader::value);
    Optional<String> key = request.getHeader("x-api-key").map(header -> "Bearer " + header.value());
    if (!settings.keys().admit(bearer.or(() -> key))) {
      throw ApiException.wrongKey();
    }
  }

  private HttpResponse health() {
    ObjectNode body = JSON.createObjectNode();
    body.put("status", completions.refuses() ? "draining" : "ok");
    HttpResponse response = Responses.json(body);
    return completions.refuses() ? response.withStatus(503) : response;
  }

  private CompletionStage<HttpResponse> scrape() {
    List<CompletableFuture<?>> scraped = new ArrayList<>();
    for (int i = 0; i < deployment.pools().size(); i++) {
      int pool = i;
      scraped.add(
          AskPattern.<PoolCommand, PoolReport.Scraped>ask(
                  deployment.pools().get(pool),
                  PoolCommand.Scrape::new,
                  SCRAPE_PATIENCE,
                  system.scheduler())
              .thenAccept(answer -> metrics.levels(pool, answer.levels()))
              .toCompletableFuture());
    }
    return CompletableFuture.allOf(scraped.toArray(CompletableFuture[]::new))
        .handle(
            (done, late) ->
                HttpResponse.create().withEntity(ContentTypes.TEXT_PLAIN_UTF8, metrics.scrape()));
  }
}
