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

/** The workers of a pool that serve one local model; each has loaded it before it is asked for. */
public final class LocalWorkers implements Recruiter {
  private final String name;
  private final LocalModel model;
  private final SystemClock clock;
  private final Rehearsed rehearsed;
  private final double slowness;

  /** All that were ever started. */
  private final Queue<Engine> engines = new ConcurrentLinkedQueue<>();

  /** For the first start of each worker. */
  private final Queue<Decoder> loaded = new ConcurrentLinkedQueue<>();

  /**
   * Loads the model for every worker of the pool.
   *
   * @param name by which people know it
   * @param slowness so many times as long as it takes everything is to take; 1 is as it is
   * @throws footfall.scenarios.problems.InvalidInputException if that fails
   */
  public LocalWorkers(
      String name,
      LocalModel model,
      PoolSpec pool,
      Vocabulary vocabulary,
      SystemClock clock,
      double slowness) {
    this.name = name;
    this.model = model;
    this.clock = clock;
    this.slowness = slowness;
    this.rehearsed = new Rehearsed(vocabulary);
    for (int worker = 0; worker < pool.mostWorkers(); worker++) {
      loaded.add(load());
    }
  }

  @Override
  public Behavior<WorkerCommand> worker(WorkerContext workerContext) {
    String engineName = "engine-" + workerContext.spec().name() + "-" + workerContext.worker();
    return LocalWorker.create(
        workerContext,
        clock,
        ears -> {
          // Loading takes its time, so the engine's own thread does it.
          Engine engine = new Engine(engineName, this::decoder, model.pads(), ears);
          engines.removeIf(Engine::isOver);
          engines.add(engine);
          return new OnnxReplies(model, rehearsed, engine);
        });
  }

  private Decoder decoder() {
    Decoder first = loaded.poll();
    return first == null ? load() : first;
  }

  private Decoder load() {
    Decoder decoder = model.load();
    return slowness > 1 ? new SlowDecoder(decoder, slowness) : decoder;
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
    engines.forEach(Engine::close);
    try {
      for (Engine engine : engines) {
        engine.join(); // What it computes with is not to be freed under it.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    loaded.forEach(Decoder::close);
    model.close();
  }
}
