package footfall.actors.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.actors.operations.FailureInjector;
import footfall.actors.protocol.PoolCommand;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.Behavior;
import org.junit.jupiter.api.Test;

class FailureInjectorTest {
  private static final long MINUTE = 60_000_000_000L;

  private final ManualClock clock = new ManualClock();
  private final TestInbox<PoolCommand> pool = TestInbox.create();

  /** What the pool is told until the given minute, each with its minute. */
  private List<String> told(String operations, long minutes) {
    BehaviorTestKit<FailureInjector.Command> hazards =
        BehaviorTestKit.create(
            FailureInjector.create(
                clock,
                Scenarios.pool("{workers: 3, service: {time: 1s}, " + operations + "}"),
                1,
                pool.getRef()));
    List<String> told = new ArrayList<>();
    while (true) {
      ManualClock.Timer next =
          clock.timers.stream()
              .min(Comparator.comparingLong(ManualClock.Timer::dueNanos))
              .filter(timer -> timer.dueNanos() <= minutes * MINUTE)
              .orElse(null);
      if (next == null) {
        return told;
      }
      clock.timers.remove(next);
      clock.now = next.dueNanos();
      hazards.run((FailureInjector.Command) next.message());
      assertThat(Behavior.isUnhandled(hazards.returnedBehavior())).isFalse();
      pool.getAllReceived().forEach(message -> told.add(clock.now / MINUTE + " " + message));
    }
  }

  @Test
  void aWorkerFailsIsRepairedLoadsItsModelAndFailsAgain() {
    assertThat(told("loadTime: 2min, failures: {uptime: 60min, repair: 5min}", 130))
        .containsExactly(
            "60 Lose[worker=0]",
            "60 Lose[worker=1]",
            "60 Lose[worker=2]",
            "65 Recover[worker=0]",
            "65 Recover[worker=1]",
            "65 Recover[worker=2]",
            "127 Lose[worker=0]", // 65 and 2 minutes to load, then an hour.
            "127 Lose[worker=1]",
            "127 Lose[worker=2]");
  }

  @Test
  void everyWorkerFailsAtTimesOfItsOwn() {
    String random = "failures: {uptime: {exponential: {mean: 60min}}, repair: 1min}";
    List<String> told = told(random, 600);
    assertThat(told).hasSizeBetween(30, 90);
    assertThat(told.stream().filter(line -> line.contains("Lose")).distinct().count())
        .isGreaterThan(12);
  }

  @Test
  void anOutageTakesTheFirstWorkersForItsTime() {
    assertThat(told("outages: [{from: 10min, to: 15min, workers: 2}]", 1_000))
        .containsExactly(
            "10 Lose[worker=0]",
            "10 Lose[worker=1]",
            "15 Recover[worker=0]",
            "15 Recover[worker=1]");
  }
}
