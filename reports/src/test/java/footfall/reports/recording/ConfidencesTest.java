package footfall.reports.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConfidencesTest {
  private static double valueOf(double confidence) {
    Confidences.Counter counter = new Confidences.Counter();
    counter.add(confidence);
    long[] counts = counter.counted().counts();
    int bin =
        IntStream.range(0, counts.length).filter(i -> counts[i] > 0).findFirst().orElseThrow();
    return Confidences.value(bin);
  }

  /** A threshold of 1 escalates none that are sure, one of 0 escalates none at all. */
  @Test
  void whatIsExactlyNothingOrOneStaysSo() {
    assertThat(valueOf(0)).isZero();
    assertThat(valueOf(1)).isEqualTo(1);
  }

  @Test
  void othersAreKnownToAThousandth() {
    for (double confidence : new double[] {1e-9, 0.1234, 0.5, 0.9985, 1 - 1e-9}) {
      assertThat(Math.abs(valueOf(confidence) - confidence)).isLessThanOrEqualTo(0.0005 + 1e-12);
      assertThat(valueOf(confidence)).isBetween(1e-9, 1 - 1e-9);
    }
  }

  @Test
  void whatNothingTellsIsCountedApart() {
    Confidences.Counter counter = new Confidences.Counter();
    counter.add(Double.NaN);
    counter.add(0.5);
    Confidences twice = counter.counted().plus(counter.counted());
    assertThat(twice.unknown()).isEqualTo(2);
    assertThat(IntStream.range(0, twice.counts().length).mapToLong(i -> twice.counts()[i]).sum())
        .isEqualTo(2);
    assertThat(twice).isEqualTo(counter.counted().plus(counter.counted()));
  }
}
