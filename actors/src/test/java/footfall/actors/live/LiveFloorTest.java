package footfall.actors.live;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.scenarios.Scenario;
import footfall.scenarios.reading.ScenarioReader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LiveFloorTest {
  private static final Path CATALOG = Path.of("../scenarios/catalog");

  /** As they do when one of them has run out of memory: whoever waits for the books must hear. */
  @Test
  void whereTheActorsAreShutDownTheBooksFail() {
    Scenario scenario =
        new ScenarioReader().read(CATALOG.resolve("01-first-run.yaml"), List.of()).scenario();
    SystemClock clock = new SystemClock();
    LiveFloor floor = LiveFloor.open(scenario, clock, new LiveWorkforce(scenario, clock, CATALOG));
    try {
      floor.system().terminate();
      assertThat(floor.books())
          .failsWithin(20, TimeUnit.SECONDS)
          .withThrowableThat()
          .withMessageContaining("too little memory");
    } finally {
      floor.release();
    }
  }
}
