package footfall.queueing.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuantileIntervalTest {
  private static Interval of(List<Durations> groups, double part, double confidence) {
    return QuantileInterval.of(
        groups.stream().map(Durations::cumulative).toList(),
        Durations.merged(groups).cumulative(),
        part,
        confidence);
  }

  private static List<Durations> exponentials(Random random, int groups, int each) {
    List<Durations> all = new ArrayList<>();
    for (int g = 0; g < groups; g++) {
      Durations durations = new Durations();
      for (int i = 0; i < each; i++) {
        durations.record(Math.round(-Math.log(1 - random.nextDouble()) * 1e9));
      }
      all.add(durations);
    }
    return all;
  }

  @Test
  void itCoversTheTrueQuantileAsOftenAsItSays() {
    Random random = new Random(3);
    int trials = 600;
    for (double part : new double[] {0.5, 0.95, 0.99}) {
      int covered = 0;
      for (int trial = 0; trial < trials; trial++) {
        covered += of(exponentials(random, 8, 500), part, 0.95).covers(-Math.log(1 - part)) ? 1 : 0;
      }
      assertThat(100.0 * covered / trials).as("p%s", part).isBetween(92.5, 98.5);
    }
  }

  @Test
  void moreConfidenceIsWiderAndMoreGroupsAreNarrower() {
    List<Durations> few = exponentials(new Random(4), 5, 1_000);
    List<Durations> many = exponentials(new Random(4), 80, 1_000);
    Interval usual = of(few, 0.95, 0.95);
    Interval strict = of(few, 0.95, 0.999);
    Interval narrow = of(many, 0.95, 0.95);

    assertThat(strict.low()).isLessThan(usual.low());
    assertThat(strict.high()).isGreaterThan(usual.high());
    assertThat(narrow.high() - narrow.low()).isLessThan((usual.high() - usual.low()) / 2);
  }

  @Test
  void whatIsAlwaysTheSameHasAnIntervalOfNoWidth() {
    List<Durations> groups = new ArrayList<>();
    for (int g = 0; g < 5; g++) {
      Durations durations = new Durations();
      durations.record(100_000_000, 50);
      groups.add(durations);
    }
    Interval interval = of(groups, 0.95, 0.95);
    assertThat(interval.low()).isCloseTo(0.1, within(1e-4));
    assertThat(interval.high()).isEqualTo(interval.low());
  }

  @Test
  void whereNobodyWaitsTheQuantileIsZero() {
    List<Durations> groups = new ArrayList<>();
    for (int g = 0; g < 5; g++) {
      Durations durations = new Durations();
      durations.record(0, 99);
      durations.record(5_000_000_000L);
      groups.add(durations);
    }
    Interval interval = of(groups, 0.5, 0.95);
    assertThat(interval.low()).isZero();
    assertThat(interval.high()).isZero();
  }

  @Test
  void oneGroupHasNoInterval() {
    assertThat(of(exponentials(new Random(1), 1, 100), 0.95, 0.95).exists()).isFalse();
    assertThat(of(List.of(new Durations(), new Durations()), 0.95, 0.95).exists()).isFalse();
  }
}
