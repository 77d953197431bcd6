package footfall.actors.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.actors.operations.Autoscaler;
import footfall.actors.protocol.AutoscalerCommand;
import footfall.actors.protocol.PoolCommand;
import footfall.actors.protocol.PoolReport;
import footfall.reports.recording.PoolLevels;
import footfall.scenarios.arrivals.Arrivals;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.Behavior;
import org.junit.jupiter.api.Test;

class AutoscalerTest {
  private static final long SECOND = 1_000_000_000L;

  /** One conversation a second in the first minute, and three after that. */
  private static final Arrivals RAMP =
      Scenarios.arrivals(
          "{piecewise: [{from: 0s, to: 1min, rate: 1/s}, {from: 1min, to: 1h, rate: 3/s}]}");

  private final ManualClock clock = new ManualClock();
  private final TestInbox<PoolCommand> pool = TestInbox.create();
  private final PoolLevels levels = new PoolLevels(0);
  private BehaviorTestKit<AutoscalerCommand> autoscaler;

  private void start(String autoscale) {
    autoscaler =
        BehaviorTestKit.create(
            Autoscaler.create(
                clock,
                Scenarios.pool(
                    "{workers: 2, slots: 2, service: {time: 1s}, autoscale: {" + autoscale + "}}"),
                RAMP,
                pool.getRef()));
  }

  private void tell(AutoscalerCommand command) {
    autoscaler.run(command);
    assertThat(Behavior.isUnhandled(autoscaler.returnedBehavior())).isFalse();
  }

  /** Fires the timer that is due first. */
  private void fireNext() {
    ManualClock.Timer next =
        clock.timers.stream().min((a, b) -> Long.compare(a.dueNanos(), b.dueNanos())).orElseThrow();
    clock.timers.remove(next);
    clock.now = next.dueNanos();
    tell((AutoscalerCommand) next.message());
  }

  /** From one look to the decision on it; returns how many workers the pool is told to have. */
  private int decide() {
    while (true) {
      fireNext();
      for (PoolCommand command : pool.getAllReceived()) {
        if (command instanceof PoolCommand.Scrape) {
          tell(new PoolReport.Scraped(levels.snapshot(clock.now)));
        } else if (command instanceof PoolCommand.ScaleTo scale) {
          return scale.workers();
        }
      }
    }
  }

  private void inService(int requests) {
    for (int i = 0; i < requests; i++) {
      levels.startedAtOnce(clock.now);
    }
  }

  private void served(int requests) {
    for (int i = 0; i < requests; i++) {
      levels.left(clock.now);
    }
  }

  @Test
  void itFollowsTheUtilizationWithinItsBounds() {
    start("min: 1, max: 4, every: 10s, delay: 0s, cooldown: 0s, utilization: 0.5");
    inService(3); // three slots of two workers with two each: 3 / 2 / 0.5 = 3 workers
    assertThat(decide()).isEqualTo(3);
    inService(7);
    assertThat(decide()).isEqualTo(4); // ten would be wanted
    served(10);
    assertThat(decide()).isEqualTo(1); // and none, which is below the least
  }

  @Test
  void itSwitchesOnAtOnceAndOffOnlyAfterTheCoolDown() {
    start("min: 1, max: 8, every: 10s, delay: 0s, cooldown: 60s, utilization: 0.5");
    inService(6);
    assertThat(decide()).isEqualTo(6); // at 10 s
    served(6);
    for (int at = 20; at < 70; at += 10) {
      assertThat(decide()).as("at %d s", at).isEqualTo(6);
    }
    assertThat(decide()).as("at 70 s").isEqualTo(1);
    inService(2);
    assertThat(decide()).as("growing does not wait").isEqualTo(2);
  }

  @Test
  void itDecidesOnFiguresThatAreAsOldAsItsDelay() {
    start("min: 1, max: 8, every: 30s, delay: 20s, cooldown: 0s, utilization: 0.5");
    inService(4);
    fireNext();
    assertThat(clock.now).isEqualTo(30 * SECOND);
    List<PoolCommand> asked = pool.getAllReceived();
    assertThat(asked).hasOnlyElementsOfType(PoolCommand.Scrape.class);
    tell(new PoolReport.Scraped(levels.snapshot(clock.now)));
    served(4);
    fireNext();
    assertThat(clock.now).isEqualTo(50 * SECOND);
    assertThat(((PoolCommand.ScaleTo) pool.receiveMessage()).workers()).isEqualTo(4);
  }

  @Test
  void itKeepsSoManyInSystemForEachWorker() {
    start("min: 1, max: 9, every: 10s, delay: 0s, cooldown: 0s, inSystem: 4");
    inService(4);
    levels.queued(0);
    assertThat(decide()).isEqualTo(2); // five in the system, four for each
    levels.leftQueue(clock.now);
    assertThat(decide()).isEqualTo(1);
  }

  @Test
  void itKeepsToItsTimetableAndToTheLeastOutsideOfIt() {
    start(
        "min: 1, max: 6, every: 10s, cooldown: 1h,"
            + " schedule: [{from: 10s, to: 30s, workers: 5}, {from: 30s, to: 40s, workers: 3}]");
    assertThat(decide()).as("at once, before it begins").isEqualTo(1);
    assertThat(clock.now).isZero();
    assertThat(decide()).as("from 10 s").isEqualTo(5);
    assertThat(decide()).as("at 20 s").isEqualTo(5);
    assertThat(decide()).as("at 30 s, whatever the cool-down").isEqualTo(3);
    assertThat(decide()).as("at 40 s").isEqualTo(1);
    assertThat(clock.now).isEqualTo(40 * SECOND);
  }

  @Test
  void itForeseesWhatWillCome() {
    start("min: 1, max: 6, every: 10s, cooldown: 1h, forecast: {ahead: 20s, perWorker: 0.5/s}");
    for (int seconds = 0; seconds <= 30; seconds += 10) {
      assertThat(decide()).as("at %d s", seconds).isEqualTo(2);
    }
    assertThat(decide()).as("at 40 s, for the minute that begins in 20 s").isEqualTo(6);
    assertThat(clock.now).isEqualTo(40 * SECOND);
  }

  /** Workers are not needed before a peak is over, though it is foreseen to end. */
  @Test
  void itKeepsWorkersAsLongAsTheyAreNeeded() {
    start("min: 1, max: 6, every: 10min, cooldown: 0s, forecast: {ahead: 20min, perWorker: 0.5/s}");
    for (int minutes = 0; minutes <= 50; minutes += 10) {
      assertThat(decide()).as("at %d min, of an hour", minutes).isEqualTo(6);
    }
    assertThat(decide()).as("at 60 min").isEqualTo(1);
  }
}
