package footfall.actors.pools;

import footfall.actors.pools.TrackedSlots.State;
import footfall.actors.protocol.Clock;
import footfall.actors.protocol.PoolCommand;
import footfall.actors.protocol.RestartCommand.Restarted;
import footfall.actors.protocol.RouterCommand;
import footfall.reports.recording.PoolLevels;
import footfall.scenarios.pools.PoolSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * Which workers of a pool are there, starting, finishing or lost, what power they draw, and who is
 * told how busy they are. Where workers are alike and always there it has nothing to do. Part of
 * its pool; not thread-safe.
 */
final class Fleet {
  private final Clock clock;
  private final PoolSpec spec;
  private final Station[] stations;
  private final PoolLevels levels;
  private final ActorRef<PoolCommand> pool;
  private final int index;
  private final ActorRef<? super RouterCommand.WorkersUp> router;
  private int lastUp;
  private final boolean watched;
  private final ContentionNotifier contention;

  /** Watts of one worker by requests in service; null where power is no curve. */
  private final double @Nullable [] wattsByLoad;

  private final double[] watts;
  private final Map<Integer, ActorRef<? super Restarted>> restarting = new HashMap<>();

  Fleet(
      Clock clock,
      PoolSpec spec,
      boolean watched,
      Station[] stations,
      PoolLevels levels,
      ActorRef<PoolCommand> pool,
      int index,
      ActorRef<? super RouterCommand.WorkersUp> router,
      ContentionNotifier contention) {
    this.clock = clock;
    this.spec = spec;
    this.stations = stations;
    this.levels = levels;
    this.pool = pool;
    this.index = index;
    this.router = router;
    this.contention = contention;
    this.lastUp = spec.workers();
    this.watched = watched;
    this.wattsByLoad =
        spec.power()
            .filter(power -> power.curve().isPresent() && spec.engine().isEmpty())
            .map(power -> power.byRequestsInService(spec.slots()))
            .orElse(null);
    this.watts = new double[spec.mostWorkers()];
    levels.workers(clock.nowNanos(), spec.workers(), spec.workers());
    for (int worker = 0; wattsByLoad != null && worker < spec.workers(); worker++) {
      loadChanged(worker);
    }
  }

  /** The worker serves more or fewer than before, or is there or not. */
  void loadChanged(int worker) {
    if (!watched) {
      return;
    }
    TrackedSlots trackedSlots = slotsOf(worker);
    State state = trackedSlots.state(worker);
    contention.loadChanged(worker, trackedSlots.serving(worker));
    if (trackedSlots.serving(worker) == 0
        && (state == State.RETIRING || state == State.RESTARTING)) {
      finish(worker, state);
      return;
    }
    if (wattsByLoad != null) {
      boolean off = state == State.OFF || state == State.LOST;
      double now = off ? 0 : wattsByLoad[trackedSlots.serving(worker)];
      levels.wattsChanged(clock.nowNanos(), now - watts[worker]);
      watts[worker] = now;
    }
  }

  private void finish(int worker, State state) {
    if (state == State.RETIRING) {
      slotsOf(worker).switchOff(worker);
      changed(worker);
      answerRestart(worker);
    } else {
      start(worker);
    }
  }

  /** Something takes the worker down; returns what it was serving. */
  List<TrackedSlots.InService> lose(int worker) {
    List<TrackedSlots.InService> lost = slotsOf(worker).lose(worker);
    changed(worker);
    answerRestart(worker);
    return lost;
  }

  /** Something that took the worker down is over. */
  void recover(int worker) {
    if (slotsOf(worker).recover(worker)) {
      start(worker);
    }
  }

  /** Starts the worker anew once it has finished what it serves; answers when it is there again. */
  void restart(int worker, ActorRef<? super Restarted> replyTo) {
    restarting.put(worker, replyTo);
    if (slotsOf(worker).state(worker) != State.UP) {
      answerRestart(worker);
    } else if (slotsOf(worker).retire(worker, State.RESTARTING)) {
      start(worker);
    } else {
      changed(worker);
    }
  }

