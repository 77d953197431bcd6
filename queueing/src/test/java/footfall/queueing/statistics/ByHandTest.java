package footfall.queueing.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Procedures of which every step can be followed with a pencil. */
class ByHandTest {
  private static final Offset<Double> CLOSE = within(1e-9);

  @Test
  void intervals() {
    Interval interval = new Interval(-1, 3);
    assertThat(interval.exists()).isTrue();
    assertThat(Interval.NONE.exists()).isFalse();
    assertThat(interval.covers(-1)).isTrue();
    assertThat(interval.covers(3)).isTrue();
    assertThat(interval.covers(-1.01)).isFalse();
    assertThat(interval.covers(3.01)).isFalse();
    assertThat(interval.hull(new Interval(2, 5))).isEqualTo(new Interval(-1, 5));
    assertThat(interval.hull(Interval.NONE)).isEqualTo(interval);
    assertThat(interval.within(0, 2)).isEqualTo(new Interval(0, 2));
    assertThat(interval.within(4, 5)).isEqualTo(new Interval(4, 4));
    assertThat(interval.atLeastZero()).isEqualTo(new Interval(0, 3));
  }

  @Test
  void bucketsOfAHistogram() {
    // Two in class 2, three in class 5, five in class 6, whose ends are powers of two.
    BucketCounts counts = BucketCounts.of(new int[] {2, 2, 3, 3, 1, 5}, 2);
    assertThat(counts.total()).isEqualTo(10);
    assertThat(counts.seconds())
        .containsExactly(
            new double[] {Math.pow(2, 2.5) / 1e6, Math.pow(2, 5.5) / 1e6, Math.pow(2, 6.5) / 1e6},
            CLOSE);
    assertThat(counts.parts()).containsExactly(new double[] {0.2, 0.5, 1}, CLOSE);
    assertThat(counts.quantile(0.2)).isEqualTo(counts.seconds()[0]);
    assertThat(counts.quantile(0.21)).isEqualTo(counts.seconds()[1]);
    assertThat(counts.quantile(0.5)).isEqualTo(counts.seconds()[1]);
    assertThat(counts.quantile(1)).isEqualTo(counts.seconds()[2]);
    BucketCounts none = BucketCounts.of(new int[0], 2);
    assertThat(none.total()).isZero();
    assertThat(none.quantile(0.5)).isNaN();
  }

  @Test
  void whereThereIsTooLittleThereIsNoInterval() {
    assertThat(StudentT.interval(1, new double[] {1}, 0.95)).isEqualTo(Interval.NONE);
    assertThat(StudentT.interval(Double.NaN, new double[] {1, 2}, 0.95)).isEqualTo(Interval.NONE);
    assertThat(StudentT.interval(1.5, new double[] {1, 2}, 0.95).exists()).isTrue();
    double[] two = {1, 3};
    double[] one = {2, Double.NaN};
    assertThat(StudentT.difference(0, two, one, 0.95)).isEqualTo(Interval.NONE);
    assertThat(StudentT.difference(0, one, two, 0.95)).isEqualTo(Interval.NONE);
    assertThat(StudentT.difference(0, two, two, 0.95).exists()).isTrue();
    assertThat(StudentT.difference(Double.NaN, two, two, 0.95)).isEqualTo(Interval.NONE);
    double[] same = {4, 4};
    assertThat(StudentT.difference(3, same, same, 0.95)).isEqualTo(new Interval(3, 3));
  }

  /**
   * Differences of c - 1, c, c + 1 in a first stage of three, whose variance is one, and c from
   * then on. With two systems h^2 is 18, with three 38: the sum of r differences c r exceeds (h^2 -
   * r)/2 first where r (c + 1/2) exceeds h^2/2.
   */
  @ParameterizedTest
  @CsvSource({"2, 0.45, 10", "2, 0.8, 7", "2, 5, 3", "3, 0.47, 20", "3, 1.2, 12"})
  void aSystemIsDroppedInTheVeryRoundOfKimAndNelson(int systems, double c, int rounds) {
    int[] asked = new int[1];
    KimNelson.Source source =
        (system, replication) -> {
          asked[0] = Math.max(asked[0], replication + 1);
          double noise = replication < 3 ? replication - 1 : 0;
          return system == 0 ? 7 : system == 1 ? 7 + c + noise : 1_000;
        };
    assertThat(new KimNelson(3, 0.05, 1).select(systems, source, 100)).containsExactly(0);
    assertThat(asked[0]).isEqualTo(rounds);
    if (rounds > 3) {
      asked[0] = 0;
      assertThat(new KimNelson(3, 0.05, 1).select(systems, source, rounds - 1))
          .containsExactly(0, 1);
      assertThat(asked[0]).isEqualTo(rounds - 1);
    }
  }

