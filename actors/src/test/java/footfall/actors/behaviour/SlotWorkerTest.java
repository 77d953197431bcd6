package footfall.actors.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.actors.engine.Content;
import footfall.actors.pools.TestExchange;
import footfall.actors.protocol.PoolCommand;
import footfall.actors.protocol.Request;
import footfall.actors.protocol.RequestOutcome.Completed;
import footfall.actors.protocol.RequestOutcome.Failed;
import footfall.actors.protocol.Step;
import footfall.actors.protocol.WorkerCommand;
import footfall.actors.workers.WorkerContext;
import footfall.actors.workers.Workers;
import footfall.reports.recording.Failure;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.Behavior;
import org.junit.jupiter.api.Test;

/** By hand: 1 ms for a token that is read, 10 ms for one that is written. */
class SlotWorkerTest {
  private static final long MS = 1_000_000L;

  private final ManualClock clock = new ManualClock();
  private final TestInbox<PoolCommand> pool = TestInbox.create();
  private final TestExchange exchange = new TestExchange();
  private BehaviorTestKit<WorkerCommand> worker;

  SlotWorkerTest() {
    workWith("perInputToken: 1ms, perOutputToken: 10ms");
  }

  private void workWith(String service) {
    worker =
        BehaviorTestKit.create(
            Workers.create(
                new WorkerContext(
                    clock,
                    0,
                    3,
                    Scenarios.pool("{slots: 4, prefixCache: 0.5, service: {" + service + "}}"),
                    request -> 0,
                    request -> Content.of(0),
                    pool.getRef())));
  }

  private void submit(int input, int output, Step step) {
    tell(
        new Request(
            1, 1, 9, 0, 0, input, output, 0, clock.now, Long.MAX_VALUE, 1, step, null, null));
  }

  private void tell(WorkerCommand command) {
    worker.run(command);
    assertThat(Behavior.isUnhandled(worker.returnedBehavior())).as(command.toString()).isFalse();
  }

  private static Step after(int tokens, int lastWorker) {
    return Step.said(Step.Prefix.of(tokens, 0, lastWorker), -1, -1, null);
  }

  private Completed due() {
    assertThat(clock.timers).hasSize(1);
    ManualClock.Timer timer = clock.timers.remove(0);
    Completed completed = (Completed) timer.message();
    assertThat(timer.dueNanos()).isEqualTo(completed.endedNanos());
    assertThat(timer.target()).isEqualTo(pool.getRef());
    return completed;
  }

  @Test
  void readsThenWrites() {
    clock.now = 5 * MS;
    submit(100, 20, Step.ONLY);
    Completed completed = due();
    assertThat(completed.startedNanos()).isEqualTo(5 * MS);
    assertThat(completed.firstTokenNanos()).isEqualTo(115 * MS);
    assertThat(completed.endedNanos()).isEqualTo(305 * MS);
    assertThat(completed.worker()).isEqualTo(3);
    assertThat(completed.cachedTokens()).isZero();
  }

  @Test
  void whatItHasReadBeforeIsReadFasterByThisWorkerAlone() {
    submit(100, 20, after(60, 3));
    Completed here = due();
    assertThat(here.cachedTokens()).isEqualTo(30);
    assertThat(here.endedNanos()).isEqualTo(270 * MS);
    submit(100, 20, after(60, 2));
    assertThat(due().endedNanos()).isEqualTo(300 * MS);
  }

  @Test
  void aReplyThatIsNotStreamedHasItsFirstTokenAtTheEnd() {
    workWith("time: 300ms");
    submit(100, 20, Step.ONLY);
    Completed completed = due();
    assertThat(completed.firstTokenNanos()).isEqualTo(300 * MS);
    assertThat(completed.endedNanos()).isEqualTo(300 * MS);
  }

  @Test
  void aReplyThatIsReallySaidIsForeseen() {
    submit(100, 20, Step.said(Step.Prefix.NONE, -1, -1, exchange));
    assertThat(exchange.foreseen).containsExactly("0.0 of 20 at 100 ms, 10.0 ms each");
    assertThat(due().endedNanos()).isEqualTo(300 * MS);
  }

  @Test
  void whoGoesAwayIsCancelledAtOnceAndOnlyOnce() {
    submit(100, 20, Step.said(Step.Prefix.NONE, -1, -1, exchange));
    clock.now = 40 * MS;
    tell(new WorkerCommand.Cancel(new TestExchange()));
    assertThat(pool.hasMessages()).as("somebody else's").isFalse();
    tell(new WorkerCommand.Cancel(exchange));
    Failed failed = (Failed) pool.receiveMessage();
    assertThat(failed.failure()).isEqualTo(Failure.CANCELLED);
    assertThat(failed.startedNanos()).isZero();
    assertThat(failed.endedNanos()).isEqualTo(40 * MS);
    tell(new WorkerCommand.Cancel(exchange));
    assertThat(pool.hasMessages()).isFalse();
  }

  @Test
  void whatIsOverCannotBeCancelled() {
    submit(100, 20, Step.said(Step.Prefix.NONE, -1, -1, exchange));
    clock.now = 300 * MS;
    tell(new WorkerCommand.Cancel(exchange));
    assertThat(pool.hasMessages()).isFalse();
  }

  @Test
  void aWorkerThatIsHaltedHasForgottenWhatItSaid() {
    submit(100, 20, Step.said(Step.Prefix.NONE, -1, -1, exchange));
    tell(WorkerCommand.Halt.INSTANCE);
    tell(new WorkerCommand.Cancel(exchange));
    assertThat(pool.hasMessages()).isFalse();
    assertThat(worker.isAlive()).isTrue();
  }

  @Test
  void aWorkerThatBreaksIsLostAndThereAgainAfterAMoment() {
    tell(WorkerCommand.Break.INSTANCE);
    assertThat(pool.receiveMessage()).isEqualTo(new PoolCommand.Lose(3));
    assertThat(clock.timers).hasSize(1);
    assertThat(clock.timers.get(0).message()).isEqualTo(new PoolCommand.Recover(3));
    assertThat(clock.timers.get(0).dueNanos()).isEqualTo(200 * MS);
  }
}
