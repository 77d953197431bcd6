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
import footfall.reports.recording.Attempt;
import footfall.reports.recording.Failure;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;

class AccountWorkerTest {
  private static final long SECOND = 1_000_000_000L;

  private final ManualClock clock = new ManualClock();
  private final TestInbox<PoolCommand> pool = TestInbox.create();
  private BehaviorTestKit<WorkerCommand> worker;

  private void start(String api, String rest) {
    start(
        "{kind: llm, slots: 9, service: {time: 2s}, api: {errorAfter: 100ms, "
            + api
            + "}, "
            + rest
            + "}");
  }

  private void start(String spec) {
    worker =
        BehaviorTestKit.create(
            Workers.create(
                new WorkerContext(
                    clock,
                    0,
                    0,
                    Scenarios.pool(spec),
                    request -> 0,
                    request -> Content.of(0),
                    pool.getRef())));
  }

  private void submit(long id, int tokens) {
    submit(id, tokens, 0, Step.ONLY);
  }

  private void submit(long id, int tokens, int reply, Step step) {
    worker.run(
        new Request(
            id, 0, 1, 0, 0, tokens, reply, 0, clock.now, Long.MAX_VALUE, id, step, null, null));
  }

  /** Everything that the worker tells its pool until nothing is due any more. */
  private List<Object> toTheEnd() {
    while (!clock.timers.isEmpty()) {
      ManualClock.Timer next =
          clock.timers.stream()
              .min((a, b) -> Long.compare(a.dueNanos(), b.dueNanos()))
              .orElseThrow();
      clock.timers.remove(next);
      clock.now = next.dueNanos();
      worker.run((WorkerCommand) next.message());
    }
    return new ArrayList<>(pool.getAllReceived());
  }

  private static List<Attempt> attempts(List<Object> told) {
    return told.stream()
        .filter(PoolCommand.AttemptEnded.class::isInstance)
        .map(message -> ((PoolCommand.AttemptEnded) message).attempt())
        .toList();
  }

  @Test
  void anAnswerIsOneAttemptAndItsTokensArePaid() {
    start("retries: {max: 3}", "prefixCache: 0");
    submit(1, 40);
    List<Object> told = toTheEnd();

    assertThat(told).hasSize(3);
    assertThat(told.get(0)).isEqualTo(PoolCommand.AttemptSent.INSTANCE);
    assertThat(told.get(1)).isEqualTo(new PoolCommand.AttemptEnded(Attempt.SUCCEEDED, 40, 0, 0));
    assertThat(((Completed) told.get(2)).endedNanos()).isEqualTo(2 * SECOND);
  }

  @Test
  void whatTheQuotaRefusesComesAgainAfterRetryAfter() {
    start("tokensPerMinute: 60, retries: {max: 3, base: 1s, jitter: none}", "prefixCache: 0");
    submit(1, 60);
    submit(2, 30);
    List<Object> told = toTheEnd();

    assertThat(attempts(told))
        .containsExactly(Attempt.THROTTLED, Attempt.SUCCEEDED, Attempt.SUCCEEDED);
    // 30 s until the bucket holds 30 tokens again, 0.1 s for the refusal, 1 s of backoff, 2 s.
    Completed second = (Completed) told.get(told.size() - 1);
    assertThat(second.endedNanos()).isEqualTo(33_100_000_000L);
  }

  @Test
  void anOutageUsesUpTheRetries() {
    start(
        "outages: [{from: 0s, to: 1h}], retries: {max: 2, base: 1s, cap: 8s, jitter: none}",
        "prefixCache: 0");
    submit(1, 40);
    List<Object> told = toTheEnd();

    assertThat(attempts(told)).hasSize(3).containsOnly(Attempt.FAILED);
    Failed failed = (Failed) told.get(told.size() - 1);
    assertThat(failed.failure()).isEqualTo(Failure.VENDOR_ERROR);
    assertThat(failed.endedNanos()).isEqualTo(3_300_000_000L);
  }

