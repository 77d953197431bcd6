package footfall.actors.live.djl;

import footfall.actors.live.LiveWorkforce;
import footfall.actors.live.SystemClock;
import footfall.actors.workers.Post;
import footfall.actors.workers.Worker;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.shoppers.Vocabulary;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.pekko.actor.typed.Behavior;

/** The workers of a pool that serve one local model; each has loaded it before it is asked for. */
public final class LocalWorkers implements LiveWorkforce.Recruiter {
  private final LocalModel model;
  private final SystemClock clock;
  private final Rehearsed rehearsed;

  /** For the first start of each worker. */
  private final Queue<Decoder> loaded = new ConcurrentLinkedQueue<>();

  /**
   * Loads the model for every worker of the pool.
   *
   * @throws footfall.scenarios.problems.InvalidInputException if that fails
   */
  public LocalWorkers(LocalModel model, PoolSpec pool, Vocabulary vocabulary, SystemClock clock) {
    this.model = model;
    this.clock = clock;
    this.rehearsed = new Rehearsed(vocabulary);
    for (int worker = 0; worker < pool.mostWorkers(); worker++) {
      loaded.add(model.load());
    }
  }

  @Override
  public Behavior<Worker.Command> worker(Post post) {
    return LocalWorker.create(post, clock, model, rehearsed, this::decoder);
  }

  private Decoder decoder() {
    Decoder first = loaded.poll();
    return first == null ? model.load() : first;
  }

  @Override
  public String description() {
    return model.description();
  }

  @Override
  public void close() {
    loaded.forEach(Decoder::close);
    model.close();
  }
}
