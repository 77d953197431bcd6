package footfall.actors.supervision;

import footfall.actors.Clock;
import footfall.actors.CommandBehavior;
import footfall.actors.Request;
import footfall.actors.RequestOutcome;
import footfall.actors.RequestOutcome.Abandoned;
import footfall.actors.RequestOutcome.Completed;
import footfall.actors.RequestOutcome.Failed;
import footfall.actors.RequestOutcome.Rejected;
import footfall.actors.Step;
import footfall.actors.pools.Pool;
import footfall.actors.pools.Pool.PoolReported;
import footfall.actors.pools.Pool.RequestsEnded;
import footfall.actors.routing.Router;
import footfall.actors.routing.Router.RequestsReported;
import footfall.actors.shoppers.Crowd;
import footfall.actors.shoppers.Crowd.CensusTaken;
import footfall.reports.recording.ConversationOutcome;
import footfall.reports.recording.PoolLevels;
import footfall.reports.recording.Recorder;
import footfall.reports.recording.SectionPlan;
import footfall.reports.recording.Submissions;
import footfall.reports.recording.TurnOutcome;
import footfall.scenarios.Scenario;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Collects what happens, reads the levels of the pools at every tick, and closes the books at the
 * end: it asks everyone for their own counts, so that the ledger is balanced from both sides.
 */
public final class Supervisor extends CommandBehavior<Supervisor.Command> {
  /** Turns that ended, a report, or the start of the watch. */
  public interface Command {}

  /** Whom to ask for reports; the first message that a supervisor gets. */
  public record Watch(
      List<ActorRef<Pool.Command>> pools,
      ActorRef<Router.Command> router,
      ActorRef<Crowd.Command> crowd)
      implements Command {}

  private enum TickDue implements Command {
    INSTANCE
  }

  /** Comes after everything else that is due at the same instant. */
  private enum CloseDue implements Command {
    INSTANCE
  }

  private enum Phase {
    MEASURING,
    DRAINING,
    CLOSING
  }

  private static final long MIN_DRAIN_TICK_NANOS = 1_000_000_000L;

  /** The longer a run drains, the more seldom it is looked whether it is done. */
  private static final long DRAIN_TICKS = 100;

  private final Clock clock;
  private final Scenario scenario;
  private final SectionPlan plan;
  private final RunListener listener;
  private final Recorder recorder;
  private final ActorRef<Command> self;

  private Watch watched;
  private Phase phase = Phase.MEASURING;
  private int tick;
  private long conversationsEnded;
  private PoolLevels[] levels;
  private int levelsMissing;
  private Submissions submissions;
  private CensusTaken census;

  private Supervisor(
      ActorContext<Command> context, Clock clock, Scenario scenario, RunListener listener) {
    this.clock = clock;
    this.scenario = scenario;
    this.plan = SectionPlan.of(scenario.horizonNanos(), scenario.warmUp());
    this.listener = listener;
    this.recorder = new Recorder(scenario, plan);
    this.self = context.getSelf();
  }

  /** A supervisor that tells the listener how far the run is and, at the end, what it recorded. */
  public static Behavior<Command> create(Clock clock, Scenario scenario, RunListener listener) {
    return Behaviors.setup(context -> new Supervisor(context, clock, scenario, listener));
  }

  @Override
  protected Behavior<Command> onCommand(Object command) {
    if (command instanceof RequestsEnded requestsEnded) {
      return onRequestsEnded(requestsEnded);
    }
    if (command instanceof PoolReported poolReported) {
      return onPoolReported(poolReported);
    }
    if (command instanceof TickDue tickDue) {
      return onTickDue(tickDue);
    }
    if (command instanceof RequestsReported requestsReported) {
      return onRequestsReported(requestsReported);
    }
    if (command instanceof CensusTaken censusTaken) {
      return onCensusTaken(censusTaken);
    }
    if (command instanceof CloseDue) {
      close();
      return this;
    }
    if (command instanceof Watch watch) {
      return onWatch(watch);
    }
    return null;
  }

  private Behavior<Command> onWatch(Watch watch) {
    watched = watch;
    readLevels();
    return this;
  }

  private Behavior<Command> onRequestsEnded(RequestsEnded ended) {
    for (RequestOutcome outcome : ended.outcomes()) {
      if (outcome instanceof Completed completed) {
        record(completed);
      } else if (outcome instanceof Abandoned abandoned) {
        record(abandoned);
      } else if (outcome instanceof Rejected rejected) {
        record(rejected);
      } else if (outcome instanceof Failed failed) {
        record(failed);
      }
    }
    return this;
  }

