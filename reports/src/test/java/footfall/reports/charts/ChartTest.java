package footfall.reports.charts;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.queueing.statistics.BucketCounts;
import footfall.reports.charts.Chart.Axis;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ChartTest {
  private static Chart.Builder chart() {
    return new Chart.Builder("any", Axis.of("x", Unit.NUMBER), Axis.of("y", Unit.NUMBER));
  }

  @Test
  void ofManyPointsThePeaksAndTheEndsStay() {
    double[] x = IntStream.range(0, 100_000).asDoubleStream().toArray();
    double[] y = new double[x.length];
    y[54_321] = 9;
    y[54_322] = -9;

    Chart chart = chart().curve("a", x, y, true).build();

    assertThat(chart.xs().length).isLessThanOrEqualTo(2 * Chart.STRETCHES + 2);
    assertThat(chart.xs()).contains(0, 54_321, 54_322, 99_999).isSorted();
    assertThat(chart.curves().get(0).ys()).contains(9, -9);
    assertThat(chart.joined()).isFalse();
  }

  @Test
  void whatIsMissingIsAGapUnlessCurvesHavePointsOfTheirOwn() {
    Chart same =
        chart()
            .curve("a", new double[] {1, 2, 3}, new double[] {1, Double.NaN, 3}, false)
            .curve("b", new double[] {1, 2, 3}, new double[] {4, 5, 6}, false)
            .curve("none", new double[] {1, 2}, new double[] {Double.NaN, Double.NaN}, false)
            .build();
    assertThat(same.joined()).isFalse();
    assertThat(same.curves()).hasSize(2);
    assertThat(same.curves().get(0).ys()).containsExactly(1, Double.NaN, 3);

    Chart own =
        chart()
            .curve("a", new double[] {1, 3}, new double[] {1, 3}, false)
            .curve("b", new double[] {2}, new double[] {5}, false)
            .build();
    assertThat(own.joined()).isTrue();
    assertThat(own.xs()).containsExactly(1, 2, 3);
    assertThat(own.curves().get(1).ys()).containsExactly(Double.NaN, 5, Double.NaN);
    assertThat(chart().build().isEmpty()).isTrue();
  }

  /** Classes 100, 103 and 103 + 7, of 1, 2 and 1 values. */
  @Test
  void aHistogramIsReadBackFromItsPairs() {
    BucketCounts counts = BucketCounts.of(new int[] {100, 1, 3, 2, 7, 1}, 1.1);

    double[] seconds = {100.5, 103.5, 110.5};
    assertThat(counts.total()).isEqualTo(4);
    assertThat(counts.seconds())
        .containsExactly(
            Arrays.stream(seconds).map(at -> Math.pow(1.1, at) / 1e6).toArray(),
            Offset.offset(1e-12));
    assertThat(counts.parts()).containsExactly(0.25, 0.75, 1);
    assertThat(counts.quantile(0.25)).isEqualTo(counts.seconds()[0]);
    assertThat(counts.quantile(0.5)).isEqualTo(counts.seconds()[1]);
    assertThat(counts.quantile(1)).isEqualTo(counts.seconds()[2]);
    assertThat(BucketCounts.of(new int[0], 1.1).quantile(0.5)).isNaN();
  }
}
