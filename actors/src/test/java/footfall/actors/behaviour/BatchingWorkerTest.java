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
import footfall.scenarios.conversations.Satisfaction;
import footfall.scenarios.pools.PoolSpec;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;

/** By hand: 10 ms a token alone, 15 ms with two, 20 ms with three. */
class BatchingWorkerTest {
  private static final long MS = 1_000_000L;

  private final ManualClock clock = new ManualClock();
  private final TestInbox<PoolCommand> pool = TestInbox.create();
  private BehaviorTestKit<WorkerCommand> worker;
  private int fired;

  BatchingWorkerTest() {
    workWith("");
  }

  private void workWith(String more) {
    PoolSpec spec =
        Scenarios.pool(
            "{slots: 3, prefixCache: 0.5, service: {perInputToken: 1ms, batching: {tpot: {affine:"
                + " {base: 5ms, perRequest: 5ms}}, prefillSlowdown: {1: 1, 2: 2, 3: 3}"
                + more
                + "}}}");
    worker =
        BehaviorTestKit.create(
            Workers.create(
                new WorkerContext(
                    clock, 0, 0, spec, request -> 0, request -> Content.of(0), pool.getRef())));
  }

  private void submit(long id, int input, int output) {
    Step step =
        new Step(
            0,
            1,
            0,
            true,
            Step.Prefix.of(4, 0, 0),
            0,
            -1,
            -1,
            -1,
            false,
            false,
            Satisfaction.UNKNOWN,
            0,
            Step.UNKNOWN,
            null);
    worker.run(
        new Request(
            id, 1, 9, 0, 0, input, output, 0, clock.now, Long.MAX_VALUE, id, step, null, null));
  }

  /** Fires what is due until the given time. */
  private void runTo(long millis) {
    while (true) {
      ManualClock.Timer next =
          clock.timers.stream()
              .filter(timer -> timer.dueNanos() <= millis * MS)
              .min((a, b) -> Long.compare(a.dueNanos(), b.dueNanos()))
              .orElse(null);
      if (next == null) {
        clock.now = millis * MS;
        return;
      }
      clock.timers.remove(next);
      clock.now = next.dueNanos();
      worker.run((WorkerCommand) next.message());
      fired++;
    }
  }

  private Completed completed() {
    return (Completed) pool.receiveMessage();
  }

  @Test
  void aRequestAloneTakesItsPrefillAndItsTokens() {
    submit(1, 20, 10);
    runTo(1_000);

    // (20 - 4 x 0.5 cached) x 1 ms + 10 x 10 ms.
    Completed completed = completed();
    assertThat(completed.endedNanos()).isEqualTo(118 * MS);
    assertThat(completed.firstTokenNanos()).isEqualTo(28 * MS);
    assertThat(completed.cachedTokens()).isEqualTo(2);
  }

  @Test
  void requestsThatRunTogetherSlowEachOther() {
    submit(1, 2, 10);
    runTo(50);
    // The first has written 5 tokens. Both write at 15 ms a token until it has written the rest.
    submit(2, 2, 10);
    runTo(125);
    assertThat(completed().endedNanos()).isEqualTo(125 * MS);
    // The second has written 5 and goes on alone.
    runTo(1_000);
    assertThat(completed().endedNanos()).isEqualTo(175 * MS);
  }

  @Test
  void prefillSlowsAndIsSlowed() {
    submit(1, 12, 1);
    submit(2, 22, 1);
    runTo(1_000);

    // Two prefill at half speed: 10 ms of it take 20 ms; one token at 15 ms. Then 20 + 15 ms have
    // passed, of which the second has used 17.5 ms for its prefill of 20 ms.
    assertThat(completed().endedNanos()).isEqualTo(35 * MS);
    assertThat(completed().endedNanos()).isEqualTo(35 * MS + 2_500_000 + 10 * MS);
  }

  @Test
  void whatTheOtherWorkersOfTheMachineServeSlowsBothPhases() {
    workWith(", contention: {workers: 2, tpot: {1: 2, 3: 4}, prefill: {1: 1.5}}");
    submit(1, 12, 10);
    runTo(4);
    worker.run(new WorkerCommand.OthersInService(1));
    runTo(53);
    // 4 of 10 ms of prefill were read alone, 6 take 9 ms; two tokens of 20 ms have been written.
    worker.run(new WorkerCommand.OthersInService(2));
    runTo(113);
    // Two more, of 30 ms each. The last six are written alone again.
    worker.run(new WorkerCommand.OthersInService(0));
    runTo(1_000);

    assertThat(completed().endedNanos()).isEqualTo(173 * MS);
  }

  @Test
  void aReplyHasAPaceOfItsOwn() {
    workWith(", pace: {empirical: {values: [0.5, 1.5]}}");
    Set<Long> took = new TreeSet<>();
    for (int id = 0; id < 20; id++) {
      long start = clock.now;
      submit(id, 2, 10);
      runTo(start / MS + 1_000);
      Completed completed = completed();
      took.add((completed.endedNanos() - start) / MS);
      assertThat(completed.endedNanos() - completed.firstTokenNanos())
          .isEqualTo((completed.endedNanos() - start) * 9 / 10);
    }

    assertThat(took).containsExactly(50L, 150L);
  }

  @Test
  void aWorkerThatIsLostSaysNothingMore() {
    submit(1, 2, 10);
    runTo(50);
    worker.run(WorkerCommand.Halt.INSTANCE);
    runTo(500);
    assertThat(pool.hasMessages()).isFalse();

    submit(2, 2, 10);
    runTo(1_000);
    assertThat(completed().endedNanos()).isEqualTo(600 * MS);
  }

  @Test
  void thereAreEventsOnlyWhenTheBatchChanges() {
    for (int id = 0; id < 300; id++) {
      runTo(clock.now / MS + 4_000);
      for (int together = 0; together < 3; together++) {
        submit(3L * id + together, 2, 100 + 10 * together);
      }
    }
    runTo(clock.now / MS + 20_000);

    assertThat(pool.getAllReceived()).hasSize(900);
    assertThat(fired).isLessThanOrEqualTo(900 * 3);
  }

  @Test
  void repliesThatAreReallySaidAreForeseenWheneverTheBatchChanges() {
    TestExchange exchange = new TestExchange();
    Step step = Step.said(Step.Prefix.NONE, -1, -1, exchange);
    worker.run(new Request(1, 1, 9, 0, 0, 10, 10, 0, 0, Long.MAX_VALUE, 1, step, null, null));
    runTo(10);
    assertThat(exchange.foreseen).containsExactly("0.0 of 10 at 10 ms, 10.0 ms each");
    runTo(40);
    submit(2, 4, 10);
    runTo(45);
    assertThat(exchange.foreseen.get(1)).isEqualTo("3.0 of 10 at 40 ms, 15.0 ms each");
    worker.run(new WorkerCommand.Cancel(exchange));
    assertThat(((Failed) pool.receiveMessage()).failure()).isEqualTo(Failure.CANCELLED);
    runTo(1_000);
    assertThat(completed().request().shopper()).isEqualTo(2);
    worker.run(WorkerCommand.Break.INSTANCE);
    assertThat(pool.receiveMessage()).isEqualTo(new PoolCommand.Lose(0));
    assertThat(worker.isAlive()).isTrue();
  }
}
