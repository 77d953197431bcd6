package footfall.actors.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.actors.pools.TestExchange;
import footfall.actors.protocol.AutoscalerCommand;
import footfall.actors.protocol.Exchange;
import footfall.actors.protocol.PoolCommand;
import footfall.actors.protocol.PoolReport;
import footfall.actors.protocol.Request;
import footfall.actors.protocol.RequestOutcome;
import footfall.actors.protocol.RequestOutcome.Abandoned;
import footfall.actors.protocol.RequestOutcome.Completed;
import footfall.actors.protocol.RequestOutcome.Failed;
import footfall.actors.protocol.RequestOutcome.Rejected;
import footfall.actors.protocol.RouterCommand;
import footfall.actors.protocol.Step;
import footfall.actors.protocol.WorkerCommand;
import footfall.reports.recording.Attempt;
import footfall.reports.recording.Failure;
import footfall.reports.recording.PoolLevels;
import footfall.reports.watching.WorkerStates;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;

/** Whom a pool tells what, and where requests go. */
class PoolProtocolTest extends PoolBench {
  private static final String PLAIN = "service: {time: 9s}";
  private static final String LOADS = "service: {time: 9s}, loadTime: 20s";

  private Request said(long id, Exchange exchange) {
    Step step = Step.said(Step.Prefix.NONE, -1, -1, exchange);
    Request request =
        new Request(
            id, 0, 1, 0, 0, 3, 4, 0, clock.now, Long.MAX_VALUE, id, step, null, shopper.getRef());
    run(request);
    return request;
  }

  @Test
  void whatItDoesNotKnowIsNotHandled() {
    start("{" + PLAIN + "}");
    pool.run(new PoolCommand() {});
    assertThat(pool.returnedBehavior()).isSameAs(Behaviors.unhandled());
  }

  @Test
  void theSupervisorIsToldInBatchesAndTheRouterOfEach() {
    start("{" + PLAIN + ", queue: {capacity: 0}}");
    Request first = submit(1, 0);
    LongStream.rangeClosed(2, 64).forEach(id -> submit(id, 0));
    assertThat(supervisor.hasMessages()).as("63 have ended").isFalse();
    assertThat(router.getAllReceived()).hasSize(63).containsOnly(new RouterCommand.RequestLeft(0));
    complete(first, 0, 0);

    PoolReport.RequestsEnded ended = (PoolReport.RequestsEnded) supervisor.receiveMessage();
    assertThat(ended.outcomes()).hasSize(64);
    assertThat(ended.outcomes().get(0)).isInstanceOf(Rejected.class);
    assertThat(ended.outcomes().get(63)).isInstanceOf(Completed.class);
    levels();
    submit(65, 0);
    submit(66, 0);
    run(new PoolCommand.ReportLevels(supervisor.getRef(), false));
    assertThat(((PoolReport.RequestsEnded) supervisor.receiveMessage()).outcomes()).hasSize(1);
  }

  @Test
  void whoLooksChangesNothing() {
    start("{workers: 2, slots: 2, " + PLAIN + "}");
    for (int id = 1; id <= 7; id++) {
      submit(id, 0);
    }
    TestInbox<AutoscalerCommand> scaler = TestInbox.create();
    run(new PoolCommand.Scrape(scaler.getRef()));
    PoolLevels scraped = ((PoolReport.Scraped) scaler.receiveMessage()).levels();
    run(new PoolCommand.Look(supervisor.getRef()));
    PoolReport.Seen seen = (PoolReport.Seen) supervisor.receiveMessage();

    assertThat(seen.pool()).isZero();
    assertThat(seen.levels().inSystem()).isEqualTo(scraped.inSystem()).isEqualTo(7);
    assertThat(seen.levels().inService()).isEqualTo(4);
    PoolLevels levels = levels();
    assertThat(levels.maxWaiting()).isEqualTo(3);
    assertThat(levels.workersPaid()).isEqualTo(2);
    assertThat(levels.workersUp()).isEqualTo(2);
  }