  private void record(Completed completed) {
    Request request = completed.request();
    recorder.completed(
        request,
        completed.pool(),
        completed.cachedTokens(),
        completed.startedNanos(),
        completed.firstTokenNanos(),
        completed.endedNanos());
    if (request.endsConversation()) {
      conversationEnded(ConversationOutcome.COMPLETED, completed);
      Step.Ending ending = request.step().ending();
      recorder.conversationBrought(ending.accepts(), ending.buys(), ending.revenue());
    }
  }

  private void record(Abandoned abandoned) {
    recorder.abandoned(abandoned.request(), abandoned.pool(), abandoned.endedNanos());
    lostIfGivenUp(abandoned, TurnOutcome.ABANDONED, ConversationOutcome.ABANDONED);
  }

  private void record(Rejected rejected) {
    recorder.rejected(rejected.request(), rejected.pool(), rejected.endedNanos());
    lostIfGivenUp(rejected, TurnOutcome.REJECTED, ConversationOutcome.FAILED);
  }

  private void record(Failed failed) {
    recorder.failed(
        failed.request(),
        failed.pool(),
        failed.failure(),
        failed.startedNanos(),
        failed.endedNanos());
    lostIfGivenUp(failed, TurnOutcome.FAILED, ConversationOutcome.FAILED);
  }

  private void lostIfGivenUp(
      RequestOutcome last, TurnOutcome turn, ConversationOutcome conversation) {
    if (last.request().step().givesUp()) {
      recorder.turnLost(turn, last.endedNanos());
      conversationEnded(conversation, last);
    }
  }

  private Behavior<Command> onTickDue(TickDue due) {
    if (phase == Phase.MEASURING) {
      tick++;
      listener.progressed((double) plan.tickNanos()[tick] / scenario.horizonNanos());
    }
    readLevels();
    return this;
  }

  private Behavior<Command> onPoolReported(PoolReported reported) {
    levels[reported.pool()] = reported.levels();
    levelsMissing--;
    goOnWhenReported();
    return this;
  }

  private Behavior<Command> onRequestsReported(RequestsReported reported) {
    submissions = reported.submissions();
    goOnWhenReported();
    return this;
  }

  private Behavior<Command> onCensusTaken(CensusTaken taken) {
    census = taken;
    goOnWhenReported();
    return this;
  }

  private void goOnWhenReported() {
    if (levelsMissing > 0 || submissions == null) {
      return;
    }
    switch (phase) {
      case MEASURING -> levelsRead();
      case DRAINING -> closeWhenDrained();
      case CLOSING -> finishWhenCounted();
    }
  }

  private void conversationEnded(ConversationOutcome outcome, RequestOutcome last) {
    recorder.conversationEnded(
        outcome,
        last.request().conversationNanos(),
        last.endedNanos(),
        last.request().step().returned());
    conversationsEnded++;
  }

  private void readLevels() {
    levels = new PoolLevels[watched.pools().size()];
    levelsMissing = levels.length;
    submissions = null;
    watched.pools().forEach(pool -> pool.tell(new Pool.ReportLevels(self)));
    watched.router().tell(new Router.ReportRequests(self));
  }

  private void levelsRead() {
    recorder.levelsRead(levels, submissions);
    if (tick < plan.tickNanos().length - 1) {
      clock.tellAfter(plan.tickNanos()[tick + 1] - clock.nowNanos(), self, TickDue.INSTANCE);
    } else if (scenario.drain()) {
      phase = Phase.DRAINING;
      closeWhenDrained();
    } else {
      clock.tellAfter(0, self, CloseDue.INSTANCE);
    }
  }

  private void closeWhenDrained() {
    if (conversationsEnded == submissions.conversations()) {
      close();
    } else {
      long[] ticks = plan.tickNanos();
      long drainedNanos = clock.nowNanos() - scenario.horizonNanos();
      long delayNanos =
          Math.max(
              Math.max(MIN_DRAIN_TICK_NANOS, ticks[tick] - ticks[tick - 1]),
              drainedNanos / DRAIN_TICKS);
      clock.tellAfter(delayNanos, self, TickDue.INSTANCE);
    }
  }

  private void close() {
    phase = Phase.CLOSING;
    readLevels();
    watched.crowd().tell(new Crowd.TakeCensus(self));
  }

  private void finishWhenCounted() {
    if (census != null) {
      listener.finished(
          recorder.finish(
              levels,
              submissions,
              census.census(),
              census.arrivals(),
              clock.nowNanos(),
              listener.events()));
    }
  }
}
