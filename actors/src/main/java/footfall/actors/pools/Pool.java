package footfall.actors.pools;

import footfall.actors.Clock;
import footfall.actors.CommandBehavior;
import footfall.actors.Exchange;
import footfall.actors.Request;
import footfall.actors.RequestOutcome;
import footfall.actors.RequestOutcome.Abandoned;
import footfall.actors.RequestOutcome.Completed;
import footfall.actors.RequestOutcome.Failed;
import footfall.actors.RequestOutcome.Rejected;
import footfall.actors.operations.Autoscaler;
import footfall.actors.operations.RollingRestart;
import footfall.actors.routing.Router;
import footfall.actors.supervision.Supervisor;
import footfall.actors.workers.Post;
import footfall.actors.workers.Worker;
import footfall.actors.workers.Workforce;
import footfall.reports.recording.Attempt;
import footfall.reports.recording.Failure;
import footfall.reports.recording.PoolLevels;
import footfall.reports.watching.WorkerStates;
import footfall.scenarios.Scenario;
import footfall.scenarios.pools.Operations.InFlight;
import footfall.scenarios.pools.PoolSpec;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * A pool of like workers: queues requests, gives them to workers with a free slot, turns away what
 * does not fit and lets go what has lost patience. It alone says how a request ended. What comes
 * and goes of the workers is up to its {@link Fleet}.
 */
public final class Pool extends CommandBehavior<Pool.Command> {
  /** A {@link Request} to be served, the end of one, something about a worker, or a question. */
  public interface Command {}

  /**
   * Asks for the levels as they stand now; the maximum queue starts afresh.
   *
   * @param workers whether to tell what they do as well
   */
  public record ReportLevels(ActorRef<? super PoolReported> replyTo, boolean workers)
      implements Command {}

  /** Requests that have ended since the last such message, in the order of their ending. */
  public record RequestsEnded(List<RequestOutcome> outcomes) implements Supervisor.Command {}

  /** The levels of one pool; every request that ended before has been told before. */
  public record PoolReported(int pool, PoolLevels levels, WorkerStates workers)
      implements Supervisor.Command {}

  /** Asks how things stand now, and changes nothing. */
  public record Look(ActorRef<? super Seen> replyTo) implements Command {}

  /** How things stand in one pool. */
  public record Seen(int pool, PoolLevels levels, WorkerStates workers)
      implements Supervisor.Command {}

  /** Asks for the levels as they stand now, and changes nothing. */
  public record Scrape(ActorRef<? super Scraped> replyTo) implements Command {}

  /** The levels of one pool. */
  public record Scraped(PoolLevels levels) implements Autoscaler.Command {}

  /** A worker is lost, with all that it serves. */
  public record Lose(int worker) implements Command {}

  /** What took the worker down is over: it is switched on again. */
  public record Recover(int worker) implements Command {}

  /** Let the worker finish what it serves and start anew. */
  public record Restart(int worker, ActorRef<? super RollingRestart.Restarted> replyTo)
      implements Command {}

  /** The worker is to get nothing more, and is off once it has finished what it serves. */
  public record Retire(int worker) implements Command {}

  /** A worker that was off or lost serves from now on. */
  public record Employ(int worker) implements Command {}

  /** Switch workers on or off until there are so many. */
  public record ScaleTo(int workers) implements Command {}

  /** A worker has begun an attempt at its vendor. */
  public enum AttemptSent implements Command {
    INSTANCE
  }

  /** An attempt at a vendor ended, and so many tokens are to be paid for. */
  public record AttemptEnded(Attempt attempt, int inputTokens, int cachedTokens, int outputTokens)
      implements Command {}

  /** Nobody waits for the answer to the request with this exchange any more. */
  public record Cancel(Exchange exchange) implements Command {}

  /** Tells a worker to fail, to see what comes of it. */
  public record Break(int worker) implements Command {}

  /** A worker has loaded its model. */
  record WorkerStarted(int worker, int start) implements Command {}

  private static final int NO_WORKER = -1;
  private static final long NOT_STARTED = -1;

  private final Clock clock;
  private final int index;
  private final PoolSpec spec;
  private final ActorRef<Command> self;
  private final Station[] stations;
  private final StationChoice stationChoice;
  private final Fleet fleet;
  private final List<ActorRef<Worker.Command>> workers = new ArrayList<>();
  private final PoolLevels levels;
  private final Endings endings;
  private final boolean paysPerAttempt;
  private final long expiryNanos;

  private Pool(
      ActorContext<Command> context,
      Clock clock,
      int index,
      Scenario scenario,
      Workforce workforce,
      ActorRef<Supervisor.Command> supervisor,
      ActorRef<Router.Command> router,
      boolean tellsOfRequests) {
    this.clock = clock;
    this.index = index;
    this.spec = scenario.pools().get(index);
    this.self = context.getSelf();
    this.endings = new Endings(index, supervisor, tellsOfRequests ? router : null);
    boolean watched = workforce.mayFail() || !spec.workersAreAlike();
    this.stations = Station.of(spec, QueueOrder.of(scenario, spec), watched);
    this.stationChoice = StationChoice.of(spec.queue().placement());
    this.levels = new PoolLevels(clock.nowNanos());
    this.fleet =
        new Fleet(
            clock,
            spec,
            watched,
            stations,
            levels,
            self,
            index,
            router,
            new Neighbours(spec, workers));
    this.paysPerAttempt = spec.api().isPresent();
    this.expiryNanos = spec.queue().expiryNanos().orElse(Long.MAX_VALUE);
    for (int worker = 0; worker < spec.mostWorkers(); worker++) {
      workers.add(
          context.spawn(
              workforce.worker(new Post(clock, index, worker, spec, self)), "worker-" + worker));
    }
  }

