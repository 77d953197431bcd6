package footfall.serving.djl;

import footfall.actors.protocol.WorkerCommand;
import footfall.actors.workers.WorkerContext;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.shoppers.Vocabulary;
import footfall.serving.local.Rehearsed;
import footfall.serving.time.SystemClock;
import footfall.serving.workforce.Recruiter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.Behavior;

/**
 * The workers of a pool that makes embeddings; each has loaded the model before it is asked for.
 */
public final class EncoderWorkers implements Recruiter {
  private static final long JOIN_SECONDS = 5;

  private final String name;
  private final EncoderModel model;
  private final SystemClock clock;
  private final Rehearsed rehearsed;
  private final List<OnnxEncoder> encoders = new ArrayList<>();
  private final List<ExecutorService> threads = new ArrayList<>();

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
      String thread = "encoder-" + pool.name() + "-" + worker;
      encoders.add(model.load());
      threads.add(
          Executors.newSingleThreadExecutor(
              work -> {
                Thread made = new Thread(work, thread);
                made.setDaemon(true);
                return made;
              }));
    }
  }

  @Override
  public Behavior<WorkerCommand> worker(WorkerContext workerContext) {
    int worker = workerContext.worker();
    return EncoderWorker.create(
        workerContext, clock, model, rehearsed, encoders.get(worker), threads.get(worker));
  }

  @Override
  public boolean makesEmbeddings() {
    return true;
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
    threads.forEach(ExecutorService::shutdownNow);
    try {
      for (ExecutorService thread : threads) {
        thread.awaitTermination(JOIN_SECONDS, TimeUnit.SECONDS); // It is not to be freed under it.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    encoders.forEach(OnnxEncoder::close);
    model.close();
  }
}
