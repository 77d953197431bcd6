package footfall.reports.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.reports.recording.ConversationWorth.Prospect;
import footfall.scenarios.Scenario;
import footfall.scenarios.arrivals.ArrivalStatistics;
import footfall.scenarios.reading.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run of a hundred seconds that a person can follow, and every figure of it by hand. */
class RecorderByHandTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Offset<Double> CLOSE = within(1e-9);
  private static final Offset<Double> THREE_DIGITS = within(2e-3);
  private static final int SMALL = 0;
  private static final int LARGE = 1;
  private static final int HINDI = 1;
  private static final int SEARCH = 0;

  @TempDir private Path folder;
  private Recorder recorder;

  @BeforeEach
  void open() throws IOException {
    recorder = new Recorder(scenario("none"));
  }

  private Scenario scenario(String warmUp) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("books.yaml"),
            """
            name: books
            horizon: 100s
            warmUp: %s
            arrivals: {poisson: {rate: 1/s}}
            shoppers:
              regular:
                share: 0.5
                turns: 3
                messageTokens: {uniform: {min: 1, max: 99}}
                replyTokens: 10
                languages: {english: {share: 0.5}, hindi: {share: 0.5}}
                intents:
                  start: {search: 1}
                  states:
                    search: {next: {reject: 0.5}}
                    reject: {reasons: {price: 0.5, style: 0.5}, next: {search: 0.5}}
              guest: {share: 0.5, turns: 1, messageTokens: 5, replyTokens: 10}
            pools: {small: {service: {time: 1s}}, large: {service: {time: 1s}}}
            routing: {ratio: {small: 0.5, large: 0.5}}
            """
                .formatted(warmUp));
    return new ScenarioReader().read(file, List.of()).scenario();
  }

  private static long at(double seconds) {
    return Math.round(seconds * SECOND);
  }

  /** The second of three turns of a regular shopper, who speaks Hindi and searches. */
  private static RecordedRequest regular(double submitted) {
    return new RecordedRequest(
        7,
        1,
        3,
        1,
        1,
        0,
        40,
        11,
        at(submitted),
        at(submitted) - SECOND,
        SECOND / 2,
        at(submitted) - 2 * SECOND,
        true,
        HINDI,
        SEARCH,
        1);
  }

  /** A guest, who has one call of a turn to come. */
  private static RecordedRequest guest(double submitted) {
    return new RecordedRequest(
        8, 0, 1, 0, 0, 1, 5, 10, at(submitted), at(submitted), 0, at(submitted), false, -1, -1, -1);
  }

  private ReplicationRecord finish() {
    PoolLevels[] levels = {new PoolLevels(0), new PoolLevels(0)};
    while (recorder.nextTickNanos() <= at(100)) {
      recorder.levelsRead(levels, Submissions.none(2));
    }
    return recorder.finish(
        levels, Submissions.none(2), Census.NONE, new ArrivalStatistics(), at(100), 0);
  }

  private Window all() {
    return Window.sum(finish().sections());
  }

  @Test
  void aRequestThatIsAnswered() {
    RecordedRequest visit = regular(10);
    recorder.served(visit, SMALL, at(12), at(15));
    recorder.completed(visit, SMALL, 30, at(12), at(13), at(15));
    Window all = all();

    assertThat(all.requests(TurnOutcome.COMPLETED)).isOne();
    assertThat(all.turns(TurnOutcome.COMPLETED)).isOne();
    // Submitted to the first pool a second earlier, where it waited for half of one.
    assertThat(all.durations(Metric.REQUEST_LATENCY).meanSeconds()).isCloseTo(6, CLOSE);
    assertThat(all.durations(Metric.TIME_TO_FIRST_TOKEN).meanSeconds()).isCloseTo(4, CLOSE);
    assertThat(all.durations(Metric.QUEUE_WAIT).meanSeconds()).isCloseTo(2.5, CLOSE);
    assertThat(all.durations(Metric.TURN_LATENCY).meanSeconds()).isCloseTo(7, CLOSE);
    assertThat(all.durations(Metric.INTER_TOKEN_LATENCY).count()).isEqualTo(10);
    assertThat(all.durations(Metric.INTER_TOKEN_LATENCY).meanSeconds()).isCloseTo(0.2, CLOSE);
    assertThat(all.talk().inLanguage(HINDI)).isOne();
    assertThat(all.talk().inLanguage(0)).isZero();
    assertThat(all.talk().withIntent(SEARCH)).isOne();
    assertThat(all.talk().forReason(1)).isOne();
    assertThat(all.talk().inputTokens().mean()).isEqualTo(40);
    assertThat(all.talk().inputTokens().percentile(50)).isEqualTo(40);
    assertThat(all.talk().outputTokens().mean()).isEqualTo(11);
    assertThat(all.talk().cachedTokens()).isEqualTo(30);
    PoolTally small = all.pool(SMALL);
    assertThat(small.completed()).isOne();
    assertThat(small.left()).isOne();
    assertThat(small.meanWaitSeconds()).isCloseTo(2, CLOSE);
    assertThat(small.meanWaitSeconds(0)).isCloseTo(2, CLOSE);
    assertThat(small.meanWaitSeconds(1)).isNaN();
    assertThat(small.meanSojournSeconds()).isCloseTo(5, CLOSE);
    assertThat(small.meanServiceSeconds()).isCloseTo(3, CLOSE);
    assertThat(small.probabilityOfWait()).isOne();
    assertThat(small.conversationShares()).isCloseTo(1.0 / 3, CLOSE);
    assertThat(all.pool(LARGE).left()).isZero();
  }

  @Test
  void gapsThatWereMeasuredAreTakenAsTheyAre() {
    recorder.completed(guest(1), SMALL, 0, at(1), at(2), at(3), new int[] {250_000, 750_000});
    Window all = all();

    assertThat(all.durations(Metric.INTER_TOKEN_LATENCY).count()).isEqualTo(2);
    assertThat(all.durations(Metric.INTER_TOKEN_LATENCY).meanSeconds()).isCloseTo(0.5, CLOSE);
    assertThat(all.turns(TurnOutcome.COMPLETED)).as("its turn goes on").isZero();
    assertThat(all.durations(Metric.TURN_LATENCY).count()).isZero();
  }

  @Test
  void aReplyAllAtOnceHasNoGaps() {
    recorder.completed(guest(1), SMALL, 0, at(1), at(3), at(3));
    recorder.completed(RecordedRequest.at(1, at(1)), SMALL, 0, at(1), at(2), at(3));
    assertThat(all().durations(Metric.INTER_TOKEN_LATENCY).count()).isZero();
  }

  @Test
  void requestsThatAreNot() {
    RecordedRequest gone = guest(20);
    recorder.leftQueue(gone, LARGE, at(24));
    recorder.abandoned(gone, LARGE, at(24));
    recorder.turnLost(gone, LARGE, TurnOutcome.ABANDONED, at(24));
    RecordedRequest away = guest(30);
    recorder.turnedAway(away, LARGE, at(30));
    recorder.rejected(away, LARGE, at(30));
    RecordedRequest broken = guest(40);
    recorder.broke(broken, LARGE, Failure.TIMED_OUT, at(41), at(47));
    recorder.failed(broken, LARGE, Failure.TIMED_OUT, at(41), at(47));
    RecordedRequest expired = guest(50);
    recorder.broke(expired, LARGE, Failure.EXPIRED, -1, at(53));
    recorder.failed(expired, LARGE, Failure.EXPIRED, -1, at(53));
    RecordedRequest atOnce = guest(60);
    recorder.served(atOnce, LARGE, at(60), at(62));
    ReplicationRecord record = finish();
    Window all = Window.sum(record.sections());

    assertThat(all.requests(TurnOutcome.ABANDONED)).isOne();
    assertThat(all.requests(TurnOutcome.REJECTED)).isOne();
    assertThat(all.requests(TurnOutcome.FAILED)).isEqualTo(2);
    assertThat(all.turns(TurnOutcome.ABANDONED)).isOne();
    assertThat(all.durations(Metric.REQUEST_LATENCY).count()).isZero();
    assertThat(all.durations(Metric.QUEUE_WAIT).count()).isEqualTo(3);
    assertThat(all.durations(Metric.QUEUE_WAIT).meanSeconds()).isCloseTo((4 + 1 + 3) / 3.0, CLOSE);
    PoolTally large = all.pool(LARGE);
    assertThat(large.abandoned()).isOne();
    assertThat(large.rejected()).isOne();
    assertThat(large.failed()).isEqualTo(2);
    assertThat(large.failed(Failure.TIMED_OUT)).isOne();
    assertThat(large.failed(Failure.EXPIRED)).isOne();
    assertThat(large.failed(Failure.WORKER_LOST)).isZero();
    assertThat(large.left()).isEqualTo(4);
    assertThat(large.probabilityOfFailure()).isCloseTo(2 / 4.0, CLOSE);
    assertThat(large.probabilityOfAbandonment()).isCloseTo(1 / 4.0, CLOSE);
    assertThat(large.probabilityOfRejection()).isCloseTo(1 / 5.0, CLOSE);
    assertThat(large.probabilityOfWait()).isCloseTo(3 / 4.0, CLOSE);
    assertThat(large.meanWaitSeconds(1)).isCloseTo((4 + 1 + 3 + 0) / 4.0, CLOSE);
    assertThat(large.meanSojournSeconds()).isCloseTo((4 + 7 + 3 + 2) / 4.0, CLOSE);
    assertThat(large.meanServiceSeconds())
        .as("of those that were served")
        .isCloseTo((6 + 2) / 2.0, CLOSE);
    assertThat(large.conversationShares()).as("no turn was over").isZero();
    assertThat(record.singles().get(0).sample())
        .extracting(SampledRequest::outcome)
        .containsExactly("abandoned", "rejected", "timed_out", "expired");
    assertThat(record.singles().get(0).sample().get(2))
        .isEqualTo(
            new SampledRequest(
                8, 0, 0, 0, LARGE, 1, -1, -1, "timed_out", 5, 10, at(40), at(41), -1, at(47)));
  }

  @Test
  void conversationsAndWhatTheyBring() {
    recorder.conversationEnded(guest(0), SMALL, Fate.ANSWERED, at(5), at(25), true);
    recorder.conversationBrought(
        SMALL, new ConversationWorth(true, 0.75, true, true, 40, Prospect.NONE));
    recorder.conversationEnded(guest(0), SMALL, Fate.ANSWERED, at(10), at(20), false);
    recorder.conversationBrought(
        SMALL, new ConversationWorth(false, 0.25, false, false, 0, Prospect.NONE));
    recorder.conversationEnded(guest(0), SMALL, Fate.ANSWERED, at(10), at(40), false);
    recorder.conversationBrought(LARGE, ConversationWorth.UNKNOWN);
    recorder.conversationEnded(guest(0), SMALL, Fate.ABANDONED, at(10), at(30), false);
    recorder.conversationBrought(SMALL, null);
    recorder.conversationEnded(guest(0), SMALL, Fate.FAILED, at(10), at(30), false);
    recorder.conversationBrought(-1, null);
    recorder.judged(regular(50), SMALL, measures(0.5));
    recorder.judged(regular(50), SMALL, measures(0.25));
    recorder.judged(guest(50), SMALL, measures(1));
    Window all = all();

    assertThat(all.conversations(ConversationOutcome.COMPLETED)).isEqualTo(3);
    assertThat(all.conversations(ConversationOutcome.ABANDONED)).isOne();
    assertThat(all.conversations(ConversationOutcome.FAILED)).isOne();
    assertThat(all.durations(Metric.CONVERSATION_DURATION).count()).isEqualTo(3);
    assertThat(all.durations(Metric.CONVERSATION_DURATION).meanSeconds()).isCloseTo(20, CLOSE);
    assertThat(all.talk().returned()).isOne();
    assertThat(all.talk().accepted()).isOne();
    assertThat(all.talk().purchases()).isOne();
    assertThat(all.talk().revenue()).isEqualTo(40);
    assertThat(all.talk().judged()).isEqualTo(2);
    assertThat(all.talk().satisfaction()).isEqualTo(1);
    assertThat(all.talk().satisfied()).isOne();
    PoolTally small = all.pool(SMALL);
    assertThat(small.conversations()).isEqualTo(3);
    assertThat(small.satisfied()).isOne();
    assertThat(small.purchases()).isOne();
    assertThat(all.pool(LARGE).conversations()).isOne();
    Opinions opinions = small.opinions();
    assertThat(opinions.answers()).isEqualTo(3);
    assertThat(opinions.answers(HINDI)).isEqualTo(2);
    assertThat(opinions.sum(0)).isCloseTo(1.75, CLOSE);
    assertThat(opinions.sumOfSquares(0)).isCloseTo(0.25 + 0.0625 + 1, CLOSE);
    assertThat(opinions.sum(0, HINDI)).isCloseTo(0.75, CLOSE);
  }

  private static double[] measures(double value) {
    double[] measures = new double[footfall.scenarios.figures.FigureName.QUALITY.size()];
    Arrays.fill(measures, value);
    return measures;
  }

  @Test
  void whatEndsBelongsToTheSectionInWhichItEnds() {
    for (double seconds : new double[] {0.5, 1, 4.5, 50, 99.9}) {
      recorder.turnLost(guest(0), SMALL, TurnOutcome.FAILED, at(seconds));
    }
    recorder.turnLost(guest(0), SMALL, TurnOutcome.FAILED, at(101));
    recorder.completed(RecordedRequest.at(1, at(99)), SMALL, 0, at(99), at(100), at(104));
    ReplicationRecord record = finish();

    for (Window window : record.sections()) {
      long expected =
          java.util.stream.DoubleStream.of(0.5, 1, 4.5, 50, 99.9)
              .filter(s -> at(s) >= window.fromNanos() && at(s) < window.toNanos())
              .count();
      assertThat(window.turns(TurnOutcome.FAILED)).as(window.seconds() + " s").isEqualTo(expected);
    }
    Window all = Window.sum(record.sections());
    assertThat(all.fromNanos()).isZero();
    assertThat(all.toNanos()).isEqualTo(at(100));
    assertThat(all.seconds()).isEqualTo(100);
    assertThat(all.turns(TurnOutcome.FAILED)).isEqualTo(5);
    assertThat(record.drained().turns(TurnOutcome.FAILED)).isOne();
    Window with = all.withTimesOf(record.drained());
    assertThat(with.turns(TurnOutcome.FAILED)).as("counts are of the run").isEqualTo(5);
    assertThat(with.durations(Metric.REQUEST_LATENCY).meanSeconds()).isCloseTo(5, CLOSE);
    assertThat(with.talk().inputTokens().count()).isOne();
    assertThat(all.durations(Metric.REQUEST_LATENCY).count()).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 5, 6.1, 42, 99.9})
  void everyKindOfEndIsOfTheSectionInWhichItIs(double seconds) throws IOException {
    long end = at(seconds);
    Map<String, Consumer<Recorder>> kinds =
        Map.of(
            "served", books -> books.served(guest(0), SMALL, 0, end),
            "left the queue", books -> books.leftQueue(guest(0), SMALL, end),
            "turned away", books -> books.turnedAway(guest(0), SMALL, end),
            "broke", books -> books.broke(guest(0), SMALL, Failure.TIMED_OUT, 0, end),
            "completed", books -> books.completed(RecordedRequest.at(1, 0), SMALL, 0, 0, 0, end),
            "abandoned", books -> books.abandoned(guest(0), SMALL, end),
            "rejected", books -> books.rejected(guest(0), SMALL, end),
            "failed", books -> books.failed(guest(0), SMALL, Failure.TIMED_OUT, 0, end),
            "turn lost", books -> books.turnLost(guest(0), SMALL, TurnOutcome.FAILED, end),
            "conversation", books -> ended(books, end));
    for (Map.Entry<String, Consumer<Recorder>> kind : kinds.entrySet()) {
      recorder = new Recorder(scenario("none"));
      kind.getValue().accept(recorder);
      for (Window window : finish().sections()) {
        boolean there = end >= window.fromNanos() && end < window.toNanos();
        assertThat(ends(window)).as(kind.getKey()).isEqualTo(there ? 1 : 0);
      }
    }
  }

  private static void ended(Recorder books, long end) {
    books.conversationEnded(guest(0), SMALL, Fate.ANSWERED, 0, end, false);
  }

  private static long ends(Window window) {
    PoolTally small = window.pool(SMALL);
    return small.left()
        + small.rejected()
        + Arrays.stream(TurnOutcome.values()).mapToLong(window::requests).sum()
        + (window.requests(TurnOutcome.COMPLETED) > 0 ? 0 : window.turns(TurnOutcome.FAILED))
        + window.conversations(ConversationOutcome.COMPLETED);
  }

  /** Zero is an instant; only what is below it says that there was none. */
  @Test
  void whatIsServedFromTheFirstInstantWaitedForNothing() {
    recorder.broke(guest(0), SMALL, Failure.TIMED_OUT, 0, at(3));
    recorder.failed(guest(0), SMALL, Failure.TIMED_OUT, 0, at(3));
    Window all = all();
    assertThat(all.pool(SMALL).meanWaitSeconds()).isZero();
    assertThat(all.pool(SMALL).meanServiceSeconds()).isCloseTo(3, CLOSE);
    assertThat(all.durations(Metric.QUEUE_WAIT).maxSeconds()).isZero();
  }

  @Test
  void whereTokensAreAlwaysTheSameNobodyCountsThem() throws IOException {
    recorder =
        new Recorder(
            new ScenarioReader()
                .read(Path.of("../scenarios/catalog/theory/md1.yaml"), List.of())
                .scenario());
    recorder.completed(RecordedRequest.at(1, at(1)), 0, 0, at(1), at(2), at(3));
    recorder.conversationBrought(0, ConversationWorth.UNKNOWN);
    PoolLevels[] levels = {new PoolLevels(0)};
    ReplicationRecord record =
        recorder.finish(
            levels, Submissions.none(1), Census.NONE, new ArrivalStatistics(), at(100), 0);
    Window all = Window.sum(record.sections());
    assertThat(all.talk().inputTokens().count()).isZero();
    assertThat(all.talk().inputTokens().percentile(50)).isNaN();
    assertThat(all.talk().judged()).isZero();
    assertThat(all.durations(Metric.REQUEST_LATENCY).count()).isOne();
    assertThat(record.singles().get(0).sample())
        .extracting(SampledRequest::outcome)
        .containsExactly("completed");
    assertThat(all.pool(0).satisfied()).isZero();
    assertThat(all.pool(0).purchases()).isZero();
  }

  @Test
  void theFirstLanguageIsOneToo() {
    double[] measures = measures(0.5);
    Opinions opinions = new Opinions(2);
    opinions.add(measures, 0);
    opinions.add(measures, -1);
    assertThat(opinions.answers()).isEqualTo(2);
    assertThat(opinions.answers(0)).isOne();
    assertThat(opinions.answers(1)).isZero();
  }

  /** Little's law from the other side: by instants of coming and going alone. */
  @Test
  void presenceIsTheTimeThatRequestsSpent() {
    PoolLevels[] levels = {new PoolLevels(0), new PoolLevels(0)};
    RecordedRequest first = guest(1);
    RecordedRequest second = guest(3);
    RecordedRequest away = guest(4);
    long hops = 0;
    long sums = 0;
    double[] expected = new double[201];
    for (int tick = 0; tick <= 200; tick++) {
      double now = tick / 2.0;
      if (now == 9) {
        recorder.served(first, SMALL, at(2), at(8.75));
      }
      if (now == 20) {
        recorder.leftQueue(second, SMALL, at(20));
      }
      if (now == 4) {
        recorder.turnedAway(away, SMALL, at(4));
      }
      hops = now >= 4 ? 3 : now >= 3 ? 2 : now >= 1 ? 1 : 0;
      sums = (now >= 1 ? at(1) : 0) + (now >= 3 ? at(3) : 0) + (now >= 4 ? at(4) : 0);
      assertThat(recorder.nextTickNanos()).isEqualTo(at(now));
      recorder.levelsRead(
          levels,
          new Submissions(
              hops,
              hops,
              hops,
              new long[] {hops, 0},
              new long[] {sums, 0},
              Submissions.Detours.NONE));
      expected[tick] = present(now, 1, 8.75) + present(now, 3, 20);
    }
    assertThat(recorder.tickLengthNanos()).isEqualTo(at(0.5));
    ReplicationRecord record =
        recorder.finish(
            levels, Submissions.none(2), Census.NONE, new ArrivalStatistics(), at(100), 9);

    assertThat(record.presence()).hasSize(201);
    for (int tick = 0; tick <= 200; tick++) {
      assertThat(record.presence().get(tick)[SMALL] / 1e9)
          .as(tick + "")
          .isCloseTo(expected[tick], within(1e-6));
      assertThat(record.presence().get(tick)[LARGE]).isZero();
    }
    assertThat(record.events()).isEqualTo(9);
  }

  private static double present(double now, double from, double to) {
    return Math.max(0, Math.min(now, to) - from);
  }

  @Test
  void completionsAreCountedAtTicks() {
    PoolLevels[] levels = {new PoolLevels(0), new PoolLevels(0)};
    for (int tick = 0; tick <= 200; tick++) {
      if (tick == 10 || tick == 20) {
        recorder.completed(RecordedRequest.at(tick, at(1)), SMALL, 0, at(1), at(2), at(tick / 2.0));
      }
      recorder.levelsRead(levels, Submissions.none(2));
    }
    long[] completed =
        recorder
            .finish(levels, Submissions.none(2), Census.NONE, new ArrivalStatistics(), at(100), 0)
            .singles()
            .get(0)
            .completedAtTicks();
    assertThat(completed).hasSize(201);
    assertThat(completed[9]).isZero();
    assertThat(completed[10]).isOne();
    assertThat(completed[200]).isEqualTo(2);
  }

  @Test
  void aWarmUpHasASectionOfItsOwn() throws IOException {
    WindowPlan plan = WindowPlan.of(at(100), scenario("10s").warmUp());
    assertThat(plan.sectionNanos(0)).isZero();
    assertThat(plan.sectionNanos(1)).isEqualTo(at(10));
    assertThat(plan.sectionNanos(plan.sections())).isEqualTo(at(100));
    assertThat(plan.tickNanos()).isSorted().doesNotHaveDuplicates();
    assertThat(plan.tickNanos(plan.tickNanos().length)).isEqualTo(WindowBounds.NEVER);
    assertThat(plan.sectionEndNanos(plan.sections() - 1)).isEqualTo(at(100));
    assertThat(plan.sectionEndNanos(plan.sections())).isEqualTo(WindowBounds.NEVER);
  }

  @Test
  void levelsIntegrateWorkersAndPower() {
    PoolLevels levels = new PoolLevels(at(1));
    levels.workers(at(2), 3, 2);
    levels.wattsChanged(at(2), 100);
    levels.queued(at(3));
    levels.queued(at(4));
    levels.started(at(5));
    levels.requeued(at(7));
    levels.wattsChanged(at(8), -40);
    levels.started(at(9));
    levels.leftService(at(10));
    levels.workers(at(10), 1, 1);
    levels.tokensUsed(50, 20, 7);
    levels.tokensUsed(5, 2, 1);
    levels.attemptSent();
    levels.attemptSent();
    levels.attemptSent();
    levels.attemptEnded(Attempt.values()[0]);
    PoolLevels now = levels.snapshot(at(12));

    assertThat(now.atNanos()).isEqualTo(at(12));
    assertThat(now.waiting()).isOne();
    assertThat(now.inService()).isZero();
    assertThat(now.inSystem()).isOne();
    levels.started(at(12));
    assertThat(levels.inService()).isOne();
    assertThat(levels.inSystem()).as("in service, and nobody waits").isOne();
    levels.requeued(at(12));
    assertThat(now.maxWaiting()).isEqualTo(2);
    assertThat(now.completions()).isZero();
    // waiting: 1 from 3, 2 from 4, 1 from 5, 2 from 7, 1 from 9 to 12
    assertThat(now.waitingArea()).isCloseTo((1 + 2 + 2 + 4 + 3) * 1e9, THREE_DIGITS);
    // in service: from 5 to 7 and from 9 to 10
    assertThat(now.inServiceArea()).isCloseTo(3e9, THREE_DIGITS);
    assertThat(now.workersPaid()).isOne();
    assertThat(now.workersUp()).isOne();
    assertThat(now.workersPaidArea()).isCloseTo((3 * 8 + 2) * 1e9, THREE_DIGITS);
    assertThat(now.workersUpArea()).isCloseTo((2 * 8 + 2) * 1e9, THREE_DIGITS);
    assertThat(now.watts()).isEqualTo(60);
    assertThat(now.wattsArea()).isCloseTo((100 * 6 + 60 * 4) * 1e9, THREE_DIGITS);
    assertThat(now.inputTokens()).isEqualTo(55);
    assertThat(now.cachedTokens()).isEqualTo(22);
    assertThat(now.outputTokens()).isEqualTo(8);
    assertThat(now.attemptsSent()).isEqualTo(3);
    assertThat(now.attempts(Attempt.values()[0])).isOne();
    assertThat(now.attemptsOpen()).isEqualTo(2);
    levels.attemptEnded(Attempt.values()[0]);
    levels.leftAndStarted(at(13));
    assertThat(now.attemptsOpen()).as("what was read stays").isEqualTo(2);
    assertThat(levels.snapshot(at(14)).maxWaiting()).as("since the snapshot before").isOne();
    assertThat(levels.snapshot(at(15)).maxWaiting()).isZero();
    assertThat(levels.withMaxWaiting(9).maxWaiting()).isEqualTo(9);
    assertThat(levels.completions()).isOne();
  }
}