  @Test
  void workersOfAPoolWhereTheyAreAlikeAreBusyOrFree() {
    start("{workers: 3, slots: 2, " + PLAIN + "}");
    assertThat(states()).isEqualTo(new WorkerStates(0, 3, 0, 0, 0, 0));
    submit(1, 0);
    submit(2, 0);
    assertThat(states()).isEqualTo(new WorkerStates(2, 1, 0, 0, 0, 0));
    submit(3, 0);
    submit(4, 0);
    assertThat(states()).isEqualTo(new WorkerStates(3, 0, 0, 0, 0, 0));

    run(new PoolCommand.ReportLevels(supervisor.getRef(), true));
    assertThat(((PoolReport.PoolReported) supervisor.receiveMessage()).workers())
        .isEqualTo(states());
    run(new PoolCommand.ReportLevels(supervisor.getRef(), false));
    assertThat(((PoolReport.PoolReported) supervisor.receiveMessage()).workers())
        .isEqualTo(WorkerStates.NONE);
  }

  @Test
  void aQueueForEachKeepsItsOwnBooks() {
    start("{workers: 3, queue: {layout: per-worker, placement: round-robin}, " + PLAIN + "}");
    Request first = submit(1, 0);
    Request second = submit(2, 0);
    assertThat(states()).isEqualTo(new WorkerStates(2, 1, 0, 0, 0, 0));
    submit(3, 0);
    submit(4, 0);
    submit(5, 0);
    complete(second, 1, 0);
    complete(first, 0, 0);
    assertThat(served(0)).containsExactly(1L, 4L);
    assertThat(served(1)).containsExactly(2L, 5L);
  }

  @Test
  void tokensArePaidAsTheyAreSaid() {
    start("{slots: 2, " + PLAIN + "}");
    TestExchange exchange = new TestExchange();
    exchange.usage = new Exchange.Usage(50, 20, 7);
    complete(said(1, exchange), 0, 0);
    assertThat(levels().inputTokens()).isEqualTo(50);
    assertThat(levels().cachedTokens()).isEqualTo(20);
    assertThat(levels().outputTokens()).isEqualTo(7);
    assertThat(levels().completions()).isOne();

    complete(said(2, new TestExchange()), 0, 0);
    assertThat(levels().inputTokens()).isEqualTo(53);
    assertThat(levels().outputTokens()).isEqualTo(11);
  }

  @Test
  void attemptsAtAVendorArePaidOneByOne() {
    start("{kind: llm, slots: 9, " + PLAIN + ", api: {tokensPerMinute: 6000}}");
    Request first = submit(1, 30);
    run(PoolCommand.AttemptSent.INSTANCE);
    run(new PoolCommand.AttemptEnded(Attempt.THROTTLED, 0, 0, 0));
    run(PoolCommand.AttemptSent.INSTANCE);
    assertThat(levels().attemptsOpen()).isOne();
    run(new PoolCommand.AttemptEnded(Attempt.SUCCEEDED, 40, 10, 30));
    complete(first, 0, 0);

    PoolLevels levels = levels();
    assertThat(levels.attemptsSent()).isEqualTo(2);
    assertThat(levels.attempts(Attempt.THROTTLED)).isOne();
    assertThat(levels.attempts(Attempt.SUCCEEDED)).isOne();
    assertThat(levels.inputTokens()).isEqualTo(40);
    assertThat(levels.cachedTokens()).isEqualTo(10);
    assertThat(levels.outputTokens()).as("not once more when it is completed").isEqualTo(30);
  }

  @Test
  void aWorkersFailureFreesItsSlot() {
    startWatched("{" + PLAIN + "}");
    Request first = submit(1, 0);
    submit(2, 0);
    clock.now = SECOND;
    Failed failure = new Failed(first, 0, 0, Failure.TIMED_OUT, 0, clock.now);
    run(failure);
    assertThat(served(0)).containsExactly(1L, 2L);
    run(failure);

    assertThat(shopper.getAllReceived()).containsExactly(failure);
    PoolLevels levels = levels();
    assertThat(levels.inService()).isOne();
    assertThat(levels.waiting()).isZero();
    assertThat(levels.completions()).isZero();
  }

