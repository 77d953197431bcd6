package footfall.actors.pools;

import footfall.actors.Clock;
import footfall.actors.CommandBehavior;
import footfall.actors.Turn;
import footfall.actors.TurnOutcome;
import footfall.actors.TurnOutcome.Abandoned;
import footfall.actors.TurnOutcome.Completed;
import footfall.actors.TurnOutcome.Rejected;
import footfall.actors.routing.Router;
import footfall.actors.supervision.Supervisor;
import footfall.actors.workers.Worker;
import footfall.reports.recording.PoolLevels;
import footfall.scenarios.PoolSpec;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * A pool of like workers: queues turns, gives them to workers with a free slot, turns away what
 * does not fit and lets go what has lost patience. It alone says how a turn ended.
 */
public final class Pool extends CommandBehavior<Pool.Command> {
  /** A {@link Turn} to be served, the end of one, or a question. */
  public interface Command {}

  /** Asks for the levels as they stand now. */
  public record ReportLevels(ActorRef<? super PoolReported> replyTo) implements Command {}

  /** Turns that have ended since the last such message, in the order of their ending. */
  public record TurnsEnded(List<TurnOutcome> outcomes) implements Supervisor.Command {}

  /** The levels of one pool; every turn that ended before has been told before. */
  public record PoolReported(int pool, PoolLevels levels) implements Supervisor.Command {}

  /** Outcomes that go to the supervisor in one message: it is in no hurry. */
  private static final int BATCH = 64;

  private final Clock clock;
  private final int index;
  private final ActorRef<Command> self;
  private final ActorRef<Supervisor.Command> supervisor;

  /** Told of every turn that leaves, or null where the router does not look at loads. */
  private final ActorRef<Router.Command> loadWatcher;

  private final Station[] stations;
  private final StationChoice stationChoice;
  private final List<ActorRef<Worker.Command>> workers = new ArrayList<>();
  private final PoolLevels levels;
  private List<TurnOutcome> gathered = new ArrayList<>(BATCH);

  private Pool(
      ActorContext<Command> context,
      Clock clock,
      int index,
      PoolSpec spec,
      ActorRef<Supervisor.Command> supervisor,
      ActorRef<Router.Command> loadWatcher) {
    this.clock = clock;
    this.index = index;
    this.self = context.getSelf();
    this.supervisor = supervisor;
    this.loadWatcher = loadWatcher;
    this.stations = Station.of(spec);
    this.stationChoice = StationChoice.of(spec.placement());
    this.levels = new PoolLevels(clock.nowNanos());
    for (int worker = 0; worker < spec.workers(); worker++) {
      workers.add(
          context.spawn(
              Worker.create(clock, index, worker, spec.service(), self), "worker-" + worker));
    }
  }

  /**
   * A pool as specified.
   *
   * @param index of the pool in the scenario
   * @param loadWatcher told of every turn that leaves; null where nobody wants to know
   */
  public static Behavior<Command> create(
      Clock clock,
      int index,
      PoolSpec spec,
      ActorRef<Supervisor.Command> supervisor,
      ActorRef<Router.Command> loadWatcher) {
    return Behaviors.setup(
        context -> new Pool(context, clock, index, spec, supervisor, loadWatcher));
  }

  @Override
  protected Behavior<Command> onCommand(Object command) {
    if (command instanceof Turn turn) {
      return onTurn(turn);
    }
    if (command instanceof Completed completed) {
      return onCompleted(completed);
    }
    if (command instanceof WaitingTurn waitingTurn) {
      return onPatienceEnded(waitingTurn);
    }
    if (command instanceof ReportLevels reportLevels) {
      return onReportLevels(reportLevels);
    }
    return null;
  }

  private Behavior<Command> onTurn(Turn turn) {
    long now = clock.nowNanos();
    Station station = stations.length == 1 ? stations[0] : stationChoice.choose(turn, stations);
    if (station.hasFreeSlot()) {
      levels.startedAtOnce(now);
      workers.get(station.takeSlot()).tell(turn);
    } else if (station.isFull()) {
      end(new Rejected(turn, index, now));
    } else {
      levels.queued(now);
      WaitingTurn waiting = station.enqueue(turn);
      if (turn.patienceNanos() != Long.MAX_VALUE) {
        clock.tellAfter(turn.patienceNanos(), self, waiting);
      }
    }
    return this;
  }

  private Behavior<Command> onCompleted(Completed completed) {
    long now = clock.nowNanos();
    int worker = completed.worker();
    Station station = stations[stations.length == 1 ? 0 : worker];
    if (station.hasWaiting()) {
      levels.leftAndStarted(now);
      workers.get(worker).tell(station.next());
    } else {
      levels.left(now);
      station.freeSlot(worker);
    }
    end(completed);
    return this;
  }

  private Behavior<Command> onPatienceEnded(WaitingTurn waiting) {
    if (waiting.isWaiting()) {
      long now = clock.nowNanos();
      waiting.station.remove(waiting);
      levels.abandoned(now);
      end(new Abandoned(waiting.turn, index, now));
    }
    return this;
  }

  private Behavior<Command> onReportLevels(ReportLevels report) {
    if (!gathered.isEmpty()) {
      tellSupervisor();
    }
    report.replyTo().tell(new PoolReported(index, levels.snapshot(clock.nowNanos())));
    return this;
  }

  private void end(TurnOutcome outcome) {
    outcome.turn().replyTo().tell(outcome);
    gathered.add(outcome);
    if (gathered.size() == BATCH) {
      tellSupervisor();
    }
    if (loadWatcher != null) {
      loadWatcher.tell(new Router.TurnLeft(index));
    }
  }

  private void tellSupervisor() {
    supervisor.tell(new TurnsEnded(gathered));
    gathered = new ArrayList<>(BATCH);
  }
}
