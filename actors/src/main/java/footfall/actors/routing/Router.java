package footfall.actors.routing;

import footfall.actors.CommandBehavior;
import footfall.actors.Turn;
import footfall.actors.pools.Pool;
import footfall.actors.supervision.Supervisor;
import footfall.reports.recording.Submissions;
import footfall.scenarios.PoolSpec;
import footfall.scenarios.Routing;
import footfall.scenarios.Scenario;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Sends every turn to one pool, as its policy says, and counts them: one side of the ledger. */
public final class Router extends CommandBehavior<Router.Command> {
  /** A {@link Turn} to be sent on, or news of the pools. */
  public interface Command {}

  /** The pools to send to, by index; the first message that a router gets. */
  public record UsePools(List<ActorRef<Pool.Command>> pools) implements Command {}

  /** A turn has left the pool. */
  public record TurnLeft(int pool) implements Command {}

  /** Asks what was sent out so far. */
  public record ReportTurns(ActorRef<? super TurnsReported> replyTo) implements Command {}

  /** What was sent out so far. */
  public record TurnsReported(Submissions submissions) implements Supervisor.Command {}

  private final RoutingPolicy policy;
  private final int[] inSystem;
  private ActorRef<Pool.Command>[] pools;
  private long conversations;
  private final long[] turns;
  private final long[] submittedNanosSums;

  private Router(ActorContext<Command> context, RoutingPolicy policy, int poolCount) {
    this.policy = policy;
    this.inSystem = new int[poolCount];
    this.turns = new long[poolCount];
    this.submittedNanosSums = new long[poolCount];
  }

  /** A router with the policy of the scenario. */
  public static Behavior<Command> create(Scenario scenario) {
    return Behaviors.setup(
        context -> new Router(context, policyOf(scenario), scenario.pools().size()));
  }

  /** Whether the pools must tell the router of every turn that leaves them. */
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
    if (command instanceof Turn turn) {
      return onTurn(turn);
    }
    if (command instanceof TurnLeft turnLeft) {
      return onTurnLeft(turnLeft);
    }
    if (command instanceof ReportTurns reportTurns) {
      return onReportTurns(reportTurns);
    }
    if (command instanceof UsePools usePools) {
      return onUsePools(usePools);
    }
    return null;
  }

  private Behavior<Command> onTurn(Turn turn) {
    int pool = policy.choose(turn, inSystem);
    inSystem[pool]++;
    turns[pool]++;
    submittedNanosSums[pool] += turn.submittedNanos();
    if (turn.isFirst()) {
      conversations++;
    }
    pools[pool].tell(turn);
    return this;
  }

  private Behavior<Command> onTurnLeft(TurnLeft left) {
    inSystem[left.pool()]--;
    return this;
  }

  private Behavior<Command> onReportTurns(ReportTurns report) {
    report
        .replyTo()
        .tell(
            new TurnsReported(
                new Submissions(conversations, turns.clone(), submittedNanosSums.clone())));
    return this;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private Behavior<Command> onUsePools(UsePools use) {
    pools = use.pools().toArray(new ActorRef[0]);
    return this;
  }
}