  @Test
  void whoeverWaitsCanBeCalledOff() {
    start("{" + PLAIN + "}");
    submit(1, 0);
    TestExchange exchange = new TestExchange();
    Request second = said(2, exchange);
    submit(3, 0);
    clock.now = SECOND;
    run(new PoolCommand.Cancel(exchange));

    assertThat(shopper.getAllReceived()).containsExactly(new Abandoned(second, 0, clock.now));
    assertThat(levels().waiting()).isOne();
    assertThat(pool.childInbox("worker-0").getAllReceived()).hasSize(1);
  }

  @Test
  void whatIsServedIsCalledOffByItsWorker() {
    start("{workers: 2, " + PLAIN + "}");
    TestExchange exchange = new TestExchange();
    said(1, exchange);
    run(new PoolCommand.Cancel(exchange));

    assertThat(shopper.hasMessages()).isFalse();
    for (int worker = 0; worker < 2; worker++) {
      assertThat(pool.childInbox("worker-" + worker).getAllReceived())
          .contains(new WorkerCommand.Cancel(exchange));
    }
  }

  @Test
  void aWorkerIsBrokenByItsNumber() {
    start("{workers: 2, " + PLAIN + "}");
    run(new PoolCommand.Break(1));
    run(new PoolCommand.Break(0));
    run(new PoolCommand.Break(2));
    run(new PoolCommand.Break(-1));
    for (int worker = 0; worker < 2; worker++) {
      assertThat(pool.childInbox("worker-" + worker).getAllReceived())
          .containsExactly(WorkerCommand.Break.INSTANCE);
    }
  }

  @Test
  void nothingThatWasHeardOrIsUnwantedIsServedAgain() {
    start(
        "{slots: 3, inFlight: requeue, outages: [{from: 1s, to: 2s, workers: 1}], " + LOADS + "}");
    TestExchange unheard = new TestExchange();
    TestExchange begun = new TestExchange();
    TestExchange unwanted = new TestExchange();
    begun.begun = true;
    unwanted.cancelled = true;
    said(1, unheard);
    said(2, begun);
    said(3, unwanted);
    clock.now = SECOND;
    run(new PoolCommand.Lose(0));

    assertThat(pool.childInbox("worker-0").getAllReceived()).endsWith(WorkerCommand.Halt.INSTANCE);
    assertThat(unheard.interruptions).isOne();
    assertThat(begun.interruptions).isOne();
    List<RequestOutcome> ended = shopper.getAllReceived();
    assertThat(ended).extracting(outcome -> outcome.request().shopper()).containsExactly(3L, 2L);
    assertThat(ended)
        .allSatisfy(
            outcome -> assertThat(((Failed) outcome).failure()).isEqualTo(Failure.WORKER_LOST));
    assertThat(levels().waiting()).isOne();
    assertThat(levels().inService()).isZero();
    assertThat(states()).isEqualTo(new WorkerStates(0, 0, 0, 0, 1, 0));
  }

  @Test
  void whoWaitsAgainHasWhatIsLeftOfItsTime() {
    start(
        "{queue: {expiry: 5s}, inFlight: requeue, outages: [{from: 1s, to: 2s, workers: 1}], "
            + LOADS
            + "}");
    Request first = submit(1, 0);
    clock.now = 2 * SECOND;
    submit(2, 0);
    clock.now = 4 * SECOND;
    complete(first, 0, 0); // The second has waited for two seconds.
    clock.timers.clear();
    clock.now = 6 * SECOND;
    run(new PoolCommand.Lose(0));
    assertThat(clock.timers).extracting(ManualClock.Timer::dueNanos).containsExactly(9 * SECOND);
  }

  @Test
  void patienceThatEndsWithTheExpiryIsAbandonment() {
    start("{queue: {expiry: 5s}, " + PLAIN + "}");
    submit(1, 0);
    run(new Request(2, 0, 1, 0, 0, 0, 0, 0, 0, 5 * SECOND, 2, Step.ONLY, null, shopper.getRef()));
    fireTimers();
    assertThat(shopper.receiveMessage()).isInstanceOf(Abandoned.class);
  }

