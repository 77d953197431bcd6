package footfall.serving.ingress;

import footfall.actors.protocol.ArrivalSourceCommand;
import footfall.actors.protocol.ArrivalSourceCommand.CensusTaken;
import footfall.actors.protocol.Clock;
import footfall.actors.protocol.Exchange;
import footfall.actors.protocol.Request;
import footfall.actors.protocol.RequestOutcome;
import footfall.actors.protocol.RequestOutcome.Completed;
import footfall.actors.protocol.RouterCommand;
import footfall.actors.protocol.Step;
import footfall.actors.protocol.Step.Prefix;
import footfall.reports.recording.Census;
import footfall.scenarios.arrivals.ArrivalStatistics;
import footfall.scenarios.randomness.Streams;
import footfall.scenarios.shoppers.Vocabulary;
import footfall.serving.exchange.LiveExchange;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Where requests from outside come in: makes each the one request of a conversation, sends it to
 * the router and tells the exchange how it ended. Keeps requests of a session with the pool that
 * answered the one before, and with the worker where the pool places by affinity.
 */
public final class RequestIngress extends AbstractBehavior<RequestIngress.Command> {
  /** A request from outside, its end, or a question. */
  public sealed interface Command {}

  /**
   * A request from outside.
   *
   * @param session empty where it belongs to none
   * @param origin null if unknown
   * @param outputTokens as far as can be foreseen
   */
  public record Ask(
      LiveExchange liveExchange,
      String session,
      Origin origin,
      int inputTokens,
      int outputTokens,
      int priority)
      implements Command {}

  /** The client disconnected. */
  public record Leave(LiveExchange liveExchange) implements Command {}

  private record Ended(RequestOutcome outcome) implements Command {}

  private record Count(ArrivalSourceCommand.TakeCensus question) implements Command {}

  private final Clock clock;
  private final long runKey;
  private final ActorRef<RouterCommand> router;
  private final ActorRef<RequestOutcome> outcomes;
  private final ArrivalStatistics arrivals = new ArrivalStatistics();
  private final Sessions sessions = new Sessions();
  private final Map<Exchange, String> sessionOf = new IdentityHashMap<>();
  private final Optional<LiveTest> test;

  /** Whether a session stays with the pool that answered it. */
  private final boolean staysWithPool;

  private long asked;
  private long open;

  private RequestIngress(
      ActorContext<Command> context,
      Clock clock,
      long runKey,
      ActorRef<RouterCommand> router,
      Optional<LiveTest> test,
      boolean staysWithPool) {
    super(context);
    this.test = test;
    this.staysWithPool = staysWithPool;
    this.clock = clock;
    this.runKey = runKey;
    this.router = router;
    this.outcomes = context.messageAdapter(RequestOutcome.class, Ended::new);
  }

  /**
   * An ingress for one run.
   *
   * @param runKey the random key of the run
   * @param test told which sessions the router has sent where
   * @param staysWithPool whether a session stays with the pool that answered it
   */
  public static Behavior<Command> create(
      Clock clock,
      long runKey,
      ActorRef<RouterCommand> router,
      Optional<LiveTest> test,
      boolean staysWithPool) {
    return Behaviors.setup(
        context -> new RequestIngress(context, clock, runKey, router, test, staysWithPool));
  }

  /** As whom the supervisor knows it. */
  public static ActorRef<ArrivalSourceCommand.TakeCensus> asArrivals(
      ActorContext<?> context, ActorRef<Command> ingress) {
    return context.spawnAnonymous(
        Behaviors.receiveMessage(
            question -> {
              ingress.tell(new Count(question));
              return Behaviors.same();
            }));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Ask.class, this::onAsk)
        .onMessage(Ended.class, this::onEnded)
        .onMessage(Leave.class, this::onLeave)
        .onMessage(Count.class, this::onCount)
        .build();
  }

  private Behavior<Command> onAsk(Ask ask) {
    long now = clock.nowNanos();
    arrivals.add(now);
    LiveExchange liveExchange = ask.liveExchange();
    Prefix before = Prefix.NONE;
    if (!ask.session().isEmpty()) {
      sessionOf.put(liveExchange, ask.session());
      before = sessions.prefixOf(ask.session());
      if (ask.origin() == null && staysWithPool) {
        liveExchange.preferPool(before.pool());
      }
      if (ask.origin() == null && liveExchange.pool() == Exchange.ANY_POOL) {
        test.ifPresent(running -> running.asked(ask.session(), shopper(ask.session())));
      }
    }
    long number = asked++;
    open++;
    Origin origin = ask.origin();
    router.tell(
        new Request(
            origin != null
                ? origin.shopper()
                : ask.session().isEmpty() ? number : shopper(ask.session()),
            0,
            1,
            origin == null ? 0 : origin.shopperClass(),
            ask.priority(),
            ask.inputTokens(),
            ask.outputTokens(),
            now,
            now,
            Long.MAX_VALUE,
            origin == null ? Streams.entity(runKey, number) : origin.key(),
            step(before, liveExchange, origin, ask.inputTokens()),
            null,
            outcomes));
    return this;
  }

  /** The same for every request of a session, so that what splits shoppers splits sessions. */
  private static long shopper(String session) {
    long shopper = 0;
    for (int i = 0; i < session.length(); i++) {
      shopper = Streams.entity(shopper, session.charAt(i));
    }
    return shopper & Long.MAX_VALUE;
  }

  private static Step step(
      Prefix before, LiveExchange liveExchange, Origin origin, int inputTokens) {
    if (origin == null) {
      return Step.said(before, Vocabulary.NONE, Vocabulary.NONE, liveExchange);
    }
    Prefix repeated =
        Prefix.of(Math.min(origin.repeated(), inputTokens), before.pool(), before.worker());
    return Step.said(repeated, origin.language(), origin.intent(), liveExchange);
  }

  private Behavior<Command> onEnded(Ended ended) {
    open--;
    RequestOutcome outcome = ended.outcome();
    LiveExchange liveExchange = ((LiveExchange) outcome.request().step().exchange()).whole();
    String session = sessionOf.remove(liveExchange);
    if (session != null && outcome instanceof Completed completed) {
      sessions.remember(
          session, Prefix.of(0, completed.pool(), completed.worker()), clock.nowNanos());
    } else if (session != null) {
      sessions.forget(session); // It may do better elsewhere.
    }
    liveExchange.ended(outcome);
    return this;
  }

  private Behavior<Command> onLeave(Leave leave) {
    leave.liveExchange().cancel();
    router.tell(new RouterCommand.Cancel(leave.liveExchange()));
    return this;
  }

  private Behavior<Command> onCount(Count count) {
    count.question().replyTo().tell(new CensusTaken(new Census(open, open, open), arrivals));
    return this;
  }
}
