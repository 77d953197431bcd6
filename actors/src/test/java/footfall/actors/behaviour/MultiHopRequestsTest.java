package footfall.actors.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.actors.pools.TestExchange;
import footfall.actors.protocol.PoolCommand;
import footfall.actors.protocol.Request;
import footfall.actors.protocol.RequestOutcome;
import footfall.actors.protocol.RequestOutcome.Abandoned;
import footfall.actors.protocol.RequestOutcome.Completed;
import footfall.actors.protocol.RequestOutcome.Failed;
import footfall.actors.protocol.RequestOutcome.Rejected;
import footfall.actors.protocol.Route;
import footfall.actors.protocol.RouterCommand;
import footfall.actors.protocol.RouterReport;
import footfall.actors.protocol.Step;
import footfall.actors.protocol.SupervisorCommand;
import footfall.actors.routing.Router;
import footfall.reports.recording.Failure;
import footfall.reports.recording.Submissions;
import footfall.scenarios.randomness.Streams;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.Behavior;
import org.junit.jupiter.api.Test;

/** Requests that a router sees through several pools, one message at a time. */
class MultiHopRequestsTest {
  private static final long SECOND = 1_000_000_000L;
  private static final String SHOP =
      """
      name: journeys
      horizon: 1h
      arrivals: {poisson: {rate: 1/s}}
      shoppers: {all: {messageTokens: 1, replyTokens: 1, intents: {start: {find: 1}, states: {find: {}, ask: {}}}}}
      pools:
        first: {service: {time: 1s}}
        second: {kind: llm, slots: 9, service: {time: 1s}}
      %s
      routing: {%s}
      """;

  private static final String THIRD = "  third: {slots: 9, service: {time: 1s}}";

  private final ManualClock clock = new ManualClock();
  private final TestInbox<SupervisorCommand> supervisor = TestInbox.create();
  private final TestInbox<RequestOutcome> shopper = TestInbox.create();
  private final List<TestInbox<PoolCommand>> pools =
      List.of(TestInbox.create(), TestInbox.create(), TestInbox.create());
  private BehaviorTestKit<RouterCommand> router;

  private void route(String routing) {
    router =
        BehaviorTestKit.create(
            Router.create(
                clock,
                Scenarios.parse(SHOP.formatted(routing.contains("third") ? THIRD : "", routing)),
                5,
                supervisor.getRef()));
    tell(new RouterCommand.UsePools(pools.stream().map(TestInbox::getRef).toList()));
  }

  private void submit(long number, long patienceNanos, Step step) {
    tell(
        new Request(
            number,
            0,
            1,
            0,
            0,
            70,
            30,
            0,
            clock.now,
            patienceNanos,
            Streams.entity(3, number),
            step,
            null,
            shopper.getRef()));
  }

  private void tell(RouterCommand command) {
    router.run(command);
    assertThat(Behavior.isUnhandled(router.returnedBehavior())).as(command.toString()).isFalse();
  }

  private Request at(int pool) {
    return (Request) pools.get(pool).receiveMessage();
  }

  private static Completed answered(Request request, int pool, long waitNanos, long endedNanos) {
    long started = request.submittedNanos() + waitNanos;
    return new Completed(request, pool, 0, 0, started, started, endedNanos);
  }

  private Submissions reported() {
    TestInbox<RouterReport.RequestsReported> reports = TestInbox.create();
    tell(new RouterCommand.ReportRequests(reports.getRef()));
    return reports.receiveMessage().submissions();
  }

