package footfall.actors.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.actors.protocol.PoolCommand;
import footfall.actors.protocol.PoolReport;
import footfall.actors.protocol.Request;
import footfall.actors.protocol.RequestOutcome.Abandoned;
import footfall.actors.protocol.RequestOutcome.Completed;
import footfall.actors.protocol.RequestOutcome.Rejected;
import footfall.actors.protocol.Step;
import org.junit.jupiter.api.Test;

/** Who is served when, who waits and who leaves. */
class PoolTest extends PoolBench {
  private void start(int workers, String queue) {
    start("{workers: " + workers + ", queue: {" + queue + "}, service: {time: 1s}}");
  }

  private Request ranked(long id, int priority, long patienceNanos) {
    return new Request(
        id,
        0,
        1,
        0,
        priority,
        0,
        0,
        0,
        clock.now,
        patienceNanos,
        id,
        Step.ONLY,
        null,
        shopper.getRef());
  }

  private void submitAll(long... ids) {
    for (long id : ids) {
      run(ranked(id, 0, Long.MAX_VALUE));
    }
  }

  private void complete(long id, int worker) {
    run(new Completed(ranked(id, 0, Long.MAX_VALUE), 0, worker, 0, 0, 0, clock.now));
  }

  @Test
  void servesAtOnceWhileASlotIsFreeAndThenFirstComeFirstServed() {
    start(2, "");
    submitAll(1, 2, 3, 4);

    assertThat(served(0)).containsExactly(1L);
    assertThat(served(1)).containsExactly(2L);
    complete(2, 1);
    assertThat(served(1)).containsExactly(3L);
    complete(1, 0);
    assertThat(served(0)).containsExactly(4L);
    assertThat(shopper.getAllReceived()).hasSize(2).allMatch(Completed.class::isInstance);
    assertThat(supervisor.hasMessages()).isFalse();
    run(new PoolCommand.ReportLevels(supervisor.getRef(), false));
    assertThat(((PoolReport.RequestsEnded) supervisor.receiveMessage()).outcomes()).hasSize(2);
    assertThat(supervisor.receiveMessage()).isInstanceOf(PoolReport.PoolReported.class);
  }

  @Test
  void theLowerPriorityNumberGoesFirst() {
    start(1, "discipline: priority");
    submitAll(1);
    run(ranked(2, 5, Long.MAX_VALUE));
    run(ranked(3, 1, Long.MAX_VALUE));
    run(ranked(4, 1, Long.MAX_VALUE));
    served(0);

    for (long expected : new long[] {3, 4, 2}) {
      complete(0, 0);
      assertThat(served(0)).containsExactly(expected);
    }
  }

  @Test
  void turnsAwayWhatDoesNotFit() {
    start(1, "capacity: 1");
    submitAll(1, 2, 3);

    assertThat(shopper.receiveMessage()).isInstanceOf(Rejected.class);
    assertThat(shopper.hasMessages()).isFalse();
  }

  @Test
  void aShopperWhosePatienceEndsLeavesFromTheMiddleOfTheQueue() {
    start(1, "");
    submitAll(1);
    run(ranked(2, 0, Long.MAX_VALUE));
    run(ranked(3, 0, 500));
    run(ranked(4, 0, Long.MAX_VALUE));
    ManualClock.Timer patience = clock.timers.get(0);
    clock.now = patience.dueNanos();
    run((PoolCommand) patience.message());

    assertThat(clock.now).isEqualTo(500);
    assertThat(((Abandoned) shopper.receiveMessage()).request().shopper()).isEqualTo(3);
    served(0);
    complete(1, 0);
    complete(2, 0);
    assertThat(served(0)).containsExactly(2L, 4L);
  }

  @Test
  void patienceThatEndsInServiceChangesNothing() {
    start(1, "");
    submitAll(1);
    run(ranked(2, 0, 500));
    complete(1, 0);
    shopper.getAllReceived();
    run((PoolCommand) clock.timers.get(0).message());

    assertThat(shopper.hasMessages()).isFalse();
  }

  @Test
  void aQueueEachKeepsTurnsWithTheirWorker() {
    start(2, "layout: per-worker, placement: round-robin");
    submitAll(1, 2, 3, 4);
    complete(1, 0);

    assertThat(served(0)).containsExactly(1L, 3L);
    assertThat(served(1)).containsExactly(2L);
  }

  @Test
  void theShortestQueueIsJoined() {
    start(2, "layout: per-worker, placement: shortest");
    submitAll(1, 2, 3);
    complete(2, 1);
    submitAll(4, 5);

    assertThat(served(1)).containsExactly(2L, 4L);
    complete(1, 0);
    assertThat(served(0)).containsExactly(1L, 3L);
  }

  @Test
  void reportsItsLevels() {
    start(1, "");
    submitAll(1, 2, 3);
    clock.now = 10;
    run(new PoolCommand.ReportLevels(supervisor.getRef(), false));

    PoolReport.PoolReported reported = (PoolReport.PoolReported) supervisor.receiveMessage();
    assertThat(reported.levels().waiting()).isEqualTo(2);
    assertThat(reported.levels().inService()).isEqualTo(1);
    assertThat(reported.levels().waitingArea()).isEqualTo(20);
  }
}
