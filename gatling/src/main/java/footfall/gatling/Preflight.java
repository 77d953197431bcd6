package footfall.gatling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.UnixOperatingSystemMXBean;
import footfall.gatling.shoppers.Words;
import footfall.gatling.wire.ChatBody;
import footfall.gatling.wire.ChatMessage;
import footfall.gatling.wire.Dialect;
import footfall.gatling.wire.StreamedReply;
import footfall.gatling.wire.Wire;
import footfall.scenarios.Scenario;
import footfall.scenarios.arrivals.Arrivals;
import footfall.scenarios.dialogues.DialogueLanguage;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.shoppers.Vocabulary;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hipparchus.stat.regression.SimpleRegression;

/**
 * Asks a target a few things before thousands do: whether it is there, lets us in, knows the model,
 * streams, and how it counts tokens.
 */
public final class Preflight {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int SPARE_FILES = 200;
  private static final int PROBES = 16;
  private static final int[] PROBE_TOKENS = {20, 60, 120, 240};
  private static final int WORDS_TOLD = 120;

  private final LoadSettings settings;
  private final Scenario scenario;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .proxy(HttpClient.Builder.NO_PROXY)
          .version(HttpClient.Version.HTTP_1_1)
          .build();
  private final Words words = new Words();

  /** Nothing is asked yet. */
  public Preflight(LoadSettings settings, Scenario scenario) {
    this.settings = settings;
    this.scenario = scenario;
  }

  /**
   * Asks.
   *
   * @return what the target understands
   * @throws InvalidInputException if the load test cannot be made
   */
  public Dialect dialect() {
    checkPool();
    checkSockets();
    Dialect dialect = understood(Dialect.unknown(model()));
    return reading(dialect);
  }

  private void checkPool() {
    boolean known = scenario.pools().stream().anyMatch(pool -> pool.name().equals(settings.pool()));
    if (!settings.pool().isEmpty() && !known) {
      throw InvalidInputException.of(
          "--pool " + settings.pool(),
          "the scenario has no such pool",
          "name one of " + poolNames());
    }
  }