  @Test
  void anAnswerWithLittleConfidenceGoesOnAndIsKept() {
    route("cascade: {pools: [first, second], threshold: 1}");
    submit(1, 60 * SECOND, Step.ONLY);
    Request first = at(0);
    assertThat(first.route().hop()).isZero();
    assertThat(first.replyTo()).isEqualTo(router.getRef());
    tell(answered(first, 0, 2 * SECOND, 5 * SECOND));

    Request second = at(1);
    assertThat(second.route().hop()).isEqualTo(1);
    assertThat(second.submittedNanos()).isEqualTo(5 * SECOND);
    assertThat(second.route().submittedNanos()).isZero();
    assertThat(second.route().waitedNanos()).isEqualTo(2 * SECOND);
    assertThat(second.patienceNanos()).as("two of 60 s are gone").isEqualTo(58 * SECOND);
    assertThat(second.route().kept().pool()).isZero();
    assertThat(shopper.hasMessages()).isFalse();

    clock.now = 9 * SECOND;
    tell(new Rejected(second, 1, 9 * SECOND));
    Completed told = (Completed) shopper.receiveMessage();
    assertThat(told.pool()).as("the answer that was kept").isZero();
    assertThat(told.endedNanos()).isEqualTo(9 * SECOND);
    assertThat(told.request().route().waitedNanos()).isEqualTo(4 * SECOND);
    assertThat(reported().detours()).isEqualTo(new Submissions.Detours(0, 0, 1, 0, 0, 0));
    RouterReport.RequestsAnswered gathered =
        (RouterReport.RequestsAnswered) supervisor.receiveMessage();
    assertThat(gathered.outcomes()).containsExactly(told);
    assertThat(reported().hops()).containsExactly(1, 1);
    assertThat(supervisor.hasMessages()).as("nothing new").isFalse();
  }

  /** Nobody hears of it before it is known whether it is good enough. */
  @Test
  void anAnswerThatMayBeReplacedComesAllAtOnce() {
    route("cascade: {pools: [first, second], threshold: 0}");
    submit(1, Long.MAX_VALUE, Step.ONLY);
    Request asked = at(0);
    tell(new Completed(asked, 0, 0, 0, SECOND, 2 * SECOND, 5 * SECOND));
    Completed told = (Completed) shopper.receiveMessage();
    assertThat(told.firstTokenNanos()).isEqualTo(5 * SECOND);
    assertThat(told.request().firstSubmittedNanos()).isZero();
  }

  private static final String JUDGED =
      "cascade: {pools: [first, second], threshold: %s, confidenceBy: {judge: {pool: second}}}";

  @Test
  void aJudgeReadsTheAnswerAndSaysOneWord() {
    route(JUDGED.formatted(0));
    submit(1, 60 * SECOND, Step.ONLY);
    Request first = at(0);
    tell(answered(first, 0, 2 * SECOND, 5 * SECOND));
    assertThat(shopper.hasMessages()).as("not yet").isFalse();

    Request judged = at(1);
    assertThat(judged.route().isJudgement()).isTrue();
    assertThat(judged.inputTokens()).isEqualTo(first.inputTokens() + first.outputTokens());
    assertThat(judged.outputTokens()).isEqualTo(1);
    assertThat(judged.patienceNanos()).isEqualTo(58 * SECOND);
    tell(answered(judged, 1, SECOND, 7 * SECOND));
    Completed told = (Completed) shopper.receiveMessage();
    assertThat(told.pool()).isZero();
    assertThat(told.request().outputTokens()).isEqualTo(first.outputTokens());
    assertThat(told.firstTokenNanos()).isEqualTo(7 * SECOND);
    assertThat(told.endedNanos()).isEqualTo(7 * SECOND);
    assertThat(told.request().waitedNanos()).as("at the judge").isEqualTo(SECOND);
    assertThat(reported().detours().escalated()).isZero();
  }

  @Test
  void whatTheJudgeDoesNotLikeGoesToTheNextPoolInFull() {
    route(JUDGED.formatted(1));
    submit(1, Long.MAX_VALUE, Step.ONLY);
    Request first = at(0);
    tell(answered(first, 0, 0, SECOND));
    tell(answered(at(1), 1, 0, 2 * SECOND));
    Request second = at(1);
    assertThat(second.route().hop()).isEqualTo(1);
    assertThat(second.inputTokens()).isEqualTo(first.inputTokens());
    assertThat(second.outputTokens()).isEqualTo(first.outputTokens());
    Completed better = answered(second, 1, SECOND, 4 * SECOND);
    tell(better);
    assertThat(shopper.receiveMessage()).as("no judge for the last").isEqualTo(better);
    assertThat(reported().detours().escalated()).isEqualTo(1);
  }