  /** Lets the worker finish what it serves, and switches it off then. */
  void retire(int worker) {
    TrackedSlots trackedSlots = slotsOf(worker);
    if (trackedSlots.state(worker) == State.UP && !trackedSlots.retire(worker, State.RETIRING)) {
      changed(worker);
    } else if (trackedSlots.state(worker) != State.LOST) {
      trackedSlots.switchOff(worker);
      changed(worker);
    }
  }

  /** Has the worker serve from now on; its model is loaded. */
  void employ(int worker) {
    slotsOf(worker).employ(worker);
    changed(worker);
  }

  /** The model of the worker is loaded. */
  void started(int worker, int start) {
    if (slotsOf(worker).finishStart(worker, start)) {
      changed(worker);
      answerRestart(worker);
    }
  }

  /** Switches workers on or off until there are so many, the lost ones included. */
  void scaleTo(int wanted) {
    TrackedSlots trackedSlots = (TrackedSlots) stations[0].allocator();
    int on = 0;
    for (int worker = 0; worker < watts.length; worker++) {
      State state = trackedSlots.state(worker);
      on += state == State.OFF || state == State.RETIRING ? 0 : 1;
    }
    for (; on < wanted; on++) {
      switchOneOn(trackedSlots);
    }
    for (; on > wanted; on--) {
      switchOneOff(trackedSlots);
    }
  }

  /** One that is about to go stays; else the first that is off is started. */
  private void switchOneOn(TrackedSlots trackedSlots) {
    for (int worker = 0; worker < watts.length; worker++) {
      if (trackedSlots.state(worker) == State.RETIRING) {
        trackedSlots.keep(worker);
        changed(worker);
        return;
      }
    }
    for (int worker = 0; worker < watts.length; worker++) {
      if (trackedSlots.state(worker) == State.OFF) {
        start(worker);
        return;
      }
    }
  }

  /** One that is lost; else the last that is starting; else the last with the fewest requests. */
  private void switchOneOff(TrackedSlots trackedSlots) {
    int chosen = -1;
    for (int worker = watts.length - 1; worker >= 0; worker--) {
      State state = trackedSlots.state(worker);
      if (state == State.LOST) {
        chosen = worker;
        break;
      }
      if (state == State.STARTING && (chosen < 0 || trackedSlots.state(chosen) != State.STARTING)) {
        chosen = worker;
      }
      boolean fewer =
          chosen < 0
              || (trackedSlots.state(chosen) == State.UP
                  && trackedSlots.serving(worker) < trackedSlots.serving(chosen));
      if (state == State.UP && fewer) {
        chosen = worker;
      }
    }
    if (chosen >= 0 && trackedSlots.retire(chosen, State.RETIRING)) {
      trackedSlots.switchOff(chosen);
    }
    if (chosen >= 0) {
      changed(chosen);
      answerRestart(chosen);
    }
  }

  private void start(int worker) {
    int start = slotsOf(worker).start(worker);
    changed(worker);
    clock.tellAfter(spec.operations().loadNanos(), pool, new Pool.WorkerStarted(worker, start));
  }

  private void answerRestart(int worker) {
    ActorRef<? super Restarted> replyTo = restarting.remove(worker);
    if (replyTo != null) {
      replyTo.tell(new Restarted(worker));
    }
  }

  private void changed(int worker) {
    int paid = 0;
    int up = 0;
    for (Station station : stations) {
      paid += ((TrackedSlots) station.allocator()).paid();
      up += ((TrackedSlots) station.allocator()).up();
    }
    levels.workers(clock.nowNanos(), paid, up);
    if (up != lastUp) {
      lastUp = up;
      router.tell(new RouterCommand.WorkersUp(index, up));
    }
    loadChanged(worker);
  }

  private TrackedSlots slotsOf(int worker) {
    return (TrackedSlots) stations[stations.length == 1 ? 0 : worker].allocator();
  }
}
