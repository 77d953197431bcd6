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
  private final String name;
  private final LocalModel model;
  private final SystemClock clock;
  private final Rehearsed rehearsed;

  /** For the first start of each worker. */
  private final Queue<Decoder> loaded = new ConcurrentLinkedQueue<>();

  /**
   * Loads the model for every worker of the pool.
   *
   * @param name by which people know it
   * @throws footfall.scenarios.problems.InvalidInputException if that fails
   */
  public LocalWorkers(
      String name, LocalModel model, PoolSpec pool, Vocabulary vocabulary, SystemClock clock) {
    this.name = name;
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
    return name + " " + model.description();
  }

  @Override
  public void close() {
    loaded.forEach(Decoder::close);
    model.close();
  }
}