  @Test
  void withoutAJudgementTheNextPoolIsAsked() {
    route(JUDGED.formatted(0));
    submit(1, Long.MAX_VALUE, Step.ONLY);
    tell(answered(at(0), 0, 0, SECOND));
    tell(new Rejected(at(1), 1, SECOND));
    Request second = at(1);
    assertThat(second.route().hop()).isEqualTo(1);
    tell(new Rejected(second, 1, 3 * SECOND));
    Completed told = (Completed) shopper.receiveMessage();
    assertThat(told.pool()).as("better than none").isZero();
    assertThat(told.endedNanos()).isEqualTo(3 * SECOND);
  }

  @Test
  void theSecondAnswerReplacesTheFirst() {
    route("cascade: {pools: [first, second], threshold: 1}");
    submit(1, Long.MAX_VALUE, Step.ONLY);
    tell(answered(at(0), 0, 0, SECOND));
    Request second = at(1);
    assertThat(second.patienceNanos()).isEqualTo(Long.MAX_VALUE);
    Completed better = answered(second, 1, 0, 2 * SECOND);
    tell(better);
    assertThat(shopper.receiveMessage()).isEqualTo(better);
  }

  @Test
  void whatOnePoolDoesNotTakeGoesToTheNextAndWhoLeavesIsGone() {
    route("fallback: {pools: [first, second], circuit: {failures: 2, open: 60s}}");
    submit(1, Long.MAX_VALUE, Step.ONLY);
    tell(new Rejected(at(0), 0, 0));
    assertThat(at(1).route().kept()).isNull();
    submit(2, Long.MAX_VALUE, Step.ONLY);
    Abandoned gone = new Abandoned(at(0), 0, SECOND);
    tell(gone);
    assertThat(shopper.receiveMessage()).isEqualTo(gone);
    assertThat(reported().detours().passedOn()).isEqualTo(1);
  }

  @Test
  void whereAllCircuitsAreOpenRequestsAreRefused() {
    route("fallback: {pools: [first, second], circuit: {failures: 1, open: 60s}}");
    submit(1, Long.MAX_VALUE, Step.ONLY);
    Request one = at(0);
    tell(new Failed(one, 0, 0, Failure.WORKER_LOST, 0, 1));
    Request two = at(1);
    tell(new Failed(two, 1, 0, Failure.VENDOR_ERROR, 1, 2));
    assertThat(((Failed) shopper.receiveMessage()).failure()).isEqualTo(Failure.VENDOR_ERROR);
    clock.now = SECOND;
    submit(2, Long.MAX_VALUE, Step.ONLY);
    Failed refused = (Failed) shopper.receiveMessage();
    assertThat(refused.failure()).isEqualTo(Failure.CIRCUIT_OPEN);
    assertThat(refused.pool()).isEqualTo(Failed.NOBODY);
    assertThat(refused.endedNanos()).isEqualTo(SECOND);
    Submissions.Detours detours = reported().detours();
    assertThat(detours.refused()).isEqualTo(1);
    assertThat(detours.circuitOpenings()).isEqualTo(2);
  }

  private static final String CLASSIFIED =
      "byIntent: {find: second, ask: first}, otherwise: first,"
          + " classifier: {pool: third, accuracy: %s, errorCost: 0.1}";

  private Step find() {
    return Step.said(Step.Prefix.NONE, -1, 0, null);
  }

  @Test
  void aRequestIsClassifiedFirstAndThenAnsweredAsAWhole() {
    route(CLASSIFIED.formatted("1"));
    submit(1, Long.MAX_VALUE, find());
    Request classifying = at(2);
    assertThat(classifying.route().hop()).isEqualTo(Route.CLASSIFICATION);
    assertThat(classifying.outputTokens()).as("one word").isEqualTo(1);
    tell(answered(classifying, 2, SECOND, 2 * SECOND));
    Request answering = at(1);
    assertThat(answering.outputTokens()).isEqualTo(30);
    assertThat(answering.inputTokens()).isEqualTo(70);
    assertThat(answering.route().hop()).isZero();
    assertThat(answering.route().misclassified()).isFalse();
    assertThat(answering.route().kept()).as("a class is no answer").isNull();
    Completed completed = answered(answering, 1, 0, 3 * SECOND);
    tell(completed);
    assertThat(shopper.receiveMessage()).isEqualTo(completed);
    assertThat(reported().detours()).isEqualTo(new Submissions.Detours(1, 0, 0, 0, 0, 0));
  }

