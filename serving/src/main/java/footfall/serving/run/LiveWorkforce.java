package footfall.serving.run;

import footfall.actors.protocol.WorkerCommand;
import footfall.actors.workers.WorkerContext;
import footfall.actors.workers.Workers;
import footfall.scenarios.Scenario;
import footfall.scenarios.pools.Backend;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.problems.Problem;
import footfall.scenarios.shoppers.Vocabulary;
import footfall.serving.djl.Device;
import footfall.serving.djl.EncoderModel;
import footfall.serving.djl.EncoderWorkers;
import footfall.serving.djl.LocalModel;
import footfall.serving.djl.LocalWorkers;
import footfall.serving.djl.ModelPlaces;
import footfall.serving.gguf.GgufModel;
import footfall.serving.gguf.GgufWorkers;
import footfall.serving.remote.RemoteWorkers;
import footfall.serving.time.SystemClock;
import footfall.serving.workforce.EngagedWorkforce;
import footfall.serving.workforce.Recruiter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.Behavior;

/**
 * Who works in live mode: models on this machine, models behind APIs, and service models that play
 * in real time. Everything is loaded when it is made, so that what is wrong is known before the
 * doors open. Any thread may ask for workers.
 */
public final class LiveWorkforce implements EngagedWorkforce {
  private final List<Recruiter> recruiters = new ArrayList<>();

  /**
   * Prepares the workers of all pools.
   *
   * @param beside folder from which model directories are found
   * @throws footfall.scenarios.problems.InvalidInputException if a model cannot be served
   */
  public LiveWorkforce(Scenario scenario, SystemClock clock, Path beside) {
    this(scenario, clock, beside, Map.of());
  }

  /**
   * The same with some of them slower than they are, for those who want to see it found.
   *
   * @param slowness by the name of the pool, so many times as long as everything is to take there
   */
  public LiveWorkforce(
      Scenario scenario, SystemClock clock, Path beside, Map<String, Double> slowness) {
    Vocabulary vocabulary = Vocabulary.of(scenario.shoppers());
    try {
      for (PoolSpec pool : scenario.pools()) {
        double times = slowness.getOrDefault(pool.name(), 1.0);
        recruiters.add(recruiter(pool, vocabulary, clock, beside, times));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static Recruiter recruiter(
      PoolSpec pool, Vocabulary vocabulary, SystemClock clock, Path beside, double slowness) {
    if (pool.backend() instanceof Backend.Local local) {
      try {
        Path path = ModelPlaces.find(local.model(), beside);
        Device device = Device.named(local.device());
        String name = local.model() + local.precision().map(p -> " in " + p).orElse("");
        Optional<EncoderModel> encoder =
            EncoderModel.open(path, local.precision(), device, local.cores());
        if (encoder.isPresent()) {
          return new EncoderWorkers(name, encoder.get(), pool, vocabulary, clock);
        }
        LocalModel model = LocalModel.open(path, local.precision(), device, local.cores());
        return new LocalWorkers(name, model, pool, vocabulary, clock, slowness);
      } catch (InvalidInputException e) {
        throw ModelPlaces.isEmbedded(local.model()) ? named(local.model(), e) : e;
      }
    }
    if (pool.backend() instanceof Backend.Gguf gguf) {
      GgufModel model = GgufModel.open(beside.resolve(gguf.file()).normalize(), gguf, pool.slots());
      return new GgufWorkers(gguf.file(), model, pool, vocabulary, clock);
    }
    if (pool.backend() instanceof Backend.Remote remote) {
      return new RemoteWorkers(remote, pool, vocabulary, clock);
    }
    return new Players(pool.withService(pool.service().scaled(slowness)));
  }

  /** The same of a model that people know by its name, and not by where it was unpacked. */
  private static InvalidInputException named(String model, InvalidInputException e) {
    return new InvalidInputException(
        e.problems().stream().map(p -> new Problem(model, "", "", p.rule(), p.hint())).toList());
  }

  /** Service models, in real time. */
  private record Players(PoolSpec pool) implements Recruiter {
    @Override
    public Behavior<WorkerCommand> worker(WorkerContext workerContext) {
      return Workers.create(workerContext.as(pool.asSeenBy(workerContext.worker())));
    }

    @Override
    public String description() {
      return pool.api().isPresent()
          ? "played by its service model, with the vendor's quotas, errors and outages"
          : "played by its service model";
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }

  @Override
  public Behavior<WorkerCommand> worker(WorkerContext workerContext) {
    return recruiters.get(workerContext.pool()).worker(workerContext);
  }

  @Override
  public boolean mayFail() {
    return true;
  }

  @Override
  public List<String> descriptions() {
    return recruiters.stream().map(Recruiter::description).toList();
  }

  @Override
  public boolean makesEmbeddings(int pool) {
    return recruiters.get(pool).makesEmbeddings();
  }

  /** Bytes of the weights of a pool's model on disk; NaN where they are elsewhere. */
  public double weightsBytes(int pool) {
    return recruiters.get(pool).weightsBytes();
  }

  @Override
  public void close() {
    recruiters.forEach(Recruiter::close);
  }
}
