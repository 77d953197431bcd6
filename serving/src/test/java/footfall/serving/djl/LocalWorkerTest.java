package footfall.serving.djl;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.actors.engine.Content;
import footfall.actors.protocol.PoolCommand;
import footfall.actors.protocol.WorkerCommand;
import footfall.actors.workers.WorkerContext;
import footfall.scenarios.Scenario;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.shoppers.Vocabulary;
import footfall.serving.local.LocalWorker;
import footfall.serving.local.Rehearsed;
import footfall.serving.time.SystemClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;

/** However often its model does not load, a worker comes back once, and is lost once. */
class LocalWorkerTest {
  @Test
  void comesBackAfterSeveralTries() {
    Scenario scenario =
        new ScenarioReader()
            .read(Path.of("../scenarios/catalog/live-hybrid.yaml"), List.of())
            .scenario();
    ActorTestKit kit = ActorTestKit.create();
    try (SystemClock clock = new SystemClock();
        LocalModel model =
            LocalModel.open(
                ModelPlaces.find("embedded/footfall-tiny", Path.of(".")),
                Optional.empty(),
                Device.named("cpu"),
                1)) {
      TestProbe<PoolCommand> pool = kit.createTestProbe();
      AtomicInteger loads = new AtomicInteger();
      WorkerContext workerContext =
          new WorkerContext(
              clock,
              0,
              0,
              scenario.pools().get(0),
              request -> 0,
              request -> Content.of(0),
              pool.getRef());
      ActorRef<WorkerCommand> worker =
          kit.spawn(
              LocalWorker.create(
                  workerContext,
                  clock,
                  ears ->
                      new OnnxReplies(
                          model,
                          new Rehearsed(Vocabulary.of(scenario.shoppers())),
                          new Engine(
                              "engine",
                              () -> {
                                int load = loads.incrementAndGet();
                                if (load == 2 || load == 3) {
                                  throw new IllegalStateException("does not load");
                                }
                                return model.load();
                              },
                              true,
                              ears))));
      worker.tell(WorkerCommand.Break.INSTANCE);
      pool.expectMessage(Duration.ofSeconds(10), new PoolCommand.Lose(0));
      pool.expectMessage(Duration.ofSeconds(10), new PoolCommand.Recover(0));
      assertThat(loads).hasValue(4);
      pool.expectNoMessage(Duration.ofMillis(300));
      kit.stop(worker);
      pool.expectMessage(Duration.ofSeconds(10), new PoolCommand.Lose(0));
    } finally {
      kit.shutdownTestKit();
    }
  }
}
