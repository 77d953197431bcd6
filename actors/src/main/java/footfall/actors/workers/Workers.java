package footfall.actors.workers;

import footfall.actors.Clock;
import footfall.actors.pools.Pool;
import footfall.scenarios.pools.PoolSpec;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;

/** Makes the kind of worker that a pool specifies. */
public final class Workers {
  private Workers() {}

  /** A worker that reports to its pool. */
  public static Behavior<Worker.Command> create(
      Clock clock, int poolIndex, int workerIndex, PoolSpec spec, ActorRef<Pool.Command> pool) {
    if (spec.api().isPresent()) {
      return AccountWorker.create(clock, poolIndex, workerIndex, spec, pool);
    }
    if (spec.service().batching().isPresent()) {
      return BatchingWorker.create(clock, poolIndex, workerIndex, spec, pool);
    }
    return SlotWorker.create(clock, poolIndex, workerIndex, spec, pool);
  }
}
