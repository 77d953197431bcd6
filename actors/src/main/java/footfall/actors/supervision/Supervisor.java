package footfall.actors.supervision;

import footfall.actors.protocol.ArrivalSourceCommand;
import footfall.actors.protocol.ArrivalSourceCommand.CensusTaken;
import footfall.actors.protocol.Clock;
import footfall.actors.protocol.CommandBehavior;
import footfall.actors.protocol.PoolCommand;
import footfall.actors.protocol.PoolReport;
import footfall.actors.protocol.PoolReport.PoolReported;
import footfall.actors.protocol.PoolReport.RequestsEnded;
import footfall.actors.protocol.Request;
import footfall.actors.protocol.RequestOutcome;
import footfall.actors.protocol.RequestOutcome.Abandoned;
import footfall.actors.protocol.RequestOutcome.Completed;
import footfall.actors.protocol.RequestOutcome.Failed;
import footfall.actors.protocol.RequestOutcome.Rejected;
import footfall.actors.protocol.RouterCommand;
import footfall.actors.protocol.RouterReport;
import footfall.actors.protocol.RouterReport.RequestsAnswered;
import footfall.actors.protocol.RouterReport.RequestsReported;
import footfall.actors.protocol.SupervisorCommand;
import footfall.actors.protocol.SupervisorCommand.Stop;
import footfall.actors.protocol.SupervisorCommand.Watch;
import footfall.actors.satisfaction.SatisfactionModel;
import footfall.reports.recording.Census;
import footfall.reports.recording.ConversationWorth;
import footfall.reports.recording.Failure;
import footfall.reports.recording.Fate;
import footfall.reports.recording.LossCause;
import footfall.reports.recording.PoolLevels;
import footfall.reports.recording.Recorder;
import footfall.reports.recording.Submissions;
import footfall.reports.recording.TurnOutcome;
import footfall.reports.watching.Watcher;
import footfall.reports.watching.WorkerStates;
import footfall.scenarios.Scenario;
import java.util.List;
import java.util.Objects;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/**
 * Collects what happens, reads the levels of the pools at every tick, and closes the record at the
 * end: it asks everyone for their own counts, so that the ledger is balanced from both sides.
 */
public final class Supervisor extends CommandBehavior<SupervisorCommand> {
  private enum TickDue implements SupervisorCommand {
    INSTANCE
  }

  private enum LookDue implements SupervisorCommand {
    INSTANCE
  }

  /** Comes after everything else that is due at the same instant. */
  private enum CloseDue implements SupervisorCommand {
    INSTANCE
  }

  private enum Phase {
    MEASURING,
    DRAINING,
    CLOSING,
    FOLLOWING,
    RECOUNTING
  }

  /** How the run stood when it was over, before what was open then was followed. */
  private record Close(
      PoolLevels[] levels, Submissions submissions, CensusTaken census, long nanos, long events) {}

  /** Following may take this part of the events of the run, and a few more. */
  private static final double FOLLOWING_EVENTS = 0.1;

  private static final long FEW_EVENTS = 10_000;

  private static final long MIN_DRAIN_TICK_NANOS = 1_000_000_000L;

  /** The longer a run drains, the more seldom it is looked whether it is done. */
  private static final long DRAIN_TICKS = 100;

  private final Clock clock;
  private final Scenario scenario;
  private final RunListener listener;
  private final Recorder recorder;
  private final SatisfactionModel satisfactionModel;
  private final ActorRef<SupervisorCommand> self;

  /** Null if not watched. */
  private final @Nullable Watcher watcher;

  private final WorkerStates[] workers;
  private final PoolLevels[] seen;
  private int seenMissing;
  private RouterReport.@Nullable Seen sent;

  /** Null until the run has been put together. */
  private @Nullable Watch watched;

  private Phase phase = Phase.MEASURING;
  private long conversationsEnded;
  private PoolLevels[] levels = new PoolLevels[0];
  private int levelsMissing;
  private @Nullable Submissions submissions;
  private @Nullable CensusTaken census;

  /** Null until the run is over. */
  private @Nullable Close over;