  @Test
  void anOpenCircuitSparesTheAttempt() {
    start(
        "outages: [{from: 0s, to: 5s}], retries: {max: 0}, circuit: {failures: 2, open: 10s}",
        "prefixCache: 0");
    for (int id = 1; id <= 2; id++) {
      submit(id, 40);
      toTheEnd();
    }
    submit(3, 40);
    assertThat(pool.receiveMessage())
        .isInstanceOfSatisfying(
            Failed.class, failed -> assertThat(failed.failure()).isEqualTo(Failure.CIRCUIT_OPEN));

    clock.now = 10_200_000_000L; // The second failure ended at 0.2 s.
    submit(4, 40);
    submit(5, 40);
    assertThat(toTheEnd())
        .filteredOn(Failed.class::isInstance)
        .as("only the probe is sent")
        .singleElement()
        .satisfies(failed -> assertThat(((Failed) failed).request().shopper()).isEqualTo(5));
    submit(6, 40);
    assertThat(attempts(toTheEnd())).containsExactly(Attempt.SUCCEEDED);
  }

  @Test
  void aRetryMeetsTheCircuitThatItsOwnFailuresHaveOpened() {
    start(
        "errorRate: 1, retries: {max: 9, base: 1s, jitter: none}, circuit: {failures: 3}",
        "prefixCache: 0");
    submit(1, 40);
    List<Object> told = toTheEnd();

    assertThat(attempts(told)).hasSize(3).containsOnly(Attempt.FAILED);
    assertThat(((Failed) told.get(told.size() - 1)).failure()).isEqualTo(Failure.CIRCUIT_OPEN);
  }

  @Test
  void whatTheVendorThrottlesSaysNothingOfItsHealth() {
    start("tokensPerMinute: 60, retries: {max: 0}, circuit: {failures: 1}", "prefixCache: 0");
    submit(1, 60);
    submit(2, 60);
    submit(3, 60);

    assertThat(attempts(toTheEnd()))
        .containsExactlyInAnyOrder(Attempt.THROTTLED, Attempt.THROTTLED, Attempt.SUCCEEDED);
  }

  @Test
  void aPauseThatIsTooLongIsNotWaitedFor() {
    start("tokensPerMinute: 60, retries: {max: 9, longestRetryAfter: 29s}", "prefixCache: 0");
    submit(1, 60);
    submit(2, 30);

    assertThat(attempts(toTheEnd())).containsExactly(Attempt.THROTTLED, Attempt.SUCCEEDED);
  }

  @Test
  void aReplyThatHasBegunIsNotAskedForAgain() {
    start(
        "{kind: llm, slots: 9, service: {time: 1s, perOutputToken: 1s},"
            + " api: {timeout: 3s, retries: {max: 1, base: 1s, jitter: none}}}");
    submit(1, 40, 3, Step.ONLY);
    assertThat(attempts(toTheEnd())).containsExactly(Attempt.TIMED_OUT);
  }

  @Test
  void anAttemptThatTakesTooLongIsGivenUpButPaidFor() {
    start("timeout: 1s, retries: {max: 0}", "prefixCache: 0");
    submit(1, 40);
    List<Object> told = toTheEnd();

    assertThat(told.get(1)).isEqualTo(new PoolCommand.AttemptEnded(Attempt.TIMED_OUT, 40, 0, 0));
    assertThat(((Failed) told.get(2)).failure()).isEqualTo(Failure.TIMED_OUT);
    assertThat(clock.now).isEqualTo(SECOND);
  }

