package footfall.actors.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.actors.protocol.PoolCommand;
import footfall.actors.protocol.Request;
import footfall.actors.protocol.RequestOutcome.Completed;
import footfall.actors.protocol.RequestOutcome.Failed;
import footfall.actors.protocol.RestartCommand;
import footfall.actors.protocol.Step;
import footfall.reports.recording.Failure;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;

/** Disciplines, memory, and workers that come and go. */
class PoolOperationsTest extends PoolBench {
  @Test
  void theShortestJobGoesFirst() {
    start("{queue: {discipline: shortest}, service: {perOutputToken: 10ms}}");
    Request first = submit(1, 5);
    submit(2, 30);
    submit(3, 10);
    submit(4, 20);
    submit(5, 10);
    served(0);

    complete(first, 0, 0);
    assertThat(served(0)).containsExactly(3L);
    complete(request(3, 10, 0), 0, 0);
    assertThat(served(0)).containsExactly(5L);
  }

  @Test
  void theEarliestDeadlineGoesFirst() {
    start(
        Scenarios.parse(
            """
                    name: deadlines
                    horizon: 1h
                    arrivals: {poisson: {rate: 1/s}}
                    shoppers: {lax: {share: 0.4, deadline: 60s}, urgent: {share: 0.4, deadline: 5s}, any: {share: 0.2}}
                    pools: {pool: {queue: {discipline: deadline}, service: {time: 1s}}}
                    routing: {ratio: {pool: 1}}
                    """));
    Request first = submit(1, 0);
    ofClass(2, 2, 0);
    ofClass(3, 0, 0);
    ofClass(4, 1, 0);
    ofClass(5, 0, -56 * SECOND); // submitted so long ago that it is more urgent
    served(0);

    complete(first, 0, 0);
    assertThat(served(0)).containsExactly(5L);
    for (long next : new long[] {4, 3, 2}) {
      complete(request(0, 0, 0), 0, 0);
      assertThat(served(0)).containsExactly(next);
    }
  }

  private void ofClass(long id, int shopperClass, long submittedNanos) {
    run(
        new Request(
            id,
            0,
            1,
            shopperClass,
            0,
            0,
            0,
            0,
            submittedNanos,
            Long.MAX_VALUE,
            id,
            Step.ONLY,
            null,
            shopper.getRef()));
  }

  @Test
  void whatWaitsTooLongExpires() {
    start("{queue: {expiry: 5s}, service: {time: 9s}}");
    submit(1, 0);
    submit(2, 0);
    fireTimers();

    Failed failed = (Failed) shopper.receiveMessage();
    assertThat(failed.request().shopper()).isEqualTo(2);
    assertThat(failed.failure()).isEqualTo(Failure.EXPIRED);
    assertThat(failed.endedNanos()).isEqualTo(5 * SECOND);
    assertThat(levels().waiting()).isZero();
  }

  private static final String BATCHING =
      "service: {batching: {tpot: {table: {1: 10ms}}}}, device: {memory: 1MB, usable: 1},"
          + " footprint: {kvPerToken: 10kB}";

  @Test
  void memoryAdmitsOnlyWhatItHolds() {
    start("{slots: 8, " + BATCHING + "}"); // 100 tokens
    Request first = submit(1, 60);
    submit(2, 50);
    submit(3, 40); // would fit, but it is not its turn
    assertThat(served(0)).containsExactly(1L);
    submit(4, 101);
    assertThat(((Failed) shopper.receiveMessage()).failure()).isEqualTo(Failure.TOO_LARGE);

    complete(first, 0, 0);
    assertThat(served(0)).containsExactly(2L, 3L);
  }

  @Test
  void theWorkerWithTheFewestRequestsTakesTheNext() {
    start("{workers: 3, slots: 8, " + BATCHING + "}");
    for (int id = 1; id <= 6; id++) {
      submit(id, 1);
    }
    assertThat(served(0)).containsExactly(1L, 4L);
    assertThat(served(1)).containsExactly(2L, 5L);
    assertThat(served(2)).containsExactly(3L, 6L);
  }

  private static final String OUTAGE =
      "service: {time: 9s}, loadTime: 20s, outages: [{from: 1s, to: 2s, workers: 1}]";