  private Supervisor(
      ActorContext<SupervisorCommand> context,
      Clock clock,
      Scenario scenario,
      SatisfactionModel satisfactionModel,
      RunListener listener,
      boolean untilStopped) {
    this.clock = clock;
    this.scenario = scenario;
    this.listener = listener;
    this.recorder = untilStopped ? Recorder.untilStopped(scenario) : new Recorder(scenario);
    this.satisfactionModel = satisfactionModel;
    this.self = context.getSelf();
    this.watcher = listener.watcher();
    this.workers = new WorkerStates[scenario.pools().size()];
    this.seen = new PoolLevels[scenario.pools().size()];
  }

  /** A supervisor that tells the listener how far the run is and, at the end, what it recorded. */
  public static Behavior<SupervisorCommand> create(
      Clock clock, Scenario scenario, SatisfactionModel satisfactionModel, RunListener listener) {
    return Behaviors.setup(
        context -> new Supervisor(context, clock, scenario, satisfactionModel, listener, false));
  }

  /** A supervisor that goes on until it is told to {@link Stop}. */
  public static Behavior<SupervisorCommand> untilStopped(
      Clock clock, Scenario scenario, SatisfactionModel satisfactionModel, RunListener listener) {
    return Behaviors.setup(
        context -> new Supervisor(context, clock, scenario, satisfactionModel, listener, true));
  }