  @Test
  void aSpentBudgetCutsOffWithoutAnotherAttempt() {
    start(
        "budget: {perMonth: $1.4, spent: $0.5}",
        "cost: {perMillionInputTokens: $1}, prefixCache: 0");
    submit(1, 400_000);
    submit(2, 400_000);
    submit(3, 400_000);
    List<Object> told = toTheEnd();

    assertThat(attempts(told)).hasSize(2);
    assertThat(told)
        .filteredOn(Failed.class::isInstance)
        .singleElement()
        .satisfies(
            failed -> assertThat(((Failed) failed).failure()).isEqualTo(Failure.OVER_BUDGET));
  }

  @Test
  void aRequestLargerThanTheWholeQuotaIsNotTriedAgain() {
    start("tokensPerMinute: 100, retries: {max: 9}", "prefixCache: 0");
    submit(1, 101);
    List<Object> told = toTheEnd();

    assertThat(attempts(told)).containsExactly(Attempt.THROTTLED);
    assertThat(((Failed) told.get(told.size() - 1)).failure()).isEqualTo(Failure.TOO_LARGE);
  }

  @Test
  void whatTheVendorHasBegunItFinishesAndBillsThoughNobodyWaits() {
    start("retries: {max: 3}", "prefixCache: 0");
    TestExchange exchange = new TestExchange();
    submit(1, 40, 10, Step.said(Step.Prefix.NONE, -1, -1, exchange));
    clock.now = SECOND;
    worker.run(new WorkerCommand.Cancel(exchange));
    worker.run(new WorkerCommand.Cancel(exchange));
    List<Object> told = toTheEnd();
    assertThat(told).hasSize(3);
    assertThat(((Failed) told.get(1)).failure()).isEqualTo(Failure.CANCELLED);
    assertThat(((Failed) told.get(1)).endedNanos()).isEqualTo(SECOND);
    assertThat(told.get(2)).isEqualTo(new PoolCommand.AttemptEnded(Attempt.FAILED, 40, 0, 10));
  }

  @Test
  void anAttemptThatIsDueForNobodyIsNotMade() {
    start("outages: [{from: 0s, to: 1h}], retries: {max: 9}", "prefixCache: 0");
    TestExchange exchange = new TestExchange();
    submit(1, 40, 10, Step.said(Step.Prefix.NONE, -1, -1, exchange));
    worker.run(new WorkerCommand.Cancel(exchange));
    assertThat(attempts(toTheEnd())).containsExactly(Attempt.FAILED);
  }

  @Test
  void aLostWorkerSaysNothingMoreThanWhatIsToBePaid() {
    start("retries: {max: 9}", "prefixCache: 0");
    submit(1, 40, 10, Step.said(Step.Prefix.NONE, -1, -1, new TestExchange()));
    worker.run(WorkerCommand.Halt.INSTANCE);
    assertThat(toTheEnd())
        .containsExactly(
            PoolCommand.AttemptSent.INSTANCE,
            new PoolCommand.AttemptEnded(Attempt.FAILED, 40, 0, 10));
    worker.run(WorkerCommand.Break.INSTANCE);
    assertThat(pool.receiveMessage()).isEqualTo(new PoolCommand.Lose(0));
  }

  @Test
  void aReplyIsStreamedTokenByToken() {
    start(
        "{kind: llm, slots: 9, service: {time: 1s, perOutputToken: 100ms},"
            + " api: {timeout: 3s}}");
    clock.now = SECOND;
    TestExchange exchange = new TestExchange();
    submit(1, 40, 20, Step.said(Step.Prefix.NONE, -1, -1, exchange));
    assertThat(exchange.foreseen).containsExactly("0.0 of 20 at 2000 ms, 100.0 ms each");
    List<Object> told = toTheEnd();
    Completed completed = (Completed) told.get(2);
    assertThat(completed.startedNanos()).isEqualTo(SECOND);
    assertThat(completed.firstTokenNanos()).isEqualTo(2_100_000_000L);
    assertThat(completed.endedNanos()).as("just in time").isEqualTo(4 * SECOND);
    worker.run(new WorkerCommand.Cancel(exchange));
    assertThat(pool.hasMessages()).as("it is over").isFalse();
  }
}
