package footfall.gatling.dsl;

import static io.gatling.javaapi.core.internal.Expressions.toStringExpression;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.typesafe.scalalogging.Logger;
import footfall.gatling.wire.Exchange;
import footfall.reports.measurement.MeasuredRequest.Ending;
import footfall.reports.recording.TurnOutcome;
import io.gatling.commons.util.Clock;
import io.gatling.commons.validation.Validation;
import io.gatling.core.CoreComponents;
import io.gatling.core.action.Action;
import io.gatling.core.action.ExitableAction;
import io.gatling.core.controller.throttle.Throttler$Command$ThrottledRequest;
import io.gatling.core.session.Session;
import io.gatling.core.stats.StatsEngine;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.http.client.uri.Uri;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;
import scala.Function1;
import scala.runtime.BoxedUnit;

/** Asks a question for a virtual user, hears the reply to its end, and goes on. Thread-safe. */
final class Ask implements ExitableAction {
  private final CoreComponents core;
  private final boolean throttled;
  private final Action next;
  private final FootfallProtocol.Components parts;
  private final String stated;
  private final Function1<Session, Validation<String>> name;
  private final Question question;
  private final Map<String, Function1<Session, Validation<String>>> headers;
  private final ReplyChecks checks;
  private final RequestStatistics statistics;
  private final Function1<Session, Validation<String>> path;

  /** By the path and the model that is asked. */
  private final Map<Place, Uri> addresses = new ConcurrentHashMap<>();

  private Logger logger = Logger.apply(LoggerFactory.getLogger(Ask.class));

  Ask(ScenarioContext context, Action next, String name, Question question, ReplyChecks checks) {
    this.core = context.coreComponents();
    this.throttled = context.throttled();
    this.next = next;
    this.parts = context.protocolComponentsRegistry().components(FootfallProtocol.KEY);
    this.stated = name;
    this.name = toStringExpression(name);
    this.question = question;
    this.headers =
        question.headers().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> toStringExpression(e.getValue())));
    this.path = toStringExpression(question.path());
    this.checks = checks;
    this.statistics = new RequestStatistics(core.statsEngine(), parts);
  }

  /** Where a request goes. */
  private record Place(String path, String model) {}

  /** A request that is ready to be sent. */
  private record Ready(String name, Uri address, HttpHeaders headers, Question.Written body) {}

  @Override
  public void execute(Session session) {
    String requestName = stated;
    Ready ready;
    try {
      requestName = Expressions.value(name, session);
      ready = ready(requestName, session);
    } catch (Expressions.UnresolvedException | IllegalArgumentException e) {
      String problem = String.valueOf(e.getMessage());
      core.statsEngine()
          .logRequestCrash(session.scenario(), session.groups(), requestName, problem);
      next.$bang(session.markAsFailed());
      return;
    }
    if (throttled) {
      core.throttler()
          .get()
          .$bang(
              new Throttler$Command$ThrottledRequest(
                  session.scenario(),
                  () -> {
                    session.eventLoop().execute(() -> send(ready, session));
                    return BoxedUnit.UNIT;
                  }));
    } else {
      send(ready, session);
    }
  }

  private Ready ready(String requestName, Session session) {
    Question.Written body = question.body().write(session);
    HttpHeaders all = parts.headers(session, session.scenario() + "-" + session.userId(), "");
    headers.forEach((header, value) -> all.set(header, Expressions.value(value, session)));
    Place place = new Place(Expressions.value(path, session), body.model());
    Uri address =
        addresses.computeIfAbsent(place, where -> parts.address(where.path(), where.model()));
    return new Ready(requestName, address, all, body);
  }

  private void send(Ready ready, Session session) {
    long startNanos = parts.nowNanos();
    Exchange exchange =
        new Exchange(
            question.form(),
            parts::nowNanos,
            Exchange.Connections.UNCOUNTED,
            (itself, ending) -> ended(ready, session, new Reply(itself, startNanos), ending));
    parts
        .wire()
        .post(
            ready.address(), ready.body().bytes(), ready.headers(), session.eventLoop(), exchange);
  }

  private void ended(Ready ready, Session session, Reply reply, Ending ending) {
    boolean answered =
        ending.outcome() == TurnOutcome.COMPLETED || (checks.judgeStatus() && reply.isRefused());
    reply.end(answered, parts.nowNanos());
    Session after = session;
    String problem = answered ? "" : RequestStatistics.problem(ending);
    if (answered) {
      ReplyChecks.Checked checked = checks.check(reply, session, parts);
      after = checked.session();
      problem = checked.problem();
      boolean adds = !question.conversation().isEmpty() && !reply.isRefused();
      if (adds && ready.body().messages() != null) {
        ArrayNode messages = ready.body().messages().deepCopy();
        messages.add(reply.message());
        after = after.set(question.conversation(), messages);
      }
    }
    boolean isOk = problem.isEmpty();
    after = isOk ? after : after.markAsFailed();
    after = statistics.ended(after, ready.name(), reply, problem);
    if (answered && question.streams() && !reply.isRefused()) {
      statistics.firstToken(after, ready.name(), reply);
    }
    next.$bang(after);
  }

  @Override
  public String name() {
    return "ask";
  }

  @Override
  public Action next() {
    return next;
  }

  @Override
  public StatsEngine statsEngine() {
    return core.statsEngine();
  }

  @Override
  public Clock clock() {
    return core.clock();
  }

  @Override
  public Logger logger() {
    return logger;
  }

  @Override
  public void com$typesafe$scalalogging$StrictLogging$_setter_$logger_$eq(Logger other) {
    logger = other;
  }

  // What Scala's compiler would write for a class that mixes these traits in.

  public void io$gatling$core$action$ChainableAction$$super$$bang(Session session) {
    begin(session);
  }

  public void io$gatling$core$action$ExitableAction$$super$$bang(Session session) {
    begin(session);
  }

  private void begin(Session session) {
    if (session.eventLoop().inEventLoop()) {
      execute(session);
    } else {
      session.eventLoop().execute(() -> execute(session));
    }
  }
}
