package footfall.gatling.dsl;

import com.typesafe.scalalogging.Logger;
import footfall.gatling.shoppers.VirtualUser;
import footfall.gatling.shoppers.VirtualUserFeeder;
import footfall.gatling.wire.Dialect;
import footfall.gatling.wire.Exchange;
import footfall.gatling.wire.Replies;
import footfall.gatling.wire.ReplyForm;
import footfall.reports.measurement.MeasuredRequest.Ending;
import footfall.reports.recording.TurnOutcome;
import footfall.scenarios.Scenario;
import footfall.scenarios.reading.ScenarioReader;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.http.client.uri.Uri;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.CoreDsl;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The shoppers of a scenario as virtual users of Gatling, who come when Gatling says. */
final class Shoppers {
  private static final String REQUEST = "request";

  private final Scenario scenario;

  private Shoppers(Scenario scenario) {
    this.scenario = scenario;
  }

  static Shoppers of(String file) {
    return new Shoppers(new ScenarioReader().read(Path.of(file), List.of()).scenario());
  }

  /**
   * A scenario of Gatling.
   *
   * @param name of it; that of the file's scenario if empty
   */
  ScenarioBuilder scenario(String name) {
    ActionBuilder visiting =
        () ->
            new io.gatling.core.action.builder.ActionBuilder() {
              @Override
              public Action build(ScenarioContext context, Action next) {
                return new Visiting(scenario, context, next);
              }
            };
    return CoreDsl.scenario(name.isEmpty() ? scenario.name() : name).exec(visiting);
  }

  /** Holds the conversation of one shopper from its first request to its last. Thread-safe. */
  private static final class Visiting implements Action {
    private final Action next;
    private final FootfallProtocol.Components parts;
    private final RequestStatistics statistics;
    private final Uri chats;
    private final VirtualUserFeeder feeder;
    private Logger logger = Logger.apply(LoggerFactory.getLogger(Visiting.class));

    Visiting(Scenario scenario, ScenarioContext context, Action next) {
      this.next = next;
      this.parts = context.protocolComponentsRegistry().components(FootfallProtocol.KEY);
      this.statistics = new RequestStatistics(context.coreComponents().statsEngine(), parts);
      String named = parts.protocol().model();
      String model = named.isEmpty() ? scenario.name() : named;
      this.chats = parts.wire().chats(model);
      Replies replies = Replies.USUAL;
      Dialect dialect = Dialect.unknown(model, replies);
      this.feeder = new VirtualUserFeeder(scenario, dialect, replies, Optional.empty());
    }

    @Override
    public void execute(Session session) {
      VirtualUser user = feeder.comingAt(parts.nowNanos());
      say(user, user.shopper(), session);
    }

    private void say(VirtualUser user, long shopper, Session session) {
      VirtualUser.Call call = user.call();
      long dueNanos = user.dueNanos();
      Patience patience = new Patience();
      Exchange exchange =
          new Exchange(
              ReplyForm.CHAT,
              parts::nowNanos,
              Exchange.Connections.UNCOUNTED,
              (itself, ending) -> {
                patience.end();
                heard(user, shopper, session, new Reply(itself, dueNanos), ending);
              });
      parts
          .wire()
          .post(
              chats,
              call.body(),
              parts.headers(session, call.session(), call.origin()),
              session.eventLoop(),
              exchange);
      patience.begin(session, exchange, call.patienceNanos(), dueNanos - parts.nowNanos());
    }

    private void heard(
        VirtualUser user, long shopper, Session session, Reply reply, Ending ending) {
      boolean answered = ending.outcome() == TurnOutcome.COMPLETED;
      reply.end(answered, parts.nowNanos());
      String problem = answered ? "" : RequestStatistics.problem(ending);
      Session after = statistics.ended(session, REQUEST, reply, problem);
      after = answered ? after : after.markAsFailed();
      if (answered) {
        statistics.firstToken(after, REQUEST, reply);
        user.answered(reply.exchange().reply(), 0, 0, reply.endNanos());
      } else {
        user.unanswered(reply.endNanos());
      }
      if (user.isOver() || user.shopper() != shopper) {
        next.$bang(after);
        return;
      }
      Session going = after;
      session
          .eventLoop()
          .schedule(
              () -> say(user, shopper, going),
              Math.max(0, user.dueNanos() - parts.nowNanos()),
              TimeUnit.NANOSECONDS);
    }

    @Override
    public String name() {
      return "shoppers";
    }

    @Override
    public Logger logger() {
      return logger;
    }

    @Override
    public void com$typesafe$scalalogging$StrictLogging$_setter_$logger_$eq(Logger other) {
      logger = other;
    }
  }

  /** How long a shopper waits for the first token. Used by one event loop. */
  private static final class Patience {
    /** Null where it has no end, or the request is over. */
    private @Nullable ScheduledFuture<?> end;

    void begin(Session session, Exchange exchange, long patienceNanos, long sinceDueNanos) {
      if (patienceNanos != Long.MAX_VALUE && !exchange.isOver()) {
        end =
            session
                .eventLoop()
                .schedule(
                    () -> lose(exchange),
                    Math.max(0, sinceDueNanos + patienceNanos),
                    TimeUnit.NANOSECONDS);
      }
    }

    private static void lose(Exchange exchange) {
      if (!exchange.reply().isBegun()) {
        exchange.abandon();
      }
    }

    void end() {
      if (end != null) {
        end.cancel(false);
      }
    }
  }
}
