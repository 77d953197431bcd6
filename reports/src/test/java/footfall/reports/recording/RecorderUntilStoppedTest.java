package footfall.reports.recording;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.scenarios.Scenario;
import footfall.scenarios.arrivals.ArrivalStatistics;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.reading.yaml.Setting;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However long nobody knew that it would be, the books are whole and small. */
class RecorderUntilStoppedTest {
  private static final long SECOND = 1_000_000_000L;

  @ParameterizedTest
  @ValueSource(longs = {1, 7, 8, 100, 511, 512, 513, 1_024, 3_333, 40_000})
  void isWholeAndSmall(long seconds) {
    Scenario scenario =
        new ScenarioReader()
            .read(
                Path.of("../scenarios/catalog/theory/md1.yaml"),
                List.of(
                    Setting.parse("horizon=100s"),
                    Setting.parse("warmUp=1s"),
                    Setting.parse(
                        "slos=[{metric: request_latency, stat: p95, op: <=, threshold: 1s}]")))
            .scenario();
    Recorder recorder = Recorder.untilStopped(scenario);
    PoolLevels levels = new PoolLevels(0);
    long requests = 0;
    long submittedSum = 0;
    long endNanos = seconds * SECOND + SECOND / 2;
    for (long now = 0; now < endNanos; now += SECOND / 4) {
      if (now >= recorder.nextTickNanos()) {
        recorder.levelsRead(new PoolLevels[] {levels.snapshot(now)}, sent(requests, submittedSum));
      }
      RecordedRequest visit = RecordedRequest.at(requests, now); // It stays for 30 ms.
      levels.startedAtOnce(now);
      levels.left(now + 30_000_000);
      requests++;
      submittedSum += now;
      recorder.served(visit, 0, now, now + 30_000_000);
      recorder.completed(visit, 0, 0, now, now + 20_000_000, now + 30_000_000);
    }
    ReplicationRecord record =
        recorder.finish(
            new PoolLevels[] {levels.snapshot(endNanos)},
            sent(requests, submittedSum),
            Census.NONE,
            new ArrivalStatistics(),
            endNanos,
            0);

    WindowPlan plan = record.plan();
    assertThat(plan.tickNanos()).isSorted().doesNotHaveDuplicates();
    assertThat(plan.tickNanos()[0]).isZero();
    assertThat(plan.tickNanos()[plan.tickNanos().length - 1]).isEqualTo(endNanos);
    assertThat(plan.tickNanos().length).isLessThan(600);
    assertThat(record.levels()).hasSameSizeAs(plan.tickNanos());
    assertThat(record.presence()).hasSameSizeAs(plan.tickNanos());
    assertThat(record.singles().get(0).completedAtTicks()).hasSameSizeAs(plan.tickNanos());
    assertThat(record.sections()).hasSize(plan.sections());
    IntStream.range(0, plan.sections())
        .forEach(
            section -> {
              Window of = record.sections().get(section);
              assertThat(of.fromNanos()).isEqualTo(plan.sectionNanos(section));
              assertThat(of.toNanos()).isEqualTo(plan.sectionNanos(section + 1));
            });
    Window sum = Window.sum(record.sections());
    assertThat(sum.requests(TurnOutcome.COMPLETED)).isEqualTo(requests);
    assertThat(sum.attainment(0).arrived()).isEqualTo(requests);
    double[] present = record.presence().get(record.presence().size() - 1);
    assertThat(present[0] / 30_000_000).isCloseTo(requests, within(1e-6 * requests));
  }

  private static org.assertj.core.data.Offset<Double> within(double offset) {
    return org.assertj.core.data.Offset.offset(offset);
  }

  private static Submissions sent(long requests, long submittedSum) {
    return new Submissions(
        requests,
        requests,
        requests,
        new long[] {requests},
        new long[] {submittedSum},
        Submissions.Detours.NONE);
  }
}
