package footfall.actors.pools;

import footfall.actors.protocol.PoolCommand.EngineReported;
import footfall.actors.protocol.Request;
import footfall.actors.protocol.WorkerCommand;
import footfall.reports.recording.EngineLevels;
import footfall.scenarios.engine.Engine;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.pools.QueueSpec.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What is special about a pool of engines: requests wait in the workers, and levels are collected
 * from them. Part of its pool; not thread-safe.
 */
final class Engines {
  private final Engine engine;
  private final PoolSpec spec;
  private final List<ActorRef<WorkerCommand>> workers;
  private final List<Consumer<EngineLevels>> askers = new ArrayList<>();
  private EngineLevels sum = new EngineLevels();
  private long number;
  private int missing;

  /**
   * For these workers; the list may be filled later.
   *
   * @param workers of the pool
   */
  Engines(Engine engine, PoolSpec spec, List<ActorRef<WorkerCommand>> workers) {
    this.engine = engine;
    this.spec = spec;
    this.workers = workers;
  }

  /** Whether an engine can hold the request at all. */
  boolean fits(Request request) {
    return engine.fits(request.inputTokens(), request.outputTokens());
  }

  /** Whether a bounded queue is full. */
  boolean isFull(Station station) {
    return spec.queue().layout() == Layout.PER_WORKER
        && spec.queue().capacity().isPresent()
        && isWaitingFor(station, spec.queue().capacity().getAsInt());
  }

  /**
   * Whether at least this many requests wait at a station or in its engines. Every request waits
   * for the next step, so a single one does not count as a queue.
   */
  boolean isWaitingFor(Station station, int requests) {
    return station.room().size() + slotsOf(station).waitingInEngines() >= Math.max(1, requests);
  }

  /** Engines are always tracked. */
  static TrackedSlots slotsOf(Station station) {
    return (TrackedSlots) station.allocator();
  }

  /** Asks all engines; passes on their sum when the last has answered. */
  void report(Consumer<EngineLevels> asker) {
    askers.add(asker);
    if (missing == 0) {
      sum = new EngineLevels();
      number++;
      missing = workers.size();
      WorkerCommand question = new WorkerCommand.ReportEngine(number);
      workers.forEach(worker -> worker.tell(question));
    }
  }

  /** One of them has answered. */
  void reported(EngineReported answer) {
    if (answer.number() != number) {
      return;
    }
    sum.add(answer.levels());
    missing--;
    if (missing == 0) {
      List<Consumer<EngineLevels>> told = List.copyOf(askers);
      askers.clear();
      told.forEach(asker -> asker.accept(sum));
    }
  }
}
