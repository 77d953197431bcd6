package footfall.actors.pools;

import footfall.actors.protocol.PoolCommand.EngineReported;
import footfall.actors.protocol.WorkerCommand;
import footfall.reports.recording.EngineLevels;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;

/** Collects and adds the levels of a pool's engines. Part of its pool; not thread-safe. */
final class EngineReports {
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
  EngineReports(List<ActorRef<WorkerCommand>> workers) {
    this.workers = workers;
  }

  /** Asks all engines; passes on their sum when the last has answered. */
  void gather(Consumer<EngineLevels> asker) {
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
