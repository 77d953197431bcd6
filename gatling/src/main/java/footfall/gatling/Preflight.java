package footfall.gatling;

import com.sun.management.UnixOperatingSystemMXBean;
import footfall.gatling.shoppers.Prompts;
import footfall.gatling.shoppers.Words;
import footfall.gatling.wire.ChatBody;
import footfall.gatling.wire.ChatMessage;
import footfall.gatling.wire.Dialect;
import footfall.gatling.wire.ReplyLength;
import footfall.gatling.wire.RequestIds;
import footfall.gatling.wire.StreamedReply;
import footfall.gatling.wire.Target;
import footfall.gatling.wire.Wire;
import footfall.scenarios.Scenario;
import footfall.scenarios.arrivals.Arrivals;
import footfall.scenarios.dialogues.DialogueLanguage;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.shoppers.Vocabulary;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
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
  private static final int SPARE_FILES = 200;
  private static final int PROBES = 16;

  /** They suffice where one pool answers all. */
  private static final int FEW_PROBES = 4;

  private static final int[] PROBE_TOKENS = {20, 60, 120, 240};
  private static final int ATTEMPTS = 5;
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final List<Integer> KEYS_FAULT = List.of(401, 403);
  private static final List<Integer> NOT_UNDERSTOOD = List.of(400, 422);

  /** Statuses of servers that have no list of models, or show it to nobody. */
  private static final List<Integer> LISTS_NOTHING = List.of(401, 403, 405, 501);

  private final LoadSettings settings;
  private final Scenario scenario;
  private final Target target;
  private final TargetQuestions questions;
  private final Words words = new Words();
  private final List<String> warnings = new ArrayList<>();

  /** Nothing is asked yet. */
  public Preflight(LoadSettings settings, Scenario scenario) {
    this.settings = settings;
    this.scenario = scenario;
    this.target = settings.target();
    this.questions = new TargetQuestions(target);
  }

  /** What is unusual about the target; empty if nothing is. */
  public List<String> warnings() {
    return List.copyOf(warnings);
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
    if (settings.replies().plain()) {
      return answersPlainly();
    }
    Dialect dialect = understood(Dialect.unknown(model(), settings.replies()));
    return reading(dialect);
  }

  /** A service that is no model API need only answer. */
  private Dialect answersPlainly() {
    byte[] body =
        Prompts.of(settings.prompts(), settings.replies()).orElseThrow().body().orElseThrow();
    HttpResponse<String> response =
        questions.send(
            target
                .request(target.completions(""))
                .timeout(TargetQuestions.PATIENCE)
                .header("Content-Type", "application/json")
                .header(Wire.REQUEST_ID, RequestIds.PREFLIGHT)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build());
    if (response.statusCode() / 100 != 2) {
      questions.refuse(response);
    }
    return Dialect.unknown("", settings.replies());
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
    boolean isNamed = !settings.model().isEmpty();
    if (target.models().isEmpty()) {
      return isNamed ? settings.model() : scenario.name();
    }
    HttpResponse<String> response = questions.send(get(target.models().get()));
    int status = response.statusCode();
    if (status == NOT_FOUND || (isNamed && LISTS_NOTHING.contains(status))) {
      return isNamed ? settings.model() : scenario.name();
    }
    if (LISTS_NOTHING.contains(status) && !KEYS_FAULT.contains(status)) {
      throw InvalidInputException.of(
          "--target " + target,
          "does not list its models (" + status + ")",
          "name the one to ask for with --model");
    }
    questions.refuse(response);
    List<String> models = new ArrayList<>();
    TargetQuestions.parse(response.body())
        .path("data")
        .forEach(model -> models.add(model.path("id").asText()));
    if (isNamed) {
      if (!models.isEmpty() && !models.contains(settings.model())) {
        warnings.add(
            "the target does not list "
                + settings.model()
                + ", but "
                + String.join(", ", models)
                + ": it may be another name for one of them");
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
        "--target " + target,
        "has several models, and none is called " + scenario.name(),
        "name one with --model: " + String.join(", ", models));
  }

  /** Takes away what is not understood, until a request is. */
  private Dialect understood(Dialect wished) {
    Dialect dialect = wished;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      HttpResponse<String> response = greeted(dialect);
      Dialect simpler =
          NOT_UNDERSTOOD.contains(response.statusCode())
              ? simpler(dialect, response.body())
              : dialect;
      if (simpler.equals(dialect)) {
        questions.refuse(response);
        checkReply(response);
        tell(wished, dialect);
        return dialect;
      }
      dialect = simpler;
    }
    throw InvalidInputException.of(
        "--target " + target,
        "refuses every way of asking for a reply",
        "see what it says to a request by curl");
  }

  /** A reply that breaks off is asked for once more. */
  private HttpResponse<String> greeted(Dialect dialect) {
    try {
      return questions.send(chat(dialect, "hello", 2));
    } catch (InvalidInputException e) {
      return questions.send(chat(dialect, "hello", 2));
    }
  }

  /** Without what the target complains of; else without all that only some servers know. */
  private static Dialect simpler(Dialect dialect, String complaint) {
    if (dialect.endless() && complaint.contains("ignore_eos")) {
      return dialect.withoutEndless();
    }
    if (complaint.contains(Dialect.MAX_COMPLETION_TOKENS)) {
      return dialect.withTokenLimit(Dialect.MAX_COMPLETION_TOKENS);
    }
    if (dialect.usage() && complaint.contains("stream_options")) {
      return dialect.withoutUsage();
    }
    return dialect.equals(dialect.plain())
        ? dialect.withTokenLimit(Dialect.MAX_COMPLETION_TOKENS)
        : dialect.plain();
  }

  private void tell(Dialect wished, Dialect understood) {
    if (wished.endless() && !understood.endless()) {
      warnings.add(
          "the target does not know ignore_eos: replies may end before they are as long as planned");
    }
    if (wished.usage() && !understood.usage()) {
      warnings.add(
          "the target does not know stream_options: output tokens are the events that came");
    }
  }

  private void checkReply(HttpResponse<String> response) {
    StreamedReply reply = heard(response);
    if (!reply.error().isEmpty() || !reply.isDone() || !reply.isBegun()) {
      throw InvalidInputException.of(
          "--target " + target,
          "does not give a whole reply: "
              + (reply.error().isEmpty() ? TargetQuestions.told(response.body()) : reply.error()),
          settings.replies().streamed()
              ? "it must answer stream: true with events, the last of them [DONE]; or try --no-stream"
              : "it must answer with the JSON of a chat completion");
    }
    boolean one = scenario.pools().size() == 1;
    boolean told = scenario.pools().stream().anyMatch(pool -> pool.name().equals(reply.pool()));
    if (!one && !told && settings.pool().isEmpty()) {
      throw InvalidInputException.of(
          "--target " + target,
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
    for (int i = 0; i < PROBES && !(i >= FEW_PROBES && byPool.size() == 1); i++) {
      String text =
          words.say(
              DialogueLanguage.ENGLISH, PROBE_TOKENS[i % PROBE_TOKENS.length], dialect, 7L * i);
      StreamedReply reply = read(dialect, text);
      if (reply.inputTokens() > 0) {
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

  /** What comes of a text; nothing where it breaks off, as may happen. */
  private StreamedReply read(Dialect dialect, String text) {
    try {
      HttpResponse<String> response = questions.send(chat(dialect, text, 1));
      return response.statusCode() == OK ? heard(response) : new StreamedReply();
    } catch (InvalidInputException e) {
      return new StreamedReply();
    }
  }

  private static StreamedReply heard(HttpResponse<String> response) {
    StreamedReply reply = new StreamedReply();
    if (response.headers().firstValue("Content-Type").orElse("").contains("json")) {
      reply.whole(response.body(), 0);
      return reply;
    }
    reply.piece(response.body().getBytes(StandardCharsets.UTF_8), 0);
    reply.end();
    return reply;
  }

  private HttpRequest get(URI address) {
    return target.request(address).timeout(TargetQuestions.PATIENCE).GET().build();
  }

  private HttpRequest chat(Dialect dialect, String text, int replyTokens) {
    byte[] body =
        ChatBody.write(
            dialect,
            List.of(ChatMessage.of("user", text)),
            null,
            new ReplyLength(replyTokens, settings.replies().forced()));
    return target
        .request(target.completions(dialect.model()))
        .timeout(TargetQuestions.PATIENCE)
        .header("Content-Type", "application/json")
        .header(Wire.REQUEST_ID, RequestIds.PREFLIGHT)
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

  private List<String> poolNames() {
    return scenario.pools().stream().map(PoolSpec::name).toList();
  }
}
