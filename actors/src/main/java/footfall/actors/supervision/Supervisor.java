package footfall.actors.supervision;

import footfall.actors.Clock;
import footfall.actors.Turn;
import footfall.actors.TurnOutcome.Abandoned;
import footfall.actors.TurnOutcome.Completed;
import footfall.actors.TurnOutcome.Rejected;
import footfall.actors.pools.Pool;
import footfall.actors.pools.Pool.PoolReported;
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
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Collects what happens, reads the levels of the pools at every tick, and closes the books at the
 * end: it asks everyone for their own counts, so that the ledger is balanced from both sides.
 */
public final class Supervisor extends AbstractBehavior<Supervisor.Command> {
  /** An outcome of a turn, a report, or the start of the watch. */
  public interface Command {}

  /** Whom to ask for reports; the first message that a supervisor gets. */
  public record Watch(
      List<ActorRef<Pool.Command>> pools,
      ActorRef<Router.Command> router,
      ActorRef<Crowd.Command> crowd)
      implements Command {}

  /** A conversation ended. */
  public record ConversationEnded(
      ConversationOutcome outcome, long beganNanos, long endedNanos) implements Command {}

  private enum TickDue implements Command {
    INSTANCE
  }

  private enum Phase {
    MEASURING,
    DRAINING,
    CLOSING
  }

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
    super(context);
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
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Completed.class, this::onCompleted)
        .onMessage(ConversationEnded.class, this::onConversationEnded)
        .onMessage(Abandoned.class, this::onAbandoned)
        .onMessage(Rejected.class, this::onRejected)
        .onMessage(PoolReported.class, this::onPoolReported)
        .onMessage(TickDue.class, this::onTickDue)
        .onMessage(TurnsReported.class, this::onTurnsReported)
        .onMessage(CensusTaken.class, this::onCensusTaken)
        .onMessage(Watch.class, this::onWatch)
        .build();
  }

  private Behavior<Command> onWatch(Watch watch) {
    watched = watch;
    readLevels();
    return this;
  }

  private Behavior<Command> onCompleted(Completed completed) {
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
    return this;
  }

  private Behavior<Command> onAbandoned(Abandoned abandoned) {
    Turn turn = abandoned.turn();
    recorder.abandoned(
        abandoned.pool(),
        turn.shopperClass(),
        turn.shopper(),
        turn.number(),
        turn.submittedNanos(),
        abandoned.endedNanos());
    return this;
  }

  private Behavior<Command> onRejected(Rejected rejected) {
    Turn turn = rejected.turn();
    recorder.rejected(
        rejected.pool(),
        turn.shopperClass(),
        turn.shopper(),
        turn.number(),
        turn.submittedNanos(),
        rejected.endedNanos());
    return this;
  }

  private Behavior<Command> onConversationEnded(ConversationEnded ended) {
    recorder.conversationEnded(ended.outcome(), ended.beganNanos(), ended.endedNanos());
    conversationsEnded++;
    if (phase == Phase.DRAINING) {
      closeWhenDrained();
    }
    return this;
  }

  private Behavior<Command> onTickDue(TickDue due) {
    tick++;
    readLevels();
    listener.progressed((double) plan.tickNanos()[tick] / scenario.horizonNanos());
    return this;
  }

  private Behavior<Command> onPoolReported(PoolReported reported) {
    levels[reported.pool()] = reported.levels();
    if (--levelsMissing == 0) {
      if (phase == Phase.CLOSING) {
        finishWhenComplete();
      } else {
        levelsRead();
      }
    }
    return this;
  }

  private Behavior<Command> onTurnsReported(TurnsReported reported) {
    submissions = reported.submissions();
    if (phase == Phase.CLOSING) {
      finishWhenComplete();
    } else {
      phase = Phase.DRAINING;
      closeWhenDrained();
    }
    return this;
  }

  private Behavior<Command> onCensusTaken(CensusTaken taken) {
    census = taken.census();
    finishWhenComplete();
    return this;
  }

  private void readLevels() {
    levels = new PoolLevels[watched.pools().size()];
    levelsMissing = levels.length;
    watched.pools().forEach(pool -> pool.tell(new Pool.ReportLevels(self)));
  }

  private void levelsRead() {
    recorder.levelsRead(levels);
    if (tick < plan.tickNanos().length - 1) {
      clock.tellAfter(plan.tickNanos()[tick + 1] - clock.nowNanos(), self, TickDue.INSTANCE);
    } else if (scenario.drain()) {
      watched.router().tell(new Router.ReportTurns(self));
    } else {
      close();
    }
  }

  private void closeWhenDrained() {
    if (conversationsEnded == submissions.conversations()) {
      close();
    }
  }

  private void close() {
    phase = Phase.CLOSING;
    submissions = null;
    readLevels();
    watched.router().tell(new Router.ReportTurns(self));
    watched.crowd().tell(new Crowd.TakeCensus(self));
  }

  private void finishWhenComplete() {
    if (levelsMissing == 0 && submissions != null && census != null) {
      listener.finished(
          recorder.finish(levels, submissions, census, clock.nowNanos(), listener.events()));
    }
  }
}
