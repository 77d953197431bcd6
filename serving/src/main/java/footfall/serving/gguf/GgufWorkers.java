package footfall.serving.gguf;

import de.kherud.llama.LlamaModel;
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

/** The workers of a pool that serve one GGUF file; each has loaded it before it is asked for. */
public final class GgufWorkers implements Recruiter {
  private final String name;
  private final GgufModel model;
  private final SystemClock clock;
  private final Rehearsed rehearsed;

  /** All that were ever started. */
  private final Queue<LlamaReplies> engines = new ConcurrentLinkedQueue<>();

  /** For the first start of each worker. */
  private final Queue<LlamaModel> loaded = new ConcurrentLinkedQueue<>();

  /**
   * Loads the model for every worker of the pool.
   *
   * @param name by which people know it
   * @throws footfall.scenarios.problems.InvalidInputException if that fails
   */
  public GgufWorkers(
      String name, GgufModel model, PoolSpec pool, Vocabulary vocabulary, SystemClock clock) {
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
    String engineName = "llama-" + workerContext.spec().name() + "-" + workerContext.worker();
    return LocalWorker.create(
        workerContext,
        clock,
        ears -> {
          LlamaReplies engine = new LlamaReplies(engineName, model, this::llama, rehearsed, ears);
          engines.removeIf(LlamaReplies::isFreed);
          engines.add(engine);
          return engine;
        });
  }

  private LlamaModel llama() {
    LlamaModel first = loaded.poll();
    return first == null ? model.load() : first;
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
    engines.forEach(LlamaReplies::free);
    loaded.forEach(LlamaModel::close);
  }
}