  /** Batches of five of that mean each, the i-th observation at i. */
  private static long warmUpEnd(double... means) {
    MserFive mser = new MserFive();
    long now = 0;
    for (double mean : means) {
      for (int i = -2; i <= 2; i++) {
        mser.add(mean + i, now++);
      }
    }
    return mser.warmUpEndNanos();
  }

  private static double[] means(int high, int low) {
    return DoubleStream.concat(
            DoubleStream.generate(() -> 9).limit(high), DoubleStream.generate(() -> 1).limit(low))
        .toArray();
  }

  @Test
  void theWarmUpEndsWithTheLastBatchThatDiffers() {
    assertThat(warmUpEnd(means(2, 10))).isEqualTo(9);
    assertThat(warmUpEnd(means(0, 12))).isZero();
    assertThat(warmUpEnd(means(1, 0))).isZero();
    assertThat(warmUpEnd(means(1, 1))).as("too few to tell").isZero();
    assertThat(warmUpEnd(means(10, 10))).as("half of it, and just enough").isEqualTo(49);
    assertThat(warmUpEnd(means(12, 12))).isEqualTo(59);
    assertThat(warmUpEnd(means(13, 11))).as("more than half of it").isEqualTo(Long.MAX_VALUE);
  }

  private static Durations constant(double seconds) {
    Durations durations = new Durations();
    durations.record(Math.round(seconds * 1e9), 100);
    return durations;
  }

  private static Interval median(Durations... groups) {
    List<Durations> all = List.of(groups);
    return QuantileInterval.of(
        all.stream().map(Durations::cumulative).toList(),
        Durations.merged(all).cumulative(),
        0.5,
        0.95);
  }

  @Test
  void quantilesBySections() {
    // Student's t with one and with three degrees of freedom is 12.706 and 3.1824.
    double two = 12.7062 * Math.sqrt(Math.pow(Math.log(2), 2) / 1 / 2);
    Interval ofTwo = median(constant(1), constant(2));
    assertThat(ofTwo.low()).isCloseTo(Math.exp(-two), Percentage.withPercentage(1));
    assertThat(ofTwo.high()).isCloseTo(Math.exp(two), Percentage.withPercentage(1));
    double four = 3.18245 * Math.sqrt(Math.pow(Math.log(2), 2) / 3 / 4);
    Interval ofFour = median(constant(1), constant(1), constant(1), constant(2));
    assertThat(ofFour.low()).isCloseTo(Math.exp(-four), Percentage.withPercentage(1));
    assertThat(median(constant(1))).isEqualTo(Interval.NONE);
    assertThat(median(constant(1), new Durations())).isEqualTo(Interval.NONE);
  }

  @Test
  void streamsThatAreToldApart() {
    SafeProportions streams = new SafeProportions();
    for (int i = 0; i < 30; i++) {
      streams.add(0, i % 10 == 0);
      streams.add(1, i % 10 != 0);
    }
    assertThat(streams.lead()).isEqualTo(27 - 3);
    double most = streams.eValue();
    assertThat(most).isGreaterThan(20);
    assertThat(streams.anytimePValue()).isLessThanOrEqualTo(1 / most + 1e-12);
    double before = streams.anytimePValue();
    for (int i = 0; i < 20; i++) {
      streams.add(0, true);
      streams.add(1, false);
    }
    assertThat(streams.eValue()).isLessThan(most);
    assertThat(streams.anytimePValue()).as("it keeps the best").isEqualTo(before);
  }
}
