package footfall.actors.routing;

import footfall.actors.protocol.Clock;
import footfall.actors.protocol.CommandBehavior;
import footfall.actors.protocol.Exchange;
import footfall.actors.protocol.PoolCommand;
import footfall.actors.protocol.Request;
import footfall.actors.protocol.RequestOutcome;
import footfall.actors.protocol.RouterCommand;
import footfall.actors.protocol.RouterCommand.CallTool;
import footfall.actors.protocol.RouterCommand.Cancel;
import footfall.actors.protocol.RouterCommand.Look;
import footfall.actors.protocol.RouterCommand.ReportRequests;
import footfall.actors.protocol.RouterCommand.RequestLeft;
import footfall.actors.protocol.RouterCommand.UsePools;
import footfall.actors.protocol.RouterCommand.WorkersUp;
import footfall.actors.protocol.RouterReport.RequestsReported;
import footfall.actors.protocol.RouterReport.Seen;
import footfall.actors.protocol.SupervisorCommand;
import footfall.reports.recording.Confidences;
import footfall.reports.recording.Submissions;
import footfall.scenarios.Scenario;
import footfall.scenarios.pools.PoolSpec;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongToIntFunction;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/**
 * Sends every request to a pool, as its policy says, and counts them: one side of the ledger. Where
 * a request may need several pools, because it is classified first or because the policy follows
 * what becomes of it, the router sees it through and tells its shopper how it ended.
 */
public final class Router extends CommandBehavior<RouterCommand> {
  private final Clock clock;
  private final RoutingPolicy policy;
  private final Loads loads;
  private final boolean countsLoads;

  /** Null where every request simply goes to one pool. */
  private final @Nullable MultiHopRequests multiHop;

  private final List<String> poolNames;
  private final long[] hops;
  private final long[] submittedNanosSums;
  private ActorRef<PoolCommand>[] pools = none();
  private long conversations;
  private long turns;
  private long requests;

  private Router(
      ActorContext<RouterCommand> context,
      Clock clock,
      Scenario scenario,
      long key,
      ActorRef<SupervisorCommand> supervisor) {
    int poolCount = scenario.pools().size();
    this.clock = clock;
    this.policy = Policies.of(scenario, key);
    this.loads = new Loads(scenario);
    RequestClassifier requestClassifier = RequestClassifier.of(scenario, policy);
    boolean seesThrough = requestClassifier != null || policy instanceof FollowingPolicy;
    this.countsLoads = policy.looksAtLoads() || seesThrough;
    this.multiHop =
        seesThrough
            ? new MultiHopRequests(
                policy, requestClassifier, loads, context.getSelf(), supervisor, this::send)
            : null;
    this.poolNames = scenario.pools().stream().map(PoolSpec::name).toList();
    this.hops = new long[poolCount];
    this.submittedNanosSums = new long[poolCount];
  }

  /**
   * A router with the policy of the scenario.
   *
   * @param key from which its own draws derive
   */
  public static Behavior<RouterCommand> create(
      Clock clock, Scenario scenario, long key, ActorRef<SupervisorCommand> supervisor) {
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
  protected @Nullable Behavior<RouterCommand> onCommand(Object command) {
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
    if (command instanceof CallTool call) {
      return onCallTool(call);
    }
    if (command instanceof Look look) {
      look.replyTo().tell(new Seen(conversations, hops.clone()));
      return this;
    }
    if (command instanceof Cancel cancel) {
      for (ActorRef<PoolCommand> pool : pools) {
        pool.tell(new PoolCommand.Cancel(cancel.exchange().current()));
      }
      return this;
    }
    if (command instanceof UsePools usePools) {
      return onUsePools(usePools);
    }
    return null;
  }

  private Behavior<RouterCommand> onRequest(Request request) {
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
    } else if (multiHop != null) {
      multiHop.begin(request);
    } else {
      send(request, policy.choose(request, loads));
    }
    return this;
  }

  /** Not one of the shoppers' requests, which are counted elsewhere. */
  private Behavior<RouterCommand> onCallTool(CallTool call) {
    int pool = poolNames.indexOf(call.pool());
    Request request = call.request();
    if (countsLoads && multiHop == null) { // Else nobody tells when it has left.
      loads.sent(pool, request.submittedNanos());
    }
    hops[pool]++;
    submittedNanosSums[pool] += request.submittedNanos();
    pools[pool].tell(request);
    return this;
  }

  private void sendTo(int pool, Request request) {
    if (multiHop != null) {
      multiHop.begin(request, pool);
    } else {
      send(request, pool);
    }
  }

  private Behavior<RouterCommand> onOutcome(RequestOutcome outcome) {
    loads.left(outcome.pool(), outcome.endedNanos());
    Objects.requireNonNull(multiHop).goOn(outcome);
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

  private Behavior<RouterCommand> onRequestLeft(RequestLeft left) {
    loads.left(left.pool(), clock.nowNanos());
    return this;
  }

  private Behavior<RouterCommand> onReportRequests(ReportRequests report) {
    Confidences confidences = Confidences.NONE;
    Submissions.Detours detours = Submissions.Detours.NONE;
    if (multiHop != null) {
      multiHop.flush();
      detours = multiHop.detours();
      confidences = multiHop.confidences();
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
                    detours,
                    confidences)));
    return this;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static ActorRef<PoolCommand>[] none() {
    return new ActorRef[0];
  }

  private Behavior<RouterCommand> onUsePools(UsePools use) {
    pools = use.pools().toArray(none());
    return this;
  }
}
