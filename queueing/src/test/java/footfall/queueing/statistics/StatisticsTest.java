package footfall.queueing.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

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
}
