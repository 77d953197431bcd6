package footfall.actors.workers;

import footfall.actors.protocol.WorkerCommand;
import org.apache.pekko.actor.typed.Behavior;

/** Makes the kind of worker that a pool specifies. */
public final class Workers {
  private Workers() {}

  /** A worker for its context. */
  public static Behavior<WorkerCommand> create(WorkerContext workerContext) {
    if (workerContext.spec().api().isPresent()) {
      return AccountWorker.create(workerContext);
    }
    if (workerContext.spec().engine().isPresent()) {
      return EngineWorker.create(workerContext);
    }
    if (workerContext.spec().queue().preemptive()) {
      return PreemptibleWorker.create(workerContext);
    }
    return workerContext.spec().service().batching().isPresent()
        ? BatchingWorker.create(workerContext)
        : SlotWorker.create(workerContext);
  }
}
