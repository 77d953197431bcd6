package footfall.actors.pools;

import footfall.actors.protocol.Clock;
import footfall.actors.protocol.CommandBehavior;
import footfall.actors.protocol.Exchange;
import footfall.actors.protocol.PoolCommand;
import footfall.actors.protocol.PoolCommand.Admitted;
import footfall.actors.protocol.PoolCommand.AttemptEnded;
import footfall.actors.protocol.PoolCommand.AttemptSent;
import footfall.actors.protocol.PoolCommand.Break;
import footfall.actors.protocol.PoolCommand.Cancel;
import footfall.actors.protocol.PoolCommand.Employ;
import footfall.actors.protocol.PoolCommand.EngineReported;
import footfall.actors.protocol.PoolCommand.Interrupted;
import footfall.actors.protocol.PoolCommand.Look;
import footfall.actors.protocol.PoolCommand.Lose;
import footfall.actors.protocol.PoolCommand.LoseVendor;
import footfall.actors.protocol.PoolCommand.Recover;
import footfall.actors.protocol.PoolCommand.ReportLevels;
import footfall.actors.protocol.PoolCommand.Restart;
import footfall.actors.protocol.PoolCommand.Retire;
import footfall.actors.protocol.PoolCommand.ScaleTo;
import footfall.actors.protocol.PoolCommand.Scrape;
import footfall.actors.protocol.PoolReport.PoolReported;
import footfall.actors.protocol.PoolReport.Scraped;
import footfall.actors.protocol.PoolReport.Seen;
import footfall.actors.protocol.Request;
import footfall.actors.protocol.RequestOutcome.Abandoned;
import footfall.actors.protocol.RequestOutcome.Completed;
import footfall.actors.protocol.RequestOutcome.Failed;
import footfall.actors.protocol.RequestOutcome.Rejected;
import footfall.actors.protocol.RouterCommand;
import footfall.actors.protocol.SupervisorCommand;
import footfall.actors.protocol.WorkerCommand;
import footfall.actors.workers.PromptContent;
import footfall.actors.workers.WorkerContext;
import footfall.actors.workers.Workforce;
import footfall.reports.recording.Failure;
import footfall.reports.recording.PoolLevels;
import footfall.reports.watching.WorkerStates;
import footfall.scenarios.Scenario;
import footfall.scenarios.pools.Operations.InFlight;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.randomness.Purpose;
import footfall.scenarios.randomness.RandomStream;
import footfall.scenarios.randomness.Streams;
import footfall.scenarios.shoppers.Balking;
import footfall.scenarios.shoppers.ShopperClass;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/**
 * A pool of like workers: queues requests, gives them to workers with a free slot, turns away what
 * does not fit and lets go what has lost patience. It alone says how a request ended. What comes
 * and goes of the workers is up to its {@link Fleet}.
 */
public final class Pool extends CommandBehavior<PoolCommand> {
  /** A worker has loaded its model. */
  record WorkerStarted(int worker, int start) implements PoolCommand {}

  private static final int NO_WORKER = -1;
  private static final long NOT_STARTED = -1;
  private static final long OF_BALKING = -1;

  private final Clock clock;
  private final int index;
  private final PoolSpec spec;
  private final List<ShopperClass> shoppers;
  private final RandomStream random = new RandomStream();
  private final ActorRef<PoolCommand> self;
  private final Station[] stations;
  private final StationChoice stationChoice;
  private final Fleet fleet;
  private final List<ActorRef<WorkerCommand>> workers = new ArrayList<>();

  /** Requests that are to make way and have not been said to, with their workers. */
  private final Map<Request, Integer> interrupted = new IdentityHashMap<>();

  private final PoolLevels levels;
  private final OutcomeBatcher batcher;
  private final @Nullable Engines engines;
  private final boolean paysPerAttempt;
  private final long expiryNanos;

