package footfall.queueing.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LogLinearCountsTest {
  private static final int VALUES = 10_000;

  private final LogLinearCounts counts = new LogLinearCounts();

  private static long[] values() {
    SplittableRandom random = new SplittableRandom(1);
    return random.doubles(VALUES, 0, 40).mapToLong(power -> (long) Math.pow(2, power)).toArray();
  }

  @Test
  void aPercentileIsWithinHalfAThousandthOfTheValueOfItsRank() {
    long[] values = values();
    for (long value : values) {
      counts.record(value, 1);
    }
    Arrays.sort(values);

    for (int percent = 1; percent <= 100; percent++) {
      double exact = values[VALUES * percent / 100 - 1];
      assertThat(counts.percentile(percent)).isBetween(exact * (1 - 5e-4), exact * (1 + 5e-4));
    }
  }

  @Test
  void smallValuesAreExact() {
    for (int value = 0; value < 2_048; value++) {
      counts.record(value, 1);
    }

    for (int value = 0; value < 2_048; value++) {
      assertThat(counts.percentile(100.0 * (value + 1) / 2_048)).isEqualTo(value);
    }
  }

  @Test
  void packedTheyAreTheSameAndCanBeAddedTo() {
    LogLinearCounts other = new LogLinearCounts();
    for (long value : values()) {
      counts.record(value, 3);
      other.record(value, 3);
    }
    counts.pack();

    assertThat(counts.total()).isEqualTo(3 * VALUES);
    assertThat(counts.percentile(42)).isEqualTo(other.percentile(42));
    counts.record(7, 1);
    other.add(counts);
    assertThat(counts.total()).isEqualTo(3 * VALUES + 1);
    assertThat(other.total()).isEqualTo(6 * VALUES + 1);
  }

  @Test
  void countsAndValuesMayBeAsLargeAsALong() {
    counts.record(Long.MAX_VALUE, 1L << 60);
    counts.record(1, 1);
    counts.pack();

    assertThat(counts.total()).isEqualTo((1L << 60) + 1);
    assertThat(counts.percentile(50)).isBetween(0.999 * Long.MAX_VALUE, 1.001 * Long.MAX_VALUE);
  }

  @Test
  void negativeValuesAreRefused() {
    assertThatThrownBy(() -> counts.record(-1, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void ofNoneThereIsNoPercentile() {
    counts.pack();

    assertThat(counts.percentile(50)).isNaN();
  }
}