  /**
   * A pool as specified.
   *
   * @param index of the pool in the scenario
   * @param workforce who works in it
   * @param router told of workers that come and go
   * @param tellsOfRequests whether the router is told of every request that leaves, too
   */
  public static Behavior<Command> create(
      Clock clock,
      int index,
      Scenario scenario,
      Workforce workforce,
      ActorRef<Supervisor.Command> supervisor,
      ActorRef<Router.Command> router,
      boolean tellsOfRequests) {
    return Behaviors.setup(
        context ->
            new Pool(
                context, clock, index, scenario, workforce, supervisor, router, tellsOfRequests));
  }

  @Override
  protected Behavior<Command> onCommand(Object command) {
    if (command instanceof Request request) {
      return onRequest(request);
    }
    if (command instanceof Completed completed) {
      return onCompleted(completed);
    }
    if (command instanceof WaitingRequest waitingRequest) {
      return onWaitingEnded(waitingRequest);
    }
    if (command instanceof ReportLevels reportLevels) {
      return onReportLevels(reportLevels);
    }
    if (command instanceof AttemptEnded attemptEnded) {
      return onAttemptEnded(attemptEnded);
    }
    if (command instanceof AttemptSent) {
      levels.attemptSent();
      return this;
    }
    if (command instanceof Failed failed) {
      return onFailed(failed);
    }
    return onOperation(command);
  }

  private Behavior<Command> onOperation(Object command) {
    if (command instanceof Scrape scrape) {
      scrape.replyTo().tell(new Scraped(levelsNow()));
      return this;
    }
    if (command instanceof Look look) {
      look.replyTo().tell(new Seen(index, levelsNow(), workerStates()));
      return this;
    }
    if (command instanceof Lose lose) {
      return onLose(lose);
    }
    if (command instanceof Cancel cancel) {
      return onCancel(cancel);
    }
    if (command instanceof Break broken) {
      if (broken.worker() >= 0 && broken.worker() < workers.size()) {
        workers.get(broken.worker()).tell(Worker.Break.INSTANCE);
      }
      return this;
    }
    if (command instanceof Recover recover) {
      fleet.recover(recover.worker());
    } else if (command instanceof Restart restart) {
      fleet.restart(restart.worker(), restart.replyTo());
    } else if (command instanceof Retire retire) {
      fleet.retire(retire.worker());
      workers.get(retire.worker()).tell(Worker.Retired.INSTANCE);
    } else if (command instanceof Employ employ) {
      fleet.employ(employ.worker());
    } else if (command instanceof ScaleTo scaleTo) {
      fleet.scaleTo(scaleTo.workers());
    } else if (command instanceof WorkerStarted started) {
      fleet.started(started.worker(), started.start());
    } else {
      return null;
    }
    moveToOpenStations();
    serveAll();
    return this;
  }

  private Behavior<Command> onRequest(Request request) {
    Station station = stations.length == 1 ? stations[0] : stationChoice.choose(request, stations);
    long now = clock.nowNanos();
    if (spec.kvTokens() != PoolSpec.NO_BOUND && Roster.kvNeed(request) > spec.kvTokens()) {
      endings.end(new Failed(request, index, NO_WORKER, Failure.TOO_LARGE, NOT_STARTED, now));
      return this;
    }
    int worker = station.room().isEmpty() ? station.crew().take(request, now) : Crew.NOBODY;
    if (worker != Crew.NOBODY) {
      levels.startedAtOnce(now);
      fleet.loadChanged(worker);
      workers.get(worker).tell(request);
    } else if (station.room().isFull()) {
      endings.end(new Rejected(request, index, now));
    } else {
      levels.queued(now);
      WaitingRequest waiting = new WaitingRequest(request, station);
      station.room().add(waiting);
      endWaitingAfter(waiting, 0);
      if (spec.kvTokens() != PoolSpec.NO_BOUND) {
        serve(station); // It may be ahead of one that does not fit, and fit itself.
      }
    }
    return this;
  }

  private void endWaitingAfter(WaitingRequest waiting, long waitedNanos) {
    long longest = Math.min(waiting.request.patienceNanos(), expiryNanos);
    if (longest != Long.MAX_VALUE) {
      clock.tellAfter(Math.max(0, longest - waitedNanos), self, waiting);
    }
  }

