package footfall.serving.workforce;

import footfall.actors.protocol.WorkerCommand;
import footfall.actors.workers.WorkerContext;
import org.apache.pekko.actor.typed.Behavior;

/** Makes the workers of a pool, which share what it holds: a loaded model, a client of a vendor. */
public interface Recruiter extends AutoCloseable {
  /** A worker for the post. */
  Behavior<WorkerCommand> worker(WorkerContext workerContext);

  /** What answers there, for those who start the server. */
  String description();

  /** Whether its workers make embeddings, and write nothing. */
  default boolean makesEmbeddings() {
    return false;
  }

  /** Bytes of the model's weights on disk; NaN where they are elsewhere. */
  default double weightsBytes() {
    return Double.NaN;
  }

  @Override
  void close();
}
