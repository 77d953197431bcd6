package footfall.actors.routing;

import footfall.actors.Clock;
import footfall.actors.CommandBehavior;
import footfall.actors.Exchange;
import footfall.actors.Request;
import footfall.actors.RequestOutcome;
import footfall.actors.pools.Pool;
import footfall.actors.supervision.Supervisor;
import footfall.reports.recording.Submissions;
import footfall.scenarios.Scenario;
import java.util.List;
import java.util.Optional;
import java.util.function.LongToIntFunction;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Sends every request to a pool, as its policy says, and counts them: one side of the ledger. Where
 * a request may need several pools, because it is classified first or because the policy follows
 * what becomes of it, the router sees it through and tells its shopper how it ended.
 */
public final class Router extends CommandBehavior<Router.Command> {
  /** A {@link Request} to be sent on, what became of one, or news of the pools. */
  public interface Command {}

  /** The pools to send to, by index; the first message that a router gets. */
  public record UsePools(List<ActorRef<Pool.Command>> pools) implements Command {}

  /** A request has left the pool. */
  public record RequestLeft(int pool) implements Command {}

  /** So many workers of the pool are there from now on. */
  public record WorkersUp(int pool, int workers) implements Command {}

  /** Nobody waits for the answer to the request with this exchange any more. */
  public record Cancel(Exchange exchange) implements Command {}

  /** Asks what was sent out so far. */
  public record ReportRequests(ActorRef<? super RequestsReported> replyTo) implements Command {}

  /** What was sent out so far. */
  public record RequestsReported(Submissions submissions) implements Supervisor.Command {}

  /** Asks what was sent out so far, and changes nothing. */
  public record Look(ActorRef<? super Seen> replyTo) implements Command {}

  /** What was sent out so far. */
  public record Seen(long conversations, long[] hops) implements Supervisor.Command {}

  /** Requests that the router has seen through to their end since the last such message. */
  public record RequestsAnswered(List<RequestOutcome> outcomes) implements Supervisor.Command {}

  private final Clock clock;
  private final RoutingPolicy policy;
  private final Loads loads;
  private final boolean countsLoads;

  /** Null where every request simply goes to one pool. */
  private final Journeys journeys;

  private final long[] hops;
  private final long[] submittedNanosSums;
  private ActorRef<Pool.Command>[] pools;
  private long conversations;
  private long turns;
  private long requests;

  private Router(
      ActorContext<Command> context,
      Clock clock,
      Scenario scenario,
      long key,
      ActorRef<Supervisor.Command> supervisor) {
    int poolCount = scenario.pools().size();
    this.clock = clock;
    this.policy = Policies.of(scenario, key);
    this.loads = new Loads(scenario);
    Triage triage = Triage.of(scenario, policy);
    boolean seesThrough = triage != null || policy instanceof FollowingPolicy;
    this.countsLoads = policy.looksAtLoads() || seesThrough;
    this.journeys =
        seesThrough
            ? new Journeys(policy, triage, loads, context.getSelf(), supervisor, this::send)
            : null;
    this.hops = new long[poolCount];
    this.submittedNanosSums = new long[poolCount];
  }

  /**
   * A router with the policy of the scenario.
   *
   * @param key from which its own draws derive
   */
  public static Behavior<Command> create(
      Clock clock, Scenario scenario, long key, ActorRef<Supervisor.Command> supervisor) {
    return Behaviors.setup(context -> new Router(context, clock, scenario, key, supervisor));
  }

  /**
   * To which pool a scenario that splits its shoppers sends one, whatever it says and whenever it
   * comes; empty where it does not split them.
   *
   * @param key the same as of the router
   */
  public static Optional<LongToIntFunction> split(Scenario scenario, long key) {
    return Policies.of(scenario, key) instanceof StickySplit split
        ? Optional.of(split::poolOf)
        : Optional.empty();
  }

  /** Whether the pools must tell the router of every request that leaves them. */
  public static boolean watchesLoads(Scenario scenario) {
    RoutingPolicy policy = Policies.of(scenario, 0);
    boolean isToldAnyway =
        policy instanceof FollowingPolicy || scenario.routing().classifier().isPresent();
    return policy.looksAtLoads() && !isToldAnyway;
  }

  @Override
  protected Behavior<Command> onCommand(Object command) {
    if (command instanceof Request request) {
      return onRequest(request);
    }
    if (command instanceof RequestLeft requestLeft) {
      return onRequestLeft(requestLeft);
    }
    if (command instanceof RequestOutcome outcome) {
      return onOutcome(outcome);
    }
    if (command instanceof WorkersUp workersUp) {
      loads.workersUp(workersUp.pool(), workersUp.workers(), clock.nowNanos());
      return this;
    }
    if (command instanceof ReportRequests reportRequests) {
      return onReportRequests(reportRequests);
    }
    if (command instanceof Look look) {
      look.replyTo().tell(new Seen(conversations, hops.clone()));
      return this;
    }
    if (command instanceof Cancel cancel) {
      for (ActorRef<Pool.Command> pool : pools) {
        pool.tell(new Pool.Cancel(cancel.exchange()));
      }
      return this;
    }
    if (command instanceof UsePools usePools) {
      return onUsePools(usePools);
    }
    return null;
  }

  private Behavior<Command> onRequest(Request request) {
    requests++;
    if (request.beginsTurn()) {
      turns++;
      conversations += request.turn() == 0 ? 1 : 0;
    }
    if (countsLoads) {
      loads.renew(request.submittedNanos());
    }
    Exchange exchange = request.step().exchange();
    if (exchange != null && exchange.pool() != Exchange.ANY_POOL) {
      sendTo(exchange.pool(), request);
    } else if (journeys != null) {
      journeys.begin(request);
    } else {
      send(request, policy.choose(request, loads));
    }
    return this;
  }

  private void sendTo(int pool, Request request) {
    if (journeys != null) {
      journeys.begin(request, pool);
    } else {
      send(request, pool);
    }
  }

  private Behavior<Command> onOutcome(RequestOutcome outcome) {
    loads.left(outcome.pool(), outcome.endedNanos());
    journeys.goOn(outcome);
    return this;
  }

  private void send(Request request, int pool) {
    if (countsLoads) {
      loads.sent(pool, request.submittedNanos());
    }
    hops[pool]++;
    submittedNanosSums[pool] += request.submittedNanos();
    pools[pool].tell(request);
  }

  private Behavior<Command> onRequestLeft(RequestLeft left) {
    loads.left(left.pool(), clock.nowNanos());
    return this;
  }

  private Behavior<Command> onReportRequests(ReportRequests report) {
    Submissions.Detours detours = Submissions.Detours.NONE;
    if (journeys != null) {
      journeys.flush();
      detours = journeys.detours();
    }
    report
        .replyTo()
        .tell(
            new RequestsReported(
                new Submissions(
                    conversations,
                    turns,
                    requests,
                    hops.clone(),
                    submittedNanosSums.clone(),
                    detours)));
    return this;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private Behavior<Command> onUsePools(UsePools use) {
    pools = use.pools().toArray(new ActorRef[0]);
    return this;
  }
}
