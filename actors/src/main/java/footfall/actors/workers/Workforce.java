package footfall.actors.workers;

import footfall.actors.protocol.WorkerCommand;
import org.apache.pekko.actor.typed.Behavior;

/** Who works in the pools of a run. */
public interface Workforce {
  /** All workers are played by service models, and fail only when they are told to. */
  Workforce PLAYED =
      new Workforce() {
        @Override
        public Behavior<WorkerCommand> worker(WorkerContext workerContext) {
          return Workers.create(workerContext);
        }

        @Override
        public boolean mayFail() {
          return false;
        }
      };

  /** A worker for its context. */
  Behavior<WorkerCommand> worker(WorkerContext workerContext);

  /** Whether workers may fail at any time, so that each of them must be watched. */
  boolean mayFail();
}