  @Test
  void whenTheFirstOfTheQueueLeavesTheNextMayFit() {
    start(
        "{slots: 8, queue: {expiry: 5s}, service: {batching: {tpot: {table: {1: 10ms}}}},"
            + " device: {memory: 1MB, usable: 1}, footprint: {kvPerToken: 10kB}}");
    submit(1, 60);
    submit(2, 50);
    clock.now = SECOND;
    submit(3, 40);
    assertThat(served(0)).containsExactly(1L);
    ManualClock.Timer expiry = clock.timers.get(0);
    clock.now = expiry.dueNanos();
    run((PoolCommand) expiry.message());
    assertThat(served(0)).containsExactly(3L);

    complete(request(9, 0, 0), 0, 0); // A stranger: nobody serves it.
    assertThat(levels().inService()).isEqualTo(2);
  }

  @Test
  void whatTakesTheWholeMemoryIsTaken() {
    start(
        "{slots: 8, service: {batching: {tpot: {table: {1: 10ms}}}},"
            + " device: {memory: 1MB, usable: 1}, footprint: {kvPerToken: 10kB}}");
    Request all = submit(1, 100);
    submit(2, 1);
    assertThat(served(0)).containsExactly(1L);
    complete(all, 0, 0);
    assertThat(served(0)).containsExactly(2L);
  }

  @Test
  void theSameShopperGoesToTheSameWorkerAsLongAsItIsOpen() {
    startWatched(
        "{workers: 4, slots: 100, queue: {layout: per-worker, placement: affinity}, "
            + PLAIN
            + "}");
    Set<Integer> used = new HashSet<>();
    for (long shopperNumber = 1; shopperNumber <= 40; shopperNumber++) {
      submit(shopperNumber, 0);
      int worker = only(shopperNumber);
      used.add(worker);
      submit(shopperNumber, 0);
      assertThat(only(shopperNumber)).isEqualTo(worker);
    }
    assertThat(used).containsExactlyInAnyOrder(0, 1, 2, 3);

    run(new PoolCommand.Lose(1));
    for (long shopperNumber = 1; shopperNumber <= 40; shopperNumber++) {
      submit(shopperNumber, 0);
      assertThat(only(shopperNumber)).isNotEqualTo(1);
    }
    for (int worker : new int[] {0, 2, 3}) {
      run(new PoolCommand.Lose(worker));
    }
    submit(1, 0);
    assertThat(levels().waiting()).as("nobody is there").isOne();
  }

  /** The only worker that was given something. */
  private int only(long shopperNumber) {
    int found = -1;
    for (int worker = 0; worker < 4; worker++) {
      List<Long> given = served(worker);
      if (!given.isEmpty()) {
        assertThat(given).containsExactly(shopperNumber);
        assertThat(found).isEqualTo(-1);
        found = worker;
      }
    }
    assertThat(found).isNotEqualTo(-1);
    return found;
  }

  @Test
  void atRandomEachIsAsLikely() {
    start(
        "{workers: 4, slots: 1000, queue: {layout: per-worker, placement: random}, " + PLAIN + "}");
    LongStream.rangeClosed(1, 1_000).forEach(id -> submit(id, 0));
    for (int worker = 0; worker < 4; worker++) {
      // Standard deviation of a binomial of 1,000 and a quarter: 13.7.
      assertThat(served(worker)).hasSizeBetween(250 - 55, 250 + 55);
    }
  }

  @Test
  void whoWaitsForNobodyGoesToWhoeverComesFirst() {
    startWatched("{workers: 3, queue: {layout: per-worker, placement: shortest}, " + PLAIN + "}");
    run(new PoolCommand.Lose(0));
    run(new PoolCommand.Lose(1));
    run(new PoolCommand.Lose(2));
    submit(1, 0);
    submit(2, 0);
    assertThat(levels().waiting()).isEqualTo(2);
    run(new PoolCommand.Employ(2));
    assertThat(served(2)).containsExactly(1L);
    assertThat(levels().waiting()).isOne();
    run(new PoolCommand.Employ(1));
    submit(3, 0);
    assertThat(served(1)).as("the shorter queue").containsExactly(3L);
  }
}
