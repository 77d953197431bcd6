package footfall.serving.djl;

import footfall.actors.protocol.WorkerCommand;
import footfall.actors.workers.WorkerContext;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.shoppers.Vocabulary;
import footfall.serving.local.LocalWorker;
import footfall.serving.local.Rehearsed;
import footfall.serving.time.SystemClock;
import footfall.serving.workforce.Recruiter;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.pekko.actor.typed.Behavior;

/**
 * The workers of a pool that makes embeddings or names kinds; each has loaded the model before it
 * is asked for.
 */
public final class EncoderWorkers implements Recruiter {
  private final String name;
  private final EncoderModel model;
  private final SystemClock clock;
  private final Rehearsed rehearsed;

  /** All that were ever started. */
  private final Queue<EncoderReplies> engines = new ConcurrentLinkedQueue<>();

  /** For the first start of each worker. */
  private final Queue<OnnxEncoder> loaded = new ConcurrentLinkedQueue<>();

  /**
   * Loads the model for every worker of the pool.
   *
   * @param name by which people know it
   * @throws footfall.scenarios.problems.InvalidInputException if that fails
   */
  public EncoderWorkers(
      String name, EncoderModel model, PoolSpec pool, Vocabulary vocabulary, SystemClock clock) {
    this.name = name;
    this.model = model;
    this.clock = clock;
    this.rehearsed = new Rehearsed(vocabulary);
    for (int worker = 0; worker < pool.mostWorkers(); worker++) {
      loaded.add(model.load());
    }
  }

  @Override
  public Behavior<WorkerCommand> worker(WorkerContext workerContext) {
    String engineName = "encoder-" + workerContext.spec().name() + "-" + workerContext.worker();
    return LocalWorker.create(
        workerContext,
        clock,
        ears -> {
          EncoderReplies engine =
              new EncoderReplies(engineName, model, this::encoder, rehearsed, ears);
          engines.removeIf(EncoderReplies::isFreed);
          engines.add(engine);
          return engine;
        });
  }

  private OnnxEncoder encoder() {
    OnnxEncoder first = loaded.poll();
    return first == null ? model.load() : first;
  }

  @Override
  public boolean makesEmbeddings() {
    return !model.labels();
  }

  @Override
  public String description() {
    return name + " " + model.description();
  }

  @Override
  public double weightsBytes() {
    return model.bytes();
  }

  @Override
  public void close() {
    engines.forEach(EncoderReplies::free);
    loaded.forEach(OnnxEncoder::close);
    model.close();
  }
}
