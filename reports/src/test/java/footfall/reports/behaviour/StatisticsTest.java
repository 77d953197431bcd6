package footfall.reports.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.reports.recording.Durations;
import footfall.reports.recording.PoolLevels;
import footfall.reports.recording.SectionPlan;
import footfall.reports.statistics.Interval;
import footfall.reports.statistics.MserFive;
import footfall.reports.statistics.Quantity;
import footfall.reports.statistics.StudentT;
import footfall.scenarios.WarmUp;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatisticsTest {
  @Test
  void studentIntervalOfFiveSamplesByHand() {
    // mean 3, s = sqrt(2.5), t(4, .975) = 2.776445, half-width 2.776445 x sqrt(2.5/5) = 1.963243
    Interval interval = StudentT.interval(3, new double[] {1, 2, 3, 4, 5}, 0.95);

    assertThat(interval.low()).isCloseTo(3 - 1.963243, within(1e-6));
    assertThat(interval.high()).isCloseTo(3 + 1.963243, within(1e-6));
  }

  @Test
  void oneSampleHasNoInterval() {
    assertThat(StudentT.interval(3, new double[] {3}, 0.95).exists()).isFalse();
    assertThat(StudentT.interval(3, new double[] {3, Double.NaN}, 0.95).exists()).isFalse();
  }

  @Test
  void mserCutsOffAStartThatIsTooHigh() {
    SplittableRandom random = new SplittableRandom(1);
    MserFive mser = new MserFive();
    for (int i = 0; i < 10_000; i++) {
      mser.add((i < 500 ? 50 : 10) + random.nextDouble(), i);
    }

    assertThat(mser.warmUpEndNanos()).isBetween(495L, 600L);
  }

  @Test
  void mserCutsOffLittleWhereThereIsNoWarmUp() {
    SplittableRandom random = new SplittableRandom(1);
    MserFive mser = new MserFive();
    for (int i = 0; i < 10_000; i++) {
      mser.add(random.nextDouble(), i);
    }

    assertThat(mser.warmUpEndNanos()).isLessThan(3_000);
  }

  @Test
  void mserFindsNoSteadyStateInAQueueThatGrows() {
    MserFive mser = new MserFive();
    for (int i = 0; i < 10_000; i++) {
      mser.add(i, i);
    }

    assertThat(mser.warmUpEndNanos()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void mserKeepsItsAnswerWhenItsMemoryIsFull() {
    SplittableRandom random = new SplittableRandom(1);
    MserFive mser = new MserFive();
    for (int i = 0; i < 6_000_000; i++) {
      mser.add((i < 300_000 ? 50 : 10) + random.nextDouble(), i);
    }

    assertThat(mser.warmUpEndNanos()).isBetween(299_000L, 400_000L);
  }

  @Test
  void durationsAreExactInTheirSumsAndThreeDigitsInTheirPercentiles() {
    Durations durations = new Durations();
    for (int millis = 1; millis <= 1000; millis++) {
      durations.record(millis * 1_000_000L);
    }

    assertThat(durations.meanSeconds()).isCloseTo(0.5005, within(1e-12));
    assertThat(durations.minSeconds()).isEqualTo(0.001);
    assertThat(durations.maxSeconds()).isEqualTo(1.0);
    assertThat(durations.percentileSeconds(95)).isCloseTo(0.950, within(0.001));
    assertThat(durations.percentileSeconds(99.9)).isCloseTo(0.999, within(0.001));
    Durations twice = Durations.merged(List.of(durations, durations));
    assertThat(twice.count()).isEqualTo(2000);
    assertThat(twice.stdevSeconds()).isCloseTo(durations.stdevSeconds(), within(1e-12));
    assertThat(new Durations().percentileSeconds(50)).isNaN();
  }

  @Test
  void aConstantDurationHasThatPercentile() {
    Durations durations = new Durations();
    durations.record(100_000_000L, 1_000);

    assertThat(durations.percentileSeconds(99)).isEqualTo(0.1);
    assertThat(durations.stdevSeconds()).isZero();
  }

  @Test
  void levelsIntegrateByHand() {
    PoolLevels levels = new PoolLevels(0);
    levels.startedAtOnce(10);
    levels.queued(20);
    levels.queued(30);
    levels.leftQueue(40);
    levels.leftAndStarted(50);
    levels.left(70);
    PoolLevels at = levels.snapshot(100);

    assertThat(at.waitingArea()).isEqualTo(10 + 2 * 10 + 10);
    assertThat(at.inServiceArea()).isEqualTo(60);
    assertThat(at.maxWaiting()).isEqualTo(2);
    assertThat(at.completions()).isEqualTo(2);
    assertThat(at.inSystem()).isZero();
  }

  @Test
  void sectionsCoverTheRunWithoutGaps() {
    SectionPlan plan = SectionPlan.of(1_000_000, new WarmUp.Fixed(100_000));

    assertThat(plan.sectionNanos(0)).isZero();
    assertThat(plan.sectionNanos(1)).isEqualTo(100_000);
    assertThat(plan.sectionNanos(plan.sections())).isEqualTo(1_000_000);
    assertThat(plan.tickNanos()).isSorted().doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({
    "request_latency, 0.1, 100 ms",
    "request_latency, 2.345, 2.35 s",
    "request_latency, 2300, 38.3 min",
    "utilization, 0.926, 92.6 %",
    "satisfaction, 0.79661, 0.7966",
    "request_throughput, 277.8, 278/s",
    "cost_per_month, 792, $792"
  })
  void figuresReadWell(String metric, double value, String text) {
    assertThat(Quantity.of(metric, value, "USD")).isEqualTo(text);
  }
}
