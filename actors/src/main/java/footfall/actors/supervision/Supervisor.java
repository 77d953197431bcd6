package footfall.actors.supervision;

import footfall.actors.Clock;
import footfall.actors.CommandBehavior;
import footfall.actors.Turn;
import footfall.actors.TurnOutcome;
import footfall.actors.TurnOutcome.Abandoned;
import footfall.actors.TurnOutcome.Completed;
import footfall.actors.TurnOutcome.Rejected;
import footfall.actors.pools.Pool;
import footfall.actors.pools.Pool.PoolReported;
import footfall.actors.pools.Pool.TurnsEnded;
import footfall.actors.routing.Router;
import footfall.actors.routing.Router.TurnsReported;
import footfall.actors.shoppers.Crowd;
import footfall.actors.shoppers.Crowd.CensusTaken;
import footfall.reports.recording.Census;
import footfall.reports.recording.ConversationOutcome;
import footfall.reports.recording.PoolLevels;
import footfall.reports.recording.Recorder;
import footfall.reports.recording.SectionPlan;
import footfall.reports.recording.Submissions;
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
  private Census census;

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
    if (command instanceof TurnsEnded turnsEnded) {
      return onTurnsEnded(turnsEnded);
    }
    if (command instanceof PoolReported poolReported) {
      return onPoolReported(poolReported);
    }
    if (command instanceof TickDue tickDue) {
      return onTickDue(tickDue);
    }
    if (command instanceof TurnsReported turnsReported) {
      return onTurnsReported(turnsReported);
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

  private Behavior<Command> onTurnsEnded(TurnsEnded ended) {
    for (TurnOutcome outcome : ended.outcomes()) {
      if (outcome instanceof Completed completed) {
        record(completed);
      } else if (outcome instanceof Abandoned abandoned) {
        record(abandoned);
      } else if (outcome instanceof Rejected rejected) {
        record(rejected);
      }
    }
    return this;
  }

  private void record(Completed completed) {
    Turn turn = completed.turn();
    recorder.completed(
        completed.pool(),
        turn.shopperClass(),
        turn.shopper(),
        turn.number(),
        turn.plannedTurns(),
        turn.inputTokens(),
        turn.outputTokens(),
        turn.submittedNanos(),
        completed.startedNanos(),
        completed.firstTokenNanos(),
        completed.endedNanos());
    if (turn.isLast()) {
      conversationEnded(ConversationOutcome.COMPLETED, completed);
    }
  }

  private void record(Abandoned abandoned) {
    Turn turn = abandoned.turn();
    recorder.abandoned(
        abandoned.pool(),
        turn.shopperClass(),
        turn.shopper(),
        turn.number(),
        turn.submittedNanos(),
        abandoned.endedNanos());
    conversationEnded(ConversationOutcome.ABANDONED, abandoned);
  }

  private void record(Rejected rejected) {
    Turn turn = rejected.turn();
    recorder.rejected(
        rejected.pool(),
        turn.shopperClass(),
        turn.shopper(),
        turn.number(),
        turn.submittedNanos(),
        rejected.endedNanos());
    conversationEnded(ConversationOutcome.FAILED, rejected);
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

  private Behavior<Command> onTurnsReported(TurnsReported reported) {
    submissions = reported.submissions();
    goOnWhenReported();
    return this;
  }

  private Behavior<Command> onCensusTaken(CensusTaken taken) {
    census = taken.census();
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

  private void conversationEnded(ConversationOutcome outcome, TurnOutcome last) {
    recorder.conversationEnded(outcome, last.turn().conversationNanos(), last.endedNanos());
    conversationsEnded++;
  }

  private void readLevels() {
    levels = new PoolLevels[watched.pools().size()];
    levelsMissing = levels.length;
    submissions = null;
    watched.pools().forEach(pool -> pool.tell(new Pool.ReportLevels(self)));
    watched.router().tell(new Router.ReportTurns(self));
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
      long delayNanos = Math.max(MIN_DRAIN_TICK_NANOS, ticks[tick] - ticks[tick - 1]);
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
          recorder.finish(levels, submissions, census, clock.nowNanos(), listener.events()));
    }
  }
}