  private Behavior<Command> onCompleted(Completed completed) {
    Request request = completed.request();
    if (releaseSlot(completed.worker(), request, completed.startedNanos())) {
      levels.left(clock.nowNanos());
      Completed said = completed.asSaid();
      if (!paysPerAttempt) {
        Request paid = said.request();
        levels.tokensUsed(paid.inputTokens(), said.cachedTokens(), paid.outputTokens());
      }
      serve(stationOf(completed.worker()));
      endings.end(said);
    }
    return this;
  }

  private Behavior<Command> onFailed(Failed failed) {
    if (releaseSlot(failed.worker(), failed.request(), failed.startedNanos())) {
      levels.leftService(clock.nowNanos());
      serve(stationOf(failed.worker()));
      endings.end(failed);
    }
    return this;
  }

  private boolean releaseSlot(int worker, Request request, long startedNanos) {
    boolean served = stationOf(worker).crew().release(worker, request, startedNanos);
    if (served) {
      fleet.loadChanged(worker);
    }
    return served;
  }

  private Behavior<Command> onWaitingEnded(WaitingRequest waiting) {
    if (waiting.waits) {
      long now = clock.nowNanos();
      waiting.station.room().remove(waiting);
      levels.leftQueue(now);
      Request request = waiting.request;
      endings.end(
          request.patienceNanos() <= expiryNanos
              ? new Abandoned(request, index, now)
              : new Failed(request, index, NO_WORKER, Failure.EXPIRED, NOT_STARTED, now));
      serve(waiting.station);
    }
    return this;
  }

  private Behavior<Command> onCancel(Cancel cancel) {
    for (Station station : stations) {
      WaitingRequest waiting = station.room().find(cancel.exchange());
      if (waiting != null) {
        long now = clock.nowNanos();
        station.room().remove(waiting);
        levels.leftQueue(now);
        endings.end(new Abandoned(waiting.request, index, now));
        serve(station);
        return this;
      }
    }
    workers.forEach(worker -> worker.tell(new Worker.Cancel(cancel.exchange())));
    return this;
  }

  private Behavior<Command> onLose(Lose lose) {
    long now = clock.nowNanos();
    int worker = lose.worker();
    boolean requeue = spec.operations().inFlight() == InFlight.REQUEUE;
    List<Roster.InService> lost = fleet.lose(worker);
    workers.get(worker).tell(Worker.Halt.INSTANCE);
    for (int i = lost.size() - 1; i >= 0; i--) {
      Request request = lost.get(i).request();
      Exchange exchange = request.step().exchange();
      if (exchange != null) {
        exchange.interrupted();
      }
      boolean wanted = exchange == null || !(exchange.isBegun() || exchange.isCancelled());
      if (requeue && wanted) { // Nothing can be unsaid.
        levels.requeued(now);
        WaitingRequest waiting = new WaitingRequest(request, stationOf(worker));
        waiting.station.room().addFirst(waiting);
        endWaitingAfter(waiting, lost.get(i).startedNanos() - request.submittedNanos());
      } else {
        levels.leftService(now);
        long startedNanos = lost.get(i).startedNanos();
        endings.end(new Failed(request, index, worker, Failure.WORKER_LOST, startedNanos, now));
      }
    }
    moveToOpenStations();
    serveAll();
    return this;
  }

  /** Requests that wait for a worker who takes none wait for others, if there are any. */
  private void moveToOpenStations() {
    for (Station station : stations) {
      while (stations.length > 1 && !station.crew().isOpen() && !station.room().isEmpty()) {
        WaitingRequest waiting = station.room().next();
        Station other = stationChoice.choose(waiting.request, stations);
        if (!other.crew().isOpen()) {
          return; // Nobody is there.
        }
        station.room().remove(waiting);
        waiting.station = other;
        other.room().add(waiting);
      }
    }
  }

  private Behavior<Command> onReportLevels(ReportLevels report) {
    endings.flush();
    report
        .replyTo()
        .tell(
            new PoolReported(
                index,
                levels.snapshot(clock.nowNanos()),
                report.workers() ? workerStates() : WorkerStates.NONE));
    return this;
  }

  private PoolLevels levelsNow() {
    return levels.withMaxWaiting(0).snapshot(clock.nowNanos());
  }

  private WorkerStates workerStates() {
    WorkerStates all = WorkerStates.NONE;
    for (Station station : stations) {
      all = all.plus(station.crew().states());
    }
    return all;
  }

  private Behavior<Command> onAttemptEnded(AttemptEnded ended) {
    levels.attemptEnded(ended.attempt());
    levels.tokensUsed(ended.inputTokens(), ended.cachedTokens(), ended.outputTokens());
    return this;
  }

  private void serveAll() {
    for (Station station : stations) {
      serve(station);
    }
  }

  /** Gives waiting requests to workers as long as there is one for the next. */
  private void serve(Station station) {
    while (!station.room().isEmpty()) {
      WaitingRequest next = station.room().next();
      long now = clock.nowNanos();
      int worker = station.crew().take(next.request, now);
      if (worker == Crew.NOBODY) {
        return;
      }
      station.room().remove(next);
      levels.started(now);
      fleet.loadChanged(worker);
      workers.get(worker).tell(next.request);
    }
  }

  private Station stationOf(int worker) {
    return stations[stations.length == 1 ? 0 : worker];
  }
}
