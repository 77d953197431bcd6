package footfall.actors.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.actors.operations.RollingRestart;
import footfall.actors.protocol.PoolCommand;
import footfall.actors.protocol.RestartCommand;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.Behavior;
import org.junit.jupiter.api.Test;

class RollingRestartTest {
  private final ManualClock clock = new ManualClock();
  private final TestInbox<PoolCommand> pool = TestInbox.create();

  @Test
  void oneWorkerAfterTheOtherRestarts() {
    BehaviorTestKit<RestartCommand> restart =
        BehaviorTestKit.create(RollingRestart.create(clock, 7, 2, pool.getRef()));
    assertThat(clock.timers).hasSize(1);
    assertThat(clock.timers.get(0).dueNanos()).isEqualTo(7);
    assertThat(pool.hasMessages()).isFalse();

    restart.run((RestartCommand) clock.timers.get(0).message());
    PoolCommand.Restart first = (PoolCommand.Restart) pool.receiveMessage();
    assertThat(first.worker()).isZero();
    assertThat(pool.hasMessages()).as("the second waits for the first").isFalse();
    assertThat(Behavior.isUnhandled(restart.returnedBehavior())).isFalse();

    first.replyTo().tell(new RestartCommand.Restarted(0));
    restart.runOne();
    assertThat(((PoolCommand.Restart) pool.receiveMessage()).worker()).isEqualTo(1);
    restart.run(new RestartCommand.Restarted(1));
    assertThat(pool.hasMessages()).as("there are two").isFalse();
    assertThat(Behavior.isUnhandled(restart.returnedBehavior())).isFalse();
  }
}
