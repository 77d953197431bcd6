package footfall.actors.routing;

import footfall.actors.CommandBehavior;
import footfall.actors.Request;
import footfall.actors.pools.Pool;
import footfall.actors.supervision.Supervisor;
import footfall.reports.recording.Submissions;
import footfall.scenarios.Routing;
import footfall.scenarios.Scenario;
import footfall.scenarios.pools.PoolSpec;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Sends every request to one pool, as its policy says, and counts them: one side of the ledger. */
public final class Router extends CommandBehavior<Router.Command> {
  /** A {@link Request} to be sent on, or news of the pools. */
  public interface Command {}

  /** The pools to send to, by index; the first message that a router gets. */
  public record UsePools(List<ActorRef<Pool.Command>> pools) implements Command {}

  /** A request has left the pool. */
  public record RequestLeft(int pool) implements Command {}

  /** Asks what was sent out so far. */
  public record ReportRequests(ActorRef<? super RequestsReported> replyTo) implements Command {}

  /** What was sent out so far. */
  public record RequestsReported(Submissions submissions) implements Supervisor.Command {}

  private final RoutingPolicy policy;
  private final int[] inSystem;
  private ActorRef<Pool.Command>[] pools;
  private long conversations;
  private long turns;
  private final long[] requests;
  private final long[] submittedNanosSums;

  private Router(ActorContext<Command> context, RoutingPolicy policy, int poolCount) {
    this.policy = policy;
    this.inSystem = new int[poolCount];
    this.requests = new long[poolCount];
    this.submittedNanosSums = new long[poolCount];
  }

  /** A router with the policy of the scenario. */
  public static Behavior<Command> create(Scenario scenario) {
    return Behaviors.setup(
        context -> new Router(context, policyOf(scenario), scenario.pools().size()));
  }

  /** Whether the pools must tell the router of every request that leaves them. */
  public static boolean watchesLoads(Scenario scenario) {
    return policyOf(scenario).needsLoads();
  }

  private static RoutingPolicy policyOf(Scenario scenario) {
    List<PoolSpec> specs = scenario.pools();
    List<String> names = specs.stream().map(PoolSpec::name).toList();
    if (scenario.routing() instanceof Routing.FixedRatio ratio) {
      double[] shares =
          names.stream().mapToDouble(name -> ratio.shares().getOrDefault(name, 0.0)).toArray();
      return new FixedRatio(shares, ratio.per());
    }
    return new LeastLoaded(
        scenario.routing().pools().stream().mapToInt(names::indexOf).toArray(),
        specs.stream().mapToInt(PoolSpec::servers).toArray());
  }

  @Override
  protected Behavior<Command> onCommand(Object command) {
    if (command instanceof Request request) {
      return onRequest(request);
    }
    if (command instanceof RequestLeft requestLeft) {
      return onRequestLeft(requestLeft);
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
    int pool = policy.choose(request, inSystem);
    inSystem[pool]++;
    requests[pool]++;
    submittedNanosSums[pool] += request.submittedNanos();
    if (request.beginsTurn()) {
      turns++;
      conversations += request.turn() == 0 ? 1 : 0;
    }
    pools[pool].tell(request);
    return this;
  }

  private Behavior<Command> onRequestLeft(RequestLeft left) {
    inSystem[left.pool()]--;
    return this;
  }

  private Behavior<Command> onReportRequests(ReportRequests report) {
    report
        .replyTo()
        .tell(
            new RequestsReported(
                new Submissions(
                    conversations, turns, requests.clone(), submittedNanosSums.clone())));
    return this;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private Behavior<Command> onUsePools(UsePools use) {
    pools = use.pools().toArray(new ActorRef[0]);
    return this;
  }
}