  private Pool(
      ActorContext<PoolCommand> context,
      Clock clock,
      int index,
      Scenario scenario,
      Workforce workforce,
      ActorRef<SupervisorCommand> supervisor,
      ActorRef<RouterCommand> router,
      boolean tellsOfRequests) {
    this.clock = clock;
    this.index = index;
    this.spec = scenario.pools().get(index);
    this.shoppers = scenario.shoppers();
    this.self = context.getSelf();
    this.batcher = new OutcomeBatcher(index, supervisor, tellsOfRequests ? router : null);
    boolean watched = workforce.mayFail() || !spec.workersAreAlike();
    ToDoubleFunction<Request> order = QueueOrder.of(scenario, spec);
    PromptContent content = PromptContent.of(scenario);
    this.stations = Station.of(spec, order, watched);
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
            new ContentionNotifier(spec, workers));
    this.engines = spec.engine().map(engine -> new Engines(engine, spec, workers)).orElse(null);
    this.paysPerAttempt = spec.api().isPresent();
    this.expiryNanos = spec.queue().expiryNanos().orElse(Long.MAX_VALUE);
    for (int worker = 0; worker < spec.mostWorkers(); worker++) {
      workers.add(
          context.spawn(
              workforce.worker(
                  new WorkerContext(
                      clock, index, worker, spec.asSeenBy(worker), order, content, self)),
              "worker-" + worker));
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
  public static Behavior<PoolCommand> create(
      Clock clock,
      int index,
      Scenario scenario,
      Workforce workforce,
      ActorRef<SupervisorCommand> supervisor,
      ActorRef<RouterCommand> router,
      boolean tellsOfRequests) {
    return Behaviors.setup(
        context ->
            new Pool(
                context, clock, index, scenario, workforce, supervisor, router, tellsOfRequests));
  }

  @Override
  protected @Nullable Behavior<PoolCommand> onCommand(Object command) {
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
    if (command instanceof Interrupted made) {
      return onInterrupted(made);
    }
    if (command instanceof Admitted admitted) {
      return onAdmitted(admitted);
    }
    if (command instanceof EngineReported reported && engines != null) {
      engines.reported(reported);
      return this;
    }
    return onOperation(command);
  }

  private @Nullable Behavior<PoolCommand> onOperation(Object command) {
    if (command instanceof Scrape scrape) {
      afterEngines(() -> scrape.replyTo().tell(new Scraped(levelsNow())));
      return this;
    }
    if (command instanceof Look look) {
      afterEngines(() -> look.replyTo().tell(new Seen(index, levelsNow(), workerStates())));
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
        workers.get(broken.worker()).tell(WorkerCommand.Break.INSTANCE);
      }
      return this;
    }
    if (command instanceof LoseVendor lose) {
      workers.forEach(worker -> worker.tell(new WorkerCommand.LoseVendor(lose.untilNanos())));
      return this;
    }
    if (command instanceof Recover recover) {
      fleet.recover(recover.worker());
    } else if (command instanceof Restart restart) {
      fleet.restart(restart.worker(), restart.replyTo());
    } else if (command instanceof Retire retire) {
      fleet.retire(retire.worker());
      workers.get(retire.worker()).tell(WorkerCommand.Retired.INSTANCE);
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

  private Behavior<PoolCommand> onRequest(Request request) {
    Station station = stations.length == 1 ? stations[0] : stationChoice.choose(request, stations);
    long now = clock.nowNanos();
    if (isTooLarge(request)) {
      batcher.end(new Failed(request, index, NO_WORKER, Failure.TOO_LARGE, NOT_STARTED, now));
      return this;
    }
    if (engines != null && engines.isFull(station)) {
      batcher.end(new Rejected(request, index, now));
      return this;
    }
    if (engines != null && balks(request, station)) {
      batcher.end(new Abandoned(request, index, now));
      return this;
    }
    int worker =
        station.room().isEmpty() ? station.allocator().take(request, now) : SlotAllocator.NOBODY;
    if (worker != SlotAllocator.NOBODY) {
      if (engines == null) {
        levels.startedAtOnce(now);
      } else {
        levels.queued(now);
        WaitingRequest waiting = new WaitingRequest(request, station);
        waiting.worker = worker;
        endWaitingAfter(waiting, 0);
      }
      fleet.loadChanged(worker);
      workers.get(worker).tell(request);
    } else if (spec.queue().preemptive() && interruptFor(request, station)) {
      levels.startedAtOnce(now);
    } else if (station.room().isFull()) {
      batcher.end(new Rejected(request, index, now));
    } else if (balks(request, station)) {
      batcher.end(new Abandoned(request, index, now));
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

  /** Has a less urgent request make way; false where there is none in service. */
  private boolean interruptFor(Request request, Station station) {
    TrackedSlots slots = (TrackedSlots) station.allocator();
    Request victim = slots.lessUrgentThan(request.priority());
    if (victim == null) {
      return false;
    }
    long now = clock.nowNanos();
    int worker = slots.workerOf(victim);
    slots.release(worker, victim, Long.MAX_VALUE);
    interrupted.put(victim, worker);
    levels.requeued(now);
    workers.get(worker).tell(new WorkerCommand.Interrupt(victim));
    workers.get(slots.take(request, now)).tell(request);
    return true;
  }

  private Behavior<PoolCommand> onInterrupted(Interrupted made) {
    Integer worker = interrupted.remove(made.request());
    if (worker != null) {
      WaitingRequest waiting = new WaitingRequest(made.request(), stationOf(worker));
      waiting.progress = made.progress();
      waiting.station.room().addFirst(waiting);
      serve(waiting.station);
    }
    return this;
  }

  /** Whether its shopper leaves at the sight of the queue. */
  private boolean balks(Request request, Station station) {
    Optional<Balking> balking = shoppers.get(request.shopperClass()).balking();
    if (balking.isEmpty()) {
      return false;
    }
    int queue = balking.get().queue();
    boolean isLong =
        engines == null ? station.room().size() >= queue : engines.isWaitingFor(station, queue);
    if (!isLong) {
      return false;
    }
    long key = Streams.entity(request.shopperKey(), OF_BALKING);
    random.at(Streams.draw(key, Purpose.PATIENCE, request.drawIndex()));
    return random.nextDouble() < balking.get().probability();
  }

  private boolean isTooLarge(Request request) {
    return engines != null
        ? !engines.fits(request)
        : spec.kvTokens() != PoolSpec.NO_BOUND && TrackedSlots.kvNeed(request) > spec.kvTokens();
  }

  private void endWaitingAfter(WaitingRequest waiting, long waitedNanos) {
    long longest = Math.min(waiting.request.patienceNanos(), expiryNanos);
    if (longest != Long.MAX_VALUE) {
      clock.tellAfter(Math.max(0, longest - waitedNanos), self, waiting);
    }
  }

  private Behavior<PoolCommand> onCompleted(Completed completed) {
    Request request = completed.request();
    boolean isPreemptive = spec.queue().preemptive();
    boolean isInterrupted = isPreemptive && interrupted.remove(request) != null; // At its very end.
    long startedNanos = isPreemptive ? Long.MAX_VALUE : completed.startedNanos();
    if (isInterrupted || releaseSlot(completed.worker(), request, startedNanos)) {
      if (isInterrupted) {
        levels.started(clock.nowNanos());
      }
      levels.left(clock.nowNanos());
      Completed said = completed.asSaid();
      if (!paysPerAttempt) {
        Request paid = said.request();
        levels.tokensUsed(paid.inputTokens(), said.cachedTokens(), paid.outputTokens());
      }
      serve(stationOf(completed.worker()));
      batcher.end(said);
    }
    return this;
  }

  private Behavior<PoolCommand> onAdmitted(Admitted admitted) {
    Station station = stationOf(admitted.worker());
    if (Engines.slotsOf(station).admit(admitted.worker(), admitted.request())) {
      levels.started(clock.nowNanos());
      serve(station);
    }
    return this;
  }

  private Behavior<PoolCommand> onFailed(Failed failed) {
    if (engines != null && withdraw(failed.worker(), failed.request())) {
      batcher.end(new Abandoned(failed.request(), index, clock.nowNanos()));
      return this;
    }
    if (releaseSlot(failed.worker(), failed.request(), failed.startedNanos())) {
      levels.leftService(clock.nowNanos());
      serve(stationOf(failed.worker()));
      batcher.end(failed);
    }
    return this;
  }

  /** Removes a request that is waiting in the worker's engine; false if it is not. */
  private boolean withdraw(int worker, Request request) {
    long now = clock.nowNanos();
    TrackedSlots slots = Engines.slotsOf(stationOf(worker));
    if (slots.waiting(worker, request) == null) {
      return false;
    }
    slots.release(worker, request, now);
    fleet.loadChanged(worker);
    levels.leftQueue(now);
    serve(stationOf(worker));
    return true;
  }

  private boolean releaseSlot(int worker, Request request, long startedNanos) {
    boolean served = stationOf(worker).allocator().release(worker, request, startedNanos);
    if (served) {
      fleet.loadChanged(worker);
    }
    return served;
  }

  private Behavior<PoolCommand> onWaitingEnded(WaitingRequest waiting) {
    if (waiting.waits) {
      waiting.station.room().remove(waiting);
      levels.leftQueue(clock.nowNanos());
      endUnserved(waiting.request);
      serve(waiting.station);
    } else if (waiting.worker != NO_WORKER && withdraw(waiting.worker, waiting.request)) {
      workers.get(waiting.worker).tell(new WorkerCommand.Withdraw(waiting.request));
      endUnserved(waiting.request);
    }
    return this;
  }

  private void endUnserved(Request request) {
    long now = clock.nowNanos();
    batcher.end(
        request.patienceNanos() <= expiryNanos
            ? new Abandoned(request, index, now)
            : new Failed(request, index, NO_WORKER, Failure.EXPIRED, NOT_STARTED, now));
  }

  private Behavior<PoolCommand> onCancel(Cancel cancel) {
    for (Station station : stations) {
      WaitingRequest waiting = station.room().find(cancel.exchange());
      if (waiting != null) {
        long now = clock.nowNanos();
        station.room().remove(waiting);
        levels.leftQueue(now);
        batcher.end(new Abandoned(waiting.request, index, now));
        serve(station);
        return this;
      }
    }
    workers.forEach(worker -> worker.tell(new WorkerCommand.Cancel(cancel.exchange())));
    return this;
  }

  private Behavior<PoolCommand> onLose(Lose lose) {
    long now = clock.nowNanos();
    int worker = lose.worker();
    boolean requeue = spec.operations().inFlight() == InFlight.REQUEUE;
    List<TrackedSlots.InService> lost = fleet.lose(worker);
    workers.get(worker).tell(WorkerCommand.Halt.INSTANCE);
    for (int i = lost.size() - 1; i >= 0; i--) {
      Request request = lost.get(i).request();
      Exchange exchange = request.step().exchange();
      if (exchange != null) {
        exchange.interrupted();
      }
      boolean wanted = exchange == null || !(exchange.isBegun() || exchange.isCancelled());
      boolean waited = lost.get(i).waits();
      if ((requeue || waited) && wanted) { // Nothing can be unsaid.
        if (!waited) {
          levels.requeued(now);
        }
        WaitingRequest waiting = new WaitingRequest(request, stationOf(worker));
        waiting.station.room().addFirst(waiting);
        endWaitingAfter(waiting, lost.get(i).startedNanos() - request.submittedNanos());
      } else if (waited) {
        levels.leftQueue(now);
        batcher.end(new Abandoned(request, index, now));
      } else {
        levels.leftService(now);
        long startedNanos = lost.get(i).startedNanos();
        batcher.end(new Failed(request, index, worker, Failure.WORKER_LOST, startedNanos, now));
      }
    }
    moveToOpenStations();
    serveAll();
    return this;
  }

  /** Requests that wait for a worker who takes none wait for others, if there are any. */
  private void moveToOpenStations() {
    for (Station station : stations) {
      while (stations.length > 1 && !station.allocator().isOpen() && !station.room().isEmpty()) {
        WaitingRequest waiting = station.room().next();
        Station other = stationChoice.choose(waiting.request, stations);
        if (!other.allocator().isOpen()) {
          return; // Nobody is there.
        }
        station.room().remove(waiting);
        waiting.station = other;
        other.room().add(waiting);
      }
    }
  }

  private Behavior<PoolCommand> onReportLevels(ReportLevels report) {
    afterEngines(() -> reportLevels(report));
    return this;
  }

  /** Runs after the levels of the engines, if there are any, have been updated. */
  private void afterEngines(Runnable then) {
    if (engines == null) {
      then.run();
      return;
    }
    engines.report(
        sum -> {
          levels.engine(sum);
          then.run();
        });
  }

  private void reportLevels(ReportLevels report) {
    batcher.flush();
    report
        .replyTo()
        .tell(
            new PoolReported(
                index,
                levels.snapshot(clock.nowNanos()),
                report.workers() ? workerStates() : WorkerStates.NONE));
  }

  private PoolLevels levelsNow() {
    return levels.withMaxWaiting(0).snapshot(clock.nowNanos());
  }

  private WorkerStates workerStates() {
    WorkerStates all = WorkerStates.NONE;
    for (Station station : stations) {
      all = all.plus(station.allocator().states());
    }
    return all;
  }

  private Behavior<PoolCommand> onAttemptEnded(AttemptEnded ended) {
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
      int worker = station.allocator().take(next.request, now);
      if (worker == SlotAllocator.NOBODY) {
        return;
      }
      station.room().remove(next);
      if (engines == null) {
        levels.started(now);
      } else {
        next.worker = worker;
      }
      fleet.loadChanged(worker);
      workers
          .get(worker)
          .tell(
              next.progress == null
                  ? next.request
                  : new WorkerCommand.Resume(next.request, next.progress));
    }
  }

  private Station stationOf(int worker) {
    return stations[stations.length == 1 ? 0 : worker];
  }
}