  private void checkSockets() {
    int connections = settings.maxConnections();
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        && unix.getMaxFileDescriptorCount() < (long) connections + SPARE_FILES) {
      throw InvalidInputException.of(
          "--max-connections " + connections,
          "this machine allows a process "
              + unix.getMaxFileDescriptorCount()
              + " open files, sockets included",
          "raise it with `ulimit -n`, or allow fewer connections");
    }
    if (scenario.arrivals() instanceof Arrivals.Closed closed
        && closed.population() > connections) {
      throw InvalidInputException.of(
          "--max-connections " + connections,
          "a population of " + closed.population() + " may need a connection each at the same time",
          "write --max-connections " + closed.population());
    }
  }

  private String model() {
    HttpResponse<String> response = send(get("/v1/models"));
    if (response.statusCode() == 404) {
      return settings.model().isEmpty() ? scenario.name() : settings.model();
    }
    refuse(response, "/v1/models");
    List<String> models = new ArrayList<>();
    parse(response.body()).path("data").forEach(model -> models.add(model.path("id").asText()));
    if (!settings.model().isEmpty()) {
      if (!models.isEmpty() && !models.contains(settings.model())) {
        throw InvalidInputException.of(
            "--model " + settings.model(),
            "the target has no such model",
            "it has " + String.join(", ", models));
      }
      return settings.model();
    }
    if (models.contains(scenario.name())) {
      return scenario.name();
    }
    if (models.size() == 1) {
      return models.get(0);
    }
    throw InvalidInputException.of(
        "--target " + settings.target(),
        "has several models, and none is called " + scenario.name(),
        "name one with --model: " + String.join(", ", models));
  }

  /** Takes away what is not understood, until a request is. */
  private Dialect understood(Dialect wished) {
    Dialect dialect = wished;
    for (int attempt = 0; attempt < 3; attempt++) {
      HttpResponse<String> response = send(chat(dialect, "hello", 2));
      if (response.statusCode() == 400 && response.body().contains("ignore_eos")) {
        dialect = dialect.withoutEndless();
      } else if (response.statusCode() == 400
          && response.body().contains(Dialect.MAX_COMPLETION_TOKENS)) {
        dialect = dialect.withTokenLimit(Dialect.MAX_COMPLETION_TOKENS);
      } else {
        refuse(response, "/v1/chat/completions");
        checkStream(response);
        return dialect;
      }
    }
    throw InvalidInputException.of(
        "--target " + settings.target(),
        "refuses every way of asking for a reply",
        "see what it says to a request by curl");
  }

  private void checkStream(HttpResponse<String> response) {
    StreamedReply reply = heard(response.body());
    if (!reply.error().isEmpty() || !reply.isDone() || !reply.isBegun()) {
      throw InvalidInputException.of(
          "--target " + settings.target(),
          "does not stream a whole reply: "
              + (reply.error().isEmpty() ? told(response.body()) : reply.error()),
          "it must answer stream: true with events, the last of them [DONE]");
    }
    boolean one = scenario.pools().size() == 1;
    boolean told = scenario.pools().stream().anyMatch(pool -> pool.name().equals(reply.pool()));
    if (!one && !told && settings.pool().isEmpty()) {
      throw InvalidInputException.of(
          "--target " + settings.target(),
          reply.pool().isEmpty()
              ? "does not tell which of the scenario's pools answers"
              : "answers from a pool `"
                  + reply.pool()
                  + "`, and the scenario has none of that name",
          "name the pool that it stands for with --pool, one of "
              + poolNames()
              + ", or use a scenario with one pool");
    }
  }

  /**
   * How long texts are, in tokens: a line through what the target counts, where it has several
   * pools that of the one which answers most.
   */
  private Dialect reading(Dialect dialect) {
    Map<String, SimpleRegression> byPool = new HashMap<>();
    for (int i = 0; i < PROBES; i++) {
      String text =
          words.say(
              DialogueLanguage.ENGLISH, PROBE_TOKENS[i % PROBE_TOKENS.length], dialect, 7L * i);
      HttpResponse<String> response = send(chat(dialect, text, 1));
      StreamedReply reply = heard(response.body());
      if (response.statusCode() == 200 && reply.inputTokens() > 0) {
        byPool
            .computeIfAbsent(reply.pool(), pool -> new SimpleRegression())
            .addData(text.getBytes(StandardCharsets.UTF_8).length, reply.inputTokens());
      }
    }
    return byPool.values().stream()
        .filter(line -> line.getN() > 2 && line.getSlope() > 0)
        .max(Comparator.comparingLong(SimpleRegression::getN))
        .map(line -> dialect.reading(1 / line.getSlope(), Math.max(0, line.getIntercept())))
        .orElse(dialect);
  }

  private static StreamedReply heard(String body) {
    StreamedReply reply = new StreamedReply();
    reply.piece(body.getBytes(StandardCharsets.UTF_8), 0);
    return reply;
  }

  private HttpRequest get(String path) {
    return request(path).GET().build();
  }

  private HttpRequest chat(Dialect dialect, String text, int replyTokens) {
    byte[] body =
        ChatBody.write(dialect, List.of(ChatMessage.of("user", text)), List.of(), replyTokens);
    return request("/v1/chat/completions")
        .header("Content-Type", "application/json")
        .header(Wire.REQUEST_ID, "preflight")
        .header(Wire.SHOPPER, anybody())
        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
  }

  /** Of the last class, with the last words: who knows these knows the scenario. */
  private String anybody() {
    Vocabulary words = Vocabulary.of(scenario.shoppers());
    return "shopper=0, key=0, class="
        + (scenario.shoppers().size() - 1)
        + ", language="
        + (words.languages().size() - 1)
        + ", intent="
        + (words.intents().size() - 1);
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(settings.at(path)).timeout(PATIENCE);
    settings.key().ifPresent(key -> request.header("Authorization", "Bearer " + key));
    return request;
  }

  private HttpResponse<String> send(HttpRequest request) {
    String target = "--target " + settings.target();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw InvalidInputException.of(
          target, "cannot be reached", "start it, for example with footfall serve");
    } catch (HttpTimeoutException e) {
      throw InvalidInputException.of(
          target,
          "does not answer " + request.uri().getPath() + " within " + PATIENCE.toSeconds() + " s",
          "see whether it answers curl");
    } catch (IOException e) {
      throw InvalidInputException.of(
          target,
          "breaks off (" + e.getMessage() + ") at " + request.uri().getPath(),
          "see whether it answers curl");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private void refuse(HttpResponse<String> response, String path) {
    int status = response.statusCode();
    if (status == 200) {
      return;
    }
    String target = "--target " + settings.target();
    String said = "answers " + path + " with " + status + ": " + told(response.body());
    if (status == 401 || status == 403) {
      String variable = settings.keyVariable();
      throw InvalidInputException.of(
          target,
          said,
          settings.key().isEmpty()
              ? "put its API key into the environment as " + variable
              : "the key in " + variable + " is not the right one");
    }
    if (status == 404) {
      throw InvalidInputException.of(
          target, said, "the target is the base address, without /v1/chat/completions");
    }
    if (status == 429) {
      throw InvalidInputException.of(
          target, said, "it is busy or its quota is used up; wait and try again");
    }
    throw InvalidInputException.of(target, said, "see whether it answers curl");
  }

  private static JsonNode parse(String body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      return JSON.createObjectNode();
    }
  }

  private static String told(String body) {
    String message = parse(body).path("error").path("message").asText("");
    String told = (message.isEmpty() ? body : message).replaceAll("\\s+", " ").strip();
    String brief = told.length() <= WORDS_TOLD ? told : told.substring(0, WORDS_TOLD);
    return brief.replaceFirst("[.]+$", "");
  }

  private List<String> poolNames() {
    return scenario.pools().stream().map(PoolSpec::name).toList();
  }
}
