package footfall.reports.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.reports.analysis.load.LoadAnalysis;
import footfall.reports.analysis.run.Outcome;
import footfall.reports.measurement.MeasuredRequest.Ending;
import footfall.reports.measurement.MeasuredRequest.Place;
import footfall.reports.measurement.MeasuredRequest.Timestamps;
import footfall.reports.measurement.MeasuredRequest.Told;
import footfall.reports.recording.Census;
import footfall.reports.recording.Failure;
import footfall.reports.recording.TurnOutcome;
import footfall.reports.results.LoadFigures;
import footfall.reports.results.LoadFigures.Fitness;
import footfall.reports.results.Losses;
import footfall.reports.results.Results;
import footfall.reports.results.Results.Check;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.reading.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasuredRunTest {
  private static final long MILLI = 1_000_000L;
  private static final long END = 100_000 * MILLI;
  private static final GeneratorHealth FIT =
      new GeneratorHealth(9, 9, 9, 100, 0, 0.2, 2, 0, Double.NaN);

  @TempDir private Path folder;

  private ResolvedScenario resolved;
  private final List<MeasuredRequest> requests = new ArrayList<>();
  private final List<ServerSample> server = new ArrayList<>();
  private double answeredByServer = Double.NaN;

  @BeforeEach
  void readScenario() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("s.yaml"),
            """
            name: measured
            horizon: 100s
            warmUp: none
            arrivals: {poisson: {rate: 10/s}}
            pools:
              slm: {slots: 4, service: {time: 10ms, perOutputToken: 10ms}}
              llm: {slots: 4, service: {time: 10ms, perOutputToken: 10ms}}
            routing: {ratio: {slm: 0.5, llm: 0.5}}
            slos:
              - {metric: request_latency, stat: share, within: 1s, op: ">=", threshold: 0.9}
            """);
    resolved = new ScenarioReader().read(file, List.of());
  }

  /** A request at an instant, sent so much later, that takes 200 ms, of which 50 in the queue. */
  private void add(long atMillis, long lateMillis, int pool, Ending ending) {
    long at = atMillis * MILLI;
    long sent = at + lateMillis * MILLI;
    boolean answered = ending == Ending.ANSWERED || ending.later() == Ending.ANSWERED;
    requests.add(
        new MeasuredRequest(
            new Place(
                requests.size(),
                0,
                0,
                1,
                0,
                1,
                0,
                -1,
                -1,
                -1,
                !ending.equals(Ending.OPEN),
                false,
                at,
                at),
            new Timestamps(
                at,
                sent,
                answered ? sent + 100 * MILLI : -1,
                sent + 200 * MILLI,
                answered ? new int[] {50_000, 50_000} : new int[0]),
            ending,
            new Told(
                "r" + requests.size(),
                pool,
                0,
                10,
                0,
                3,
                answered ? 50 * MILLI : -1,
                answered ? 90 * MILLI : -1,
                answered ? 100 * MILLI : -1)));
  }

  private Results analyse(Census census, GeneratorHealth health) {
    LoadMeasurement measurement =
        new LoadMeasurement(
            "http://x",
            "m",
            1,
            requests,
            census,
            END,
            health,
            new ReplyLengths(true, 5),
            server,
            answeredByServer,
            Set.of(),
            Optional.empty());
    Outcome outcome = LoadAnalysis.of(resolved, measurement, "test", new Results.Wall("", 100, 0));
    return outcome.results();
  }

  private static Check check(Results results, String name) {
    return results.checks().stream().filter(c -> c.name().contains(name)).findFirst().orElseThrow();
  }

  private void regular(long lateMillis) {
    for (int i = 0; i < 900; i++) {
      add(100L * i, lateMillis, i % 2, Ending.ANSWERED);
    }
  }

  @ParameterizedTest
  @CsvSource({"899, false", "900, true", "901, true", "902, true", "903, false"})
  void clientAndServerHaveToCountAlike(double counted, boolean holds) {
    regular(0);
    add(600, 0, -1, new Ending(TurnOutcome.ABANDONED, null, 0, "")); // The server may have gone on.
    add(800, 0, 1, new Ending(TurnOutcome.FAILED, Failure.VENDOR_ERROR, 0, "broke off"));
    answeredByServer = counted;
    Check check = check(analyse(new Census(0, 0, 0), FIT), "count alike");
    assertThat(check.holds()).as(check.detail()).isEqualTo(holds);
  }

  @Test
  void repliesOfAnotherLengthThanPlannedAreSaid() {
    regular(0);
    LoadFigures.Replies replies = analyse(new Census(0, 0, 0), FIT).load().replies();
    assertThat(replies.measured()).isEqualTo(3);
    assertThat(replies.planned()).isEqualTo(5);
    assertThat(replies.differ()).isTrue();
    assertThat(replies.sentence()).contains("3.0 tokens on average, 5.0 are planned");
  }

  @Test
  void everyEndingHasItsPlaceInTheBooks() {
    regular(0);
    add(500, 0, -1, new Ending(TurnOutcome.REJECTED, null, 429, "full"));
    add(600, 0, -1, new Ending(TurnOutcome.ABANDONED, null, 0, ""));
    add(700, 0, -1, new Ending(TurnOutcome.FAILED, Failure.TIMED_OUT, 0, ""));
    add(800, 0, 1, new Ending(TurnOutcome.FAILED, Failure.WORKER_LOST, 500, ""));
    add(99_950, 0, 1, Ending.OPEN);
    Results results = analyse(new Census(1, 1, 1), FIT);

    assertThat(results.checks()).allMatch(Check::holds);
    assertThat(results.ledger().requests())
        .isEqualTo(new Results.Ledger.Requests(905, 900, 1, 1, 2, 1));
    assertThat(results.ledger().conversations().open()).isEqualTo(1);
    assertThat(results.metrics().get("request_latency").p50()).isCloseTo(0.2, within(0.001));
    assertThat(results.metrics().get("inter_token_latency").count()).isEqualTo(1800);
    assertThat(results.metrics().get("queue_wait").p50()).isCloseTo(0.05, within(0.001));
    // 4.5 a second of 0.15 s in service, of four slots.
    assertThat(results.pools().get(0).utilization()).isCloseTo(4.5 * 0.15 / 4, within(0.001));
    assertThat(results.load().timeToFirstToken())
        .extracting(
            part -> part.pool() + " " + part.part() + " " + Math.round(1e3 * part.time().mean()))
        .contains("slm lateness 0", "slm queue 50", "slm prefill 40", "slm network 10");
  }

  @Test
  void whatIsAnsweredAfterTheEndIsKnownToTheObjectives() {
    regular(0);
    add(99_950, 0, 1, Ending.ANSWERED.afterTheEnd());
    add(99_960, 0, -1, new Ending(TurnOutcome.FAILED, Failure.TIMED_OUT, 0, "").afterTheEnd());
    add(99_970, 0, 1, Ending.OPEN);
    Results results = analyse(new Census(3, 3, 3), FIT);

    assertThat(results.checks()).allMatch(Check::holds);
    assertThat(results.ledger().requests())
        .isEqualTo(new Results.Ledger.Requests(903, 900, 0, 0, 0, 3));
    Losses.Fates fates = results.losses().requests();
    assertThat(fates.arrived()).isEqualTo(903);
    assertThat(fates.answered()).isEqualTo(901);
    assertThat(fates.failed()).isEqualTo(1);
    assertThat(fates.open()).isEqualTo(1);
    assertThat(results.slo().get(0).actual()).isCloseTo(901.0 / 903, within(1e-9));
  }

  @Test
  void aConversationThatIsMissingBreaksTheLedger() {
    regular(0);
    Results results = analyse(new Census(3, 0, 0), FIT);

    assertThat(check(results, "conversations balance").holds()).isFalse();
  }

  @Test
  void latenessIsPartOfTheTimesAndSpoilsTheRun() {
    regular(20);
    Results results = analyse(Census.NONE, FIT);

    assertThat(results.metrics().get("request_latency").p50()).isCloseTo(0.22, within(0.001));
    assertThat(results.load().fromSend().get("request_latency").p50())
        .isCloseTo(0.2, within(0.001));
    assertThat(results.load().generator().verdict()).isEqualTo(Fitness.LATE);
    assertThat(check(results, "the generator kept up").holds()).isFalse();
  }

  @Test
  void aGeneratorWithoutConnectionsOrProcessorsIsSaturated() {
    regular(0);
    GeneratorHealth noSockets = new GeneratorHealth(9, 9, 9, 9, 3, 0.2, 2, 0, Double.NaN);
    GeneratorHealth noProcessor = new GeneratorHealth(9, 9, 9, 100, 0, 1.95, 2, 0, Double.NaN);

    for (GeneratorHealth health : List.of(noSockets, noProcessor)) {
      Results results = analyse(Census.NONE, health);
      assertThat(results.load().generator().verdict()).isEqualTo(Fitness.SATURATED);
      assertThat(check(results, "the generator kept up").holds()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({"0.5, 0.95, true", "0.5, 0.85, false", "0.05, 0.95, false", "0.5, NaN, false"})
  void aMachineThatClientAndServerShareIsTold(double cpu, double busy, boolean told) {
    regular(0);
    Results results = analyse(Census.NONE, new GeneratorHealth(9, 9, 9, 100, 0, cpu, 2, 0, busy));
    assertThat(results.answer().contains("Client and server share a machine")).isEqualTo(told);
  }

  @Test
  void aServerThatCountsOtherwiseThanLittleIsFlagged() {
    regular(0);
    for (int i = 0; i < 100; i++) {
      server.add(new ServerSample(i * 1_000 * MILLI, 0, 0, 0.855));
      server.add(new ServerSample(i * 1_000 * MILLI, 1, 5 + i % 2, 4));
    }
    Results results = analyse(Census.NONE, FIT);

    assertThat(check(results, "between client and server").holds()).isFalse();
    assertThat(results.load().server().get(0).inSystemByClient())
        .as("4.5 a second for 200 ms, of which 10 in the network")
        .isCloseTo(0.855, within(0.005));

    server.removeIf(sample -> sample.pool() == 1);
    for (int i = 0; i < 100; i++) {
      server.add(new ServerSample(i * 1_000 * MILLI, 1, i % 2, 0.355));
    }
    assertThat(check(analyse(Census.NONE, FIT), "between client and server").holds()).isTrue();
  }

  @Test
  void eightInAHundredTooManyAreFlaggedWhereTheyAreSure() {
    regular(0);
    for (int i = 0; i < 100; i++) {
      server.add(new ServerSample(i * 1_000 * MILLI, 0, 0, 0.855 * 1.08));
      server.add(new ServerSample(i * 1_000 * MILLI, 1, 0, 0.855 * 1.08));
    }
    assertThat(check(analyse(Census.NONE, FIT), "between client and server").holds()).isFalse();
  }

  @Test
  void whatAForeignServerDoesNotTellIsAbsent() {
    regular(20);
    for (int i = 0; i < 100; i++) {
      server.add(new ServerSample(i * 1_000 * MILLI, 0, 0, 0.5)); // Of its last step.
    }
    requests.replaceAll(
        request ->
            new MeasuredRequest(
                request.place(),
                request.times(),
                request.ending(),
                new Told("", request.told().pool(), -1, 10, -1, 3, -1, -1, -1)));
    Results results = analyse(Census.NONE, FIT);

    assertThat(results.metrics().get("queue_wait").count()).isZero();
    Results.PoolFigures pool = results.pools().get(0);
    assertThat(pool.queueWait().mean()).isNaN();
    assertThat(pool.queueLength().mean()).isNaN();
    assertThat(pool.utilization()).isNaN();
    assertThat(pool.probabilityOfWait()).isNaN();
    assertThat(pool.throughput()).isCloseTo(4.5, within(0.1));
    assertThat(results.metrics().get("request_latency").p50()).isCloseTo(0.22, within(0.001));
    assertThat(results.checks())
        .filteredOn(c -> c.name().contains("Little"))
        .allMatch(Check::holds);
    assertThat(results.answer()).doesNotContain("busy");
  }

  @Test
  void moreServiceThanSlotsAndTimesOutOfOrderAreFlagged() {
    for (int i = 0; i < 9_000; i++) {
      add(10L * i, 0, 0, Ending.ANSWERED);
    }
    Results crowded = analyse(Census.NONE, FIT);
    assertThat(check(crowded, "what pool slm carries").holds()).isFalse();

    requests.replaceAll(
        r ->
            new MeasuredRequest(
                r.place(),
                new Timestamps(
                    r.times().intendedNanos(),
                    r.times().sentNanos(),
                    r.times().sentNanos() + 10 * MILLI,
                    r.times().endedNanos(),
                    r.times().gapsMicros()),
                r.ending(),
                r.told()));
    assertThat(check(analyse(Census.NONE, FIT), "times are in order").holds()).isFalse();
  }
}
