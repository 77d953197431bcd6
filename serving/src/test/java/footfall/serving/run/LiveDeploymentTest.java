package footfall.serving.run;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.scenarios.Scenario;
import footfall.scenarios.reading.ScenarioReader;
import footfall.serving.time.SystemClock;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;

class LiveDeploymentTest {
  private static final Path CATALOG = Path.of("../scenarios/catalog");

  /** Whoever waits for the books must hear of it. */
  @Test
  void whereAnActorRunsOutOfMemoryTheBooksFail() {
    Scenario scenario =
        new ScenarioReader().read(CATALOG.resolve("claims/seed1-80-20.yaml"), List.of()).scenario();
    SystemClock clock = new SystemClock();
    LiveDeployment deployment =
        LiveDeployment.open(scenario, clock, new LiveWorkforce(scenario, clock, CATALOG));
    try {
      deployment
          .system()
          .systemActorOf(
              Behaviors.setup(
                  context -> {
                    context.getSelf().tell("all there is");
                    return Behaviors.receiveMessage(
                        message -> {
                          throw new OutOfMemoryError("said in a test");
                        });
                  }),
              "greedy",
              Props.empty());
      assertThat(deployment.record())
          .failsWithin(20, TimeUnit.SECONDS)
          .withThrowableThat()
          .withMessageContaining("too little memory");
    } finally {
      deployment.release();
    }
  }
}