  @Override
  protected @Nullable Behavior<SupervisorCommand> onCommand(Object command) {
    if (command instanceof RequestsEnded requestsEnded) {
      return onRequestsEnded(requestsEnded);
    }
    if (command instanceof RequestsAnswered requestsAnswered) {
      return onRequestsAnswered(requestsAnswered);
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
    if (command instanceof LookDue) {
      return onLookDue();
    }
    if (command instanceof PoolReport.Seen poolSeen) {
      return onPoolSeen(poolSeen);
    }
    if (command instanceof RouterReport.Seen routerSeen) {
      return onRouterSeen(routerSeen);
    }
    if (command instanceof Stop) {
      clock.tellLast(self, CloseDue.INSTANCE);
      return this;
    }
    return null;
  }

  private Behavior<SupervisorCommand> onWatch(Watch watch) {
    watched = watch;
    readLevels();
    lookLater();
    return this;
  }

  private Watch watched() {
    return Objects.requireNonNull(watched, "there is nothing to watch yet");
  }

  private void lookLater() {
    if (watcher != null && listener.looksEveryNanos() > 0) {
      clock.tellAfter(listener.looksEveryNanos(), self, LookDue.INSTANCE);
    }
  }

  private Behavior<SupervisorCommand> onLookDue() {
    seenMissing = seen.length;
    sent = null;
    watched().pools().forEach(pool -> pool.tell(new PoolCommand.Look(self)));
    watched().router().tell(new RouterCommand.Look(self));
    return this;
  }

  private Behavior<SupervisorCommand> onPoolSeen(PoolReport.Seen poolSeen) {
    seen[poolSeen.pool()] = poolSeen.levels();
    workers[poolSeen.pool()] = poolSeen.workers();
    seenMissing--;
    return tellWhenSeen();
  }

  private Behavior<SupervisorCommand> onRouterSeen(RouterReport.Seen routerSeen) {
    sent = routerSeen;
    return tellWhenSeen();
  }

  private Behavior<SupervisorCommand> tellWhenSeen() {
    if (watcher != null && seenMissing == 0 && sent != null && phase != Phase.CLOSING) {
      watcher.look(clock.nowNanos(), seen, workers, sent.conversations(), sent.hops());
      lookLater();
    }
    return this;
  }

  private Behavior<SupervisorCommand> onRequestsEnded(RequestsEnded ended) {
    ended.outcomes().forEach(this::leftPool);
    return this;
  }

  private Behavior<SupervisorCommand> onRequestsAnswered(RequestsAnswered answered) {
    answered.outcomes().forEach(this::requestEnded);
    return this;
  }

  /** What a pool has to say of a request; unless a router sees it through, this is its end. */
  private void leftPool(RequestOutcome outcome) {
    Request request = outcome.request();
    int pool = outcome.pool();
    long endedNanos = outcome.endedNanos();
    if (outcome instanceof Completed completed) {
      recorder.served(request, pool, completed.startedNanos(), endedNanos);
      if (watcher != null && request.endsTurn()) {
        watcher.served(pool, 1.0 / request.plannedTurns());
      }
    } else if (outcome instanceof Abandoned) {
      recorder.leftQueue(request, pool, endedNanos);
    } else if (outcome instanceof Rejected) {
      recorder.turnedAway(request, pool, endedNanos);
    } else if (outcome instanceof Failed failed) {
      recorder.broke(request, pool, failed.failure(), failed.startedNanos(), endedNanos);
    }
    if (request.route() == null) {
      requestEnded(outcome);
    }
  }

  private void requestEnded(RequestOutcome outcome) {
    if (outcome instanceof Completed completed) {
      answered(completed);
    } else if (outcome instanceof Abandoned abandoned) {
      recorder.abandoned(abandoned.request(), abandoned.pool(), abandoned.endedNanos());
      lostIfGivenUp(abandoned, TurnOutcome.ABANDONED, null);
    } else if (outcome instanceof Rejected rejected) {
      recorder.rejected(rejected.request(), rejected.pool(), rejected.endedNanos());
      lostIfGivenUp(rejected, TurnOutcome.REJECTED, null);
    } else if (outcome instanceof Failed failed) {
      recorder.failed(
          failed.request(),
          failed.pool(),
          failed.failure(),
          failed.startedNanos(),
          failed.endedNanos());
      lostIfGivenUp(failed, TurnOutcome.FAILED, failed.failure());
    }
  }

  private void answered(Completed completed) {
    Request request = completed.request();
    recorder.completed(
        request,
        completed.pool(),
        completed.cachedTokens(),
        completed.startedNanos(),
        completed.firstTokenNanos(),
        completed.endedNanos());
    if (watcher != null) {
      long submittedNanos = request.firstSubmittedNanos();
      watcher.answered(
          completed.endedNanos() - submittedNanos, completed.firstTokenNanos() - submittedNanos);
    }
    if (request.endsTurn() && satisfactionModel.hasOpinions()) {
      recorder.judged(request, completed.pool(), satisfactionModel.measures(completed));
    }
    if (request.endsConversation()) {
      conversationEnded(Fate.ANSWERED, completed);
      ConversationWorth worth = satisfactionModel.worth(completed);
      recorder.conversationBrought(completed.pool(), worth);
      if (satisfactionModel.sells(request)) {
        recorder.couldHaveBrought(request, request.conversationNanos(), worth.prospect());
      }
    } else if (satisfactionModel.leavesAfter(completed)) {
      conversationEnded(Fate.ABANDONED, completed);
      recorder.conversationBrought(completed.pool(), null);
      revenueLost(request, LossCause.SLOW_ANSWERS);
    }
  }

  private void lostIfGivenUp(RequestOutcome last, TurnOutcome turn, @Nullable Failure failure) {
    if (watcher != null) {
      watcher.lost();
    }
    if (last.request().step().givesUp()) {
      recorder.turnLost(last.request(), last.pool(), turn, last.endedNanos());
      conversationEnded(Fate.of(turn, failure), last);
      recorder.conversationBrought(last.pool(), null);
      revenueLost(last.request(), LossCause.of(turn, failure));
    }
  }

  private void revenueLost(Request request, @Nullable LossCause cause) {
    if (cause != null && satisfactionModel.isLostForGood(request)) {
      recorder.revenueLost(request, request.conversationNanos(), cause);
    }
  }

  private Behavior<SupervisorCommand> onTickDue(TickDue due) {
    if (phase == Phase.MEASURING) {
      listener.progressed((double) clock.nowNanos() / scenario.horizonNanos());
    }
    readLevels(); // Which makes the pools tell of what has ended, too.
    return this;
  }

  private Behavior<SupervisorCommand> onPoolReported(PoolReported reported) {
    levels[reported.pool()] = reported.levels();
    workers[reported.pool()] = reported.workers();
    levelsMissing--;
    goOnWhenReported();
    return this;
  }

  private Behavior<SupervisorCommand> onRequestsReported(RequestsReported reported) {
    submissions = reported.submissions();
    goOnWhenReported();
    return this;
  }

  private Behavior<SupervisorCommand> onCensusTaken(CensusTaken taken) {
    census = taken;
    if (phase == Phase.RECOUNTING) {
      finish(taken.census().open());
    } else {
      goOnWhenReported();
    }
    return this;
  }

  private void goOnWhenReported() {
    Submissions reported = submissions;
    if (levelsMissing > 0 || reported == null) {
      return;
    }
    switch (phase) {
      case MEASURING -> levelsRead(reported);
      case DRAINING -> closeWhenDrained(reported);
      case CLOSING -> finishWhenCounted(reported);
      case FOLLOWING -> followOn();
      case RECOUNTING -> {} // The levels are of no interest any more.
    }
  }

  private void conversationEnded(Fate fate, RequestOutcome last) {
    recorder.conversationEnded(
        last.request(),
        last.pool(),
        fate,
        last.request().conversationNanos(),
        last.endedNanos(),
        last.request().step().returned());
    conversationsEnded++;
    if (watcher != null) {
      watcher.conversationEnded();
    }
  }

  private void readLevels() {
    levels = new PoolLevels[watched().pools().size()];
    levelsMissing = levels.length;
    submissions = null;
    watched()
        .pools()
        .forEach(pool -> pool.tell(new PoolCommand.ReportLevels(self, watcher != null)));
    watched().router().tell(new RouterCommand.ReportRequests(self));
  }

  private void levelsRead(Submissions reported) {
    recorder.levelsRead(levels, reported);
    if (watcher != null && listener.looksEveryNanos() == 0 && clock.nowNanos() > 0) {
      watcher.look(clock.nowNanos(), levels, workers, reported.conversations(), reported.hops());
    }
    long nextTickNanos = recorder.nextTickNanos();
    if (nextTickNanos != Long.MAX_VALUE) {
      clock.tellAfter(Math.max(0, nextTickNanos - clock.nowNanos()), self, TickDue.INSTANCE);
    } else if (scenario.drain()) {
      phase = Phase.DRAINING;
      closeWhenDrained(reported);
    } else {
      clock.tellLast(self, CloseDue.INSTANCE);
    }
  }

  private void closeWhenDrained(Submissions reported) {
    if (conversationsEnded == reported.conversations()) {
      close();
    } else {
      tickLater();
    }
  }

  /** The longer the run is over, the later. */
  private void tickLater() {
    long sinceNanos = clock.nowNanos() - scenario.horizonNanos();
    long delayNanos =
        Math.max(
            Math.max(MIN_DRAIN_TICK_NANOS, recorder.tickLengthNanos()), sinceNanos / DRAIN_TICKS);
    clock.tellAfter(delayNanos, self, TickDue.INSTANCE);
  }

  private void close() {
    phase = Phase.CLOSING;
    readLevels();
    takeCensus();
  }

  private void takeCensus() {
    census = null;
    watched().arrivals().tell(new ArrivalSourceCommand.TakeCensus(self));
  }

  private void finishWhenCounted(Submissions reported) {
    if (census != null) {
      over = new Close(levels, reported, census, clock.nowNanos(), listener.events());
      if (listener.events() > 0 && !scenario.drain()) {
        phase = Phase.FOLLOWING;
        recorder.follow();
        followOn();
      } else {
        finish(census.census().open());
      }
    }
  }

  /**
   * Until all requests and turns that had arrived have ended, or that would take too long; then
   * those are counted who are still in conversation.
   */
  private void followOn() {
    Close close = Objects.requireNonNull(over);
    long most = FEW_EVENTS + (long) (FOLLOWING_EVENTS * close.events());
    boolean tooLong = listener.events() - close.events() > most;
    if (tooLong || recorder.hasSeenAll(close.submissions())) {
      phase = Phase.RECOUNTING;
      takeCensus();
    } else {
      tickLater();
    }
  }

  private void finish(List<Census.OpenShopper> open) {
    Close close = Objects.requireNonNull(over);
    recorder.stillOpen(open, clock.nowNanos());
    listener.finished(
        recorder.finish(
            close.levels(),
            close.submissions(),
            close.census().census(),
            close.census().arrivals(),
            close.nanos(),
            close.events()));
  }
}