  @Test
  void aLostWorkerFailsWhatItServesAndComesBackAfterLoading() {
    start("{workers: 1, " + OUTAGE + "}");
    Request first = submit(1, 0);
    submit(2, 0);
    served(0);
    clock.now = SECOND;
    run(new PoolCommand.Lose(0));

    Failed failed = (Failed) shopper.receiveMessage();
    assertThat(failed.failure()).isEqualTo(Failure.WORKER_LOST);
    assertThat(failed.request()).isSameAs(first);
    complete(first, 0, 0); // too late: it counts for nothing
    assertThat(shopper.hasMessages()).isFalse();
    assertThat(served(0)).isEmpty();
    assertThat(levels().workersUp()).isZero();
    assertThat(levels().workersPaid()).isZero();

    run(new PoolCommand.Recover(0));
    assertThat(levels().workersPaid()).isEqualTo(1);
    assertThat(levels().workersUp()).isZero();
    fireTimers();
    assertThat(clock.now).isEqualTo(21 * SECOND);
    assertThat(levels().workersUp()).isEqualTo(1);
    assertThat(served(0)).containsExactly(2L);
  }

  @Test
  void whatIsRequeuedIsServedFirstAndOnce() {
    start("{workers: 1, inFlight: requeue, " + OUTAGE + "}");
    Request first = submit(1, 0);
    submit(2, 0);
    served(0);
    clock.now = SECOND;
    run(new PoolCommand.Lose(0));
    run(new PoolCommand.Recover(0));
    fireTimers();

    assertThat(served(0)).containsExactly(1L);
    complete(first, 0, 0); // from before the loss
    assertThat(shopper.hasMessages()).isFalse();
    clock.now = 30 * SECOND;
    complete(first, 0, 21 * SECOND);
    assertThat(shopper.receiveMessage()).isInstanceOf(Completed.class);
    assertThat(served(0)).containsExactly(2L);
  }

  @Test
  void twoTroublesAreTwoTroubles() {
    start("{workers: 1, " + OUTAGE + "}");
    run(new PoolCommand.Lose(0));
    run(new PoolCommand.Lose(0));
    run(new PoolCommand.Recover(0));
    assertThat(levels().workersPaid()).isZero();
    run(new PoolCommand.Recover(0));
    assertThat(levels().workersPaid()).isEqualTo(1);
  }

  @Test
  void aShopperWhoseWorkerIsLostIsServedByAnother() {
    start("{workers: 2, queue: {layout: per-worker, placement: round-robin}, " + OUTAGE + "}");
    submit(1, 0);
    Request second = submit(2, 0);
    submit(3, 0);
    Request fourth = submit(4, 0);
    served(0);
    served(1);
    run(new PoolCommand.Lose(0));
    complete(second, 1, 0);
    assertThat(served(1)).containsExactly(4L);
    complete(fourth, 1, 0);
    assertThat(served(1)).containsExactly(3L);
    submit(5, 0);
    assertThat(levels().waiting()).isEqualTo(1);
    assertThat(served(0)).isEmpty();
  }

  @Test
  void scalingStartsWorkersAndLetsThemFinish() {
    start(
        "{workers: 1, loadTime: 20s, service: {time: 9s}, autoscale: {max: 3, utilization: 0.5}}");
    run(new PoolCommand.ScaleTo(3));
    assertThat(levels().workersPaid()).isEqualTo(3);
    assertThat(levels().workersUp()).isEqualTo(1);
    fireTimers();
    assertThat(levels().workersUp()).isEqualTo(3);

    submit(1, 0);
    Request second = submit(2, 0);
    Request third = submit(3, 0);
    run(new PoolCommand.ScaleTo(1));
    submit(4, 0);
    assertThat(levels().workersPaid()).isEqualTo(3);
    complete(third, 2, clock.now);
    assertThat(levels().workersPaid()).isEqualTo(2);
    complete(second, 1, clock.now);
    assertThat(levels().workersPaid()).isEqualTo(1);
    assertThat(levels().waiting()).isEqualTo(1);
    run(new PoolCommand.ScaleTo(2));
    fireTimers();
    assertThat(levels().waiting()).isZero();
  }

  @Test
  void aWorkerIsRestartedWhenItHasFinished() {
    TestInbox<RestartCommand.Restarted> restart = TestInbox.create();
    start("{workers: 1, loadTime: 20s, service: {time: 9s}, rollingRestart: {at: 1s}}");
    Request first = submit(1, 0);
    run(new PoolCommand.Restart(0, restart.getRef()));
    submit(2, 0);
    assertThat(served(0)).containsExactly(1L);
    complete(first, 0, 0);
    assertThat(restart.hasMessages()).isFalse();
    assertThat(served(0)).isEmpty();
    fireTimers();
    assertThat(restart.receiveMessage().worker()).isZero();
    assertThat(served(0)).containsExactly(2L);
  }
}
