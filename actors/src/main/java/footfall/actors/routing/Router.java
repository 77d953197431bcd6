package footfall.actors.routing;

import footfall.actors.Clock;
import footfall.actors.CommandBehavior;
import footfall.actors.Request;
import footfall.actors.RequestOutcome;
import footfall.actors.RequestOutcome.Abandoned;
import footfall.actors.RequestOutcome.Completed;
import footfall.actors.RequestOutcome.Failed;
import footfall.actors.Route;
import footfall.actors.pools.Pool;
import footfall.actors.supervision.Supervisor;
import footfall.reports.recording.Failure;
import footfall.reports.recording.Submissions;
import footfall.scenarios.Scenario;
import java.util.ArrayList;
import java.util.List;
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

  /** Asks what was sent out so far. */
  public record ReportRequests(ActorRef<? super RequestsReported> replyTo) implements Command {}

  /** What was sent out so far. */
  public record RequestsReported(Submissions submissions) implements Supervisor.Command {}

  /** Requests that the router has seen through to their end since the last such message. */
  public record RequestsAnswered(List<RequestOutcome> outcomes) implements Supervisor.Command {}

  /** Outcomes that go to the supervisor in one message: it is in no hurry. */
  private static final int BATCH = 64;

  private final Clock clock;
  private final ActorRef<Command> self;
  private final ActorRef<Supervisor.Command> supervisor;
  private final RoutingPolicy policy;
  private final Loads loads;
  private final boolean looksAtLoads;

  /** Null where the policy does not follow what becomes of requests. */
  private final FollowingPolicy follows;

  /** Null where nobody classifies. */
  private final Triage triage;

  private final long[] hops;
  private final long[] submittedNanosSums;
  private ActorRef<Pool.Command>[] pools;
  private List<RequestOutcome> gathered = new ArrayList<>(BATCH);
  private long conversations;
  private long turns;
  private long requests;
  private long escalated;
  private long passedOn;
  private long refused;

  private Router(
      ActorContext<Command> context,
      Clock clock,
      Scenario scenario,
      long key,
      ActorRef<Supervisor.Command> supervisor) {
    int poolCount = scenario.pools().size();
    this.clock = clock;
    this.self = context.getSelf();
    this.supervisor = supervisor;
    this.policy = Policies.of(scenario, key);
    this.follows = policy instanceof FollowingPolicy following ? following : null;
    this.triage = Triage.of(scenario, policy);
    this.loads = new Loads(scenario);
    this.looksAtLoads = policy.looksAtLoads();
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
    if (command instanceof ReportRequests reportRequests) {
      return onReportRequests(reportRequests);
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
    if (follows != null || triage != null) {
      begin(request);
      return this;
    }
    if (looksAtLoads) {
      loads.renew(request.submittedNanos());
    }
    send(request, policy.choose(request, loads));
    return this;
  }

  /** Sets out with a request that may need several pools. */
  private void begin(Request request) {
    long now = request.submittedNanos();
    loads.renew(now);
    if (triage == null) {
      Route route = new Route(0, now, 0, false, request.outputTokens(), request.replyTo());
      sendOn(request.on(route, now, self), policy.choose(request, loads));
    } else {
      Route route =
          new Route(Route.CLASSIFICATION, now, 0, false, request.outputTokens(), request.replyTo());
      send(request.on(route, now, self), triage.pool());
    }
  }

  private Behavior<Command> onOutcome(RequestOutcome outcome) {
    loads.left(outcome.pool(), outcome.endedNanos());
    if (outcome.request().route().hop() == Route.CLASSIFICATION) {
      onClassified(outcome);
      return this;
    }
    int next = follows == null ? RoutingPolicy.NOWHERE : follows.next(outcome, loads);
    if (next == RoutingPolicy.NOWHERE) {
      finish(outcome);
      return this;
    }
    if (outcome instanceof Completed) {
      escalated++;
    } else {
      passedOn++;
    }
    Route before = outcome.request().route();
    sendOn(moved(outcome, before.hop() + 1, before.misclassified()), next);
    return this;
  }

  /** A request that could not be classified goes where those of no kind go. */
  private void onClassified(RequestOutcome outcome) {
    if (outcome instanceof Abandoned) {
      finish(outcome);
    } else if (outcome instanceof Completed) {
      boolean mistaken = triage.classify(outcome.request());
      Request classified = moved(outcome, 0, mistaken);
      sendOn(classified, policy.choose(classified, loads));
    } else {
      int otherwise = triage.otherwise();
      if (otherwise == RoutingPolicy.NOWHERE) {
        finish(outcome);
      } else {
        passedOn++;
        sendOn(moved(outcome, 0, false), otherwise);
      }
    }
  }

  /** The request of the outcome, on its way to another pool. */
  private Request moved(RequestOutcome outcome, int hop, boolean misclassified) {
    Route before = outcome.request().route();
    long waited = before.waitedNanos() + outcome.waitNanos();
    Route route =
        new Route(
            hop,
            before.submittedNanos(),
            waited,
            misclassified,
            before.replyTokens(),
            before.replyTo());
    return outcome.request().on(route, outcome.endedNanos(), self);
  }

  private void sendOn(Request request, int pool) {
    if (pool == RoutingPolicy.NOWHERE) {
      refused++;
      finish(
          new Failed(
              request,
              Failed.NOBODY,
              Failed.NOBODY,
              Failure.CIRCUIT_OPEN,
              Failed.NOT_STARTED,
              request.submittedNanos()));
    } else {
      send(request, pool);
    }
  }

  private void send(Request request, int pool) {
    if (looksAtLoads || follows != null || triage != null) {
      loads.sent(pool, request.submittedNanos());
    }
    hops[pool]++;
    submittedNanosSums[pool] += request.submittedNanos();
    pools[pool].tell(request);
  }

  private void finish(RequestOutcome outcome) {
    outcome.request().route().replyTo().tell(outcome);
    gathered.add(outcome);
    if (gathered.size() == BATCH) {
      flush();
    }
  }

  private void flush() {
    if (!gathered.isEmpty()) {
      supervisor.tell(new RequestsAnswered(gathered));
      gathered = new ArrayList<>(BATCH);
    }
  }

  private Behavior<Command> onRequestLeft(RequestLeft left) {
    loads.left(left.pool(), clock.nowNanos());
    return this;
  }

  private Behavior<Command> onReportRequests(ReportRequests report) {
    flush();
    Submissions.Detours detours =
        new Submissions.Detours(
            triage == null ? 0 : triage.classified(),
            triage == null ? 0 : triage.misclassified(),
            escalated,
            passedOn,
            refused,
            follows == null ? 0 : follows.circuitOpenings());
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