  @Test
  void aClassifierThatErrsSendsElsewhereAndIsCounted() {
    route(CLASSIFIED.formatted("0"));
    submit(1, Long.MAX_VALUE, find());
    tell(answered(at(2), 2, 0, SECOND));
    assertThat(at(0).route().misclassified()).isTrue();
    assertThat(reported().detours()).isEqualTo(new Submissions.Detours(1, 1, 0, 0, 0, 0));
  }

  @Test
  void whatCannotBeClassifiedGoesWhereThoseOfNoKindGo() {
    route(CLASSIFIED.formatted("1"));
    submit(1, Long.MAX_VALUE, find());
    tell(new Rejected(at(2), 2, SECOND));
    Request otherwise = at(0);
    assertThat(otherwise.route().hop()).isZero();
    assertThat(otherwise.outputTokens()).isEqualTo(30);
    assertThat(reported().detours().passedOn()).isEqualTo(1);
    submit(2, Long.MAX_VALUE, find());
    Abandoned gone = new Abandoned(at(2), 2, SECOND);
    tell(gone);
    assertThat(shopper.receiveMessage()).isEqualTo(gone);
  }

  @Test
  void manyOutcomesAreToldTogether() {
    route("cascade: {pools: [first, second], threshold: 0}");
    for (int i = 0; i < 64; i++) {
      submit(i, Long.MAX_VALUE, Step.ONLY);
      tell(answered(at(0), 0, 0, SECOND));
      assertThat(supervisor.hasMessages()).isEqualTo(i == 63);
    }
    assertThat(((RouterReport.RequestsAnswered) supervisor.receiveMessage()).outcomes())
        .hasSize(64);
  }

  @Test
  void whoAsksForAPoolGetsThatOneAndNoOther() {
    route("cascade: {pools: [first, second, third], threshold: 1}");
    TestExchange exchange = new TestExchange();
    exchange.pool = 2;
    submit(1, Long.MAX_VALUE, Step.said(Step.Prefix.NONE, -1, -1, exchange));
    assertThat(at(2).route().hop()).isZero();
    tell(new RouterCommand.Cancel(exchange));
    for (TestInbox<PoolCommand> pool : pools) {
      assertThat(pool.receiveMessage()).isEqualTo(new PoolCommand.Cancel(exchange));
    }
    route("ratio: {first: 0.5, second: 0.3, third: 0.2}");
    submit(2, Long.MAX_VALUE, Step.said(Step.Prefix.NONE, -1, -1, exchange));
    assertThat(at(2).route()).isNull();
  }

  @Test
  void whatWasSentIsCountedByPool() {
    route("ratio: {first: 1, second: 0}");
    clock.now = 4;
    submit(1, Long.MAX_VALUE, Step.ONLY);
    clock.now = 6;
    submit(2, Long.MAX_VALUE, Step.ONLY);
    Submissions submissions = reported();
    assertThat(submissions.conversations()).isEqualTo(2);
    assertThat(submissions.turns()).isEqualTo(2);
    assertThat(submissions.requests()).isEqualTo(2);
    assertThat(submissions.hops()).containsExactly(2, 0);
    assertThat(submissions.submittedNanosSums()).containsExactly(10, 0);
    assertThat(submissions.detours()).isEqualTo(Submissions.Detours.NONE);
    TestInbox<RouterReport.Seen> seen = TestInbox.create();
    tell(new RouterCommand.Look(seen.getRef()));
    RouterReport.Seen now = seen.receiveMessage();
    assertThat(Map.of(now.conversations(), now.hops()[0])).isEqualTo(Map.of(2L, 2L));
  }
}
