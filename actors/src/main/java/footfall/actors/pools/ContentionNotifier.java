package footfall.actors.pools;

import footfall.actors.protocol.WorkerCommand;
import footfall.scenarios.pools.Batching;
import footfall.scenarios.pools.PoolSpec;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Tells workers that share a machine how much the others of it serve, where that slows them. Part
 * of its pool; not thread-safe.
 */
final class ContentionNotifier {
  private static final int NONE = 1;

  private final List<ActorRef<WorkerCommand>> workers;
  private final int perMachine;
  private final int[] serving;

  /**
   * The neighbourhood of a pool.
   *
   * @param workers of the pool; may still be filled
   */
  ContentionNotifier(PoolSpec spec, List<ActorRef<WorkerCommand>> workers) {
    this.workers = workers;
    this.perMachine =
        spec.service()
            .batching()
            .flatMap(Batching::contention)
            .map(Batching.Contention::workers)
            .orElse(NONE);
    this.serving = new int[spec.mostWorkers()];
  }

  /** The worker serves so many requests now. */
  void loadChanged(int worker, int now) {
    if (perMachine == NONE || serving[worker] == now) {
      return;
    }
    serving[worker] = now;
    int first = worker - worker % perMachine;
    int last = Math.min(first + perMachine, serving.length);
    int all = 0;
    for (int i = first; i < last; i++) {
      all += serving[i];
    }
    for (int i = first; i < last; i++) {
      if (i != worker) {
        workers.get(i).tell(new WorkerCommand.OthersInService(all - serving[i]));
      }
    }
  }
}
