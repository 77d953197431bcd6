package footfall.queueing.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PairedDifferenceTest {
  /** Student's own: hours of sleep gained by ten patients with two drugs (Biometrika 6, 1908). */
  @Test
  void agreesWithStudent() {
    double[] one = {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
    double[] other = {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};
    PairedDifference difference = PairedDifference.of(one, other);
    assertThat(difference.n()).isEqualTo(10);
    assertThat(difference.mean()).isCloseTo(-1.58, within(1e-9));
    assertThat(difference.stdev()).isCloseTo(1.229995, within(1e-6));
    assertThat(difference.pValue()).isCloseTo(0.00283289, within(1e-8));
    assertThat(difference.interval().low()).isCloseTo(-2.459886, within(1e-6));
    assertThat(difference.interval().high()).isCloseTo(-0.700114, within(1e-6));
  }

  @Test
  void leavesOutWhoWasSeenOnce() {
    PairedDifference difference =
        PairedDifference.of(new double[] {1, Double.NaN, 3}, new double[] {0, 5, Double.NaN});
    assertThat(difference.n()).isEqualTo(1);
    assertThat(difference.pValue()).isEqualTo(1);
  }

  @Test
  void findsNothingWhereAllAreAlike() {
    double[] same = {1, 0.5, 0};
    PairedDifference difference = PairedDifference.of(same, same);
    assertThat(difference.pValue()).isEqualTo(1);
    assertThat(difference.detectable(0.05, 0.8)).isZero();
    assertThat(difference.needed(0.05, 0.8)).isInfinite();
  }

  /** Two shoppers who both find one model better by as much prove little: 2 x (1/2)^2. */
  @Test
  void isNotSureOfTwo() {
    assertThat(PairedDifference.of(new double[] {1, 1}, new double[] {0.5, 0.5}).pValue())
        .isEqualTo(0.5);
  }

  /** (1.959964 + 0.841621)^2 x 4 / 0.25 = 125.58. */
  @Test
  void saysHowManyAreNeeded() {
    double[] zeros = new double[4];
    double scale = 2 / Math.sqrt(4.0 / 3); // A standard deviation of two around a half.
    double[] values = {0.5 + scale, 0.5 - scale, 0.5 + scale, 0.5 - scale};
    PairedDifference difference = PairedDifference.of(values, zeros);
    assertThat(difference.stdev()).isCloseTo(2, within(1e-12));
    assertThat(difference.needed(0.05, 0.8)).isEqualTo(126);
    assertThat(difference.detectable(0.05, 0.8)).isCloseTo(2.801585, within(1e-5));
  }

  /** 0.01 x 4, 0.013 x 3, 0.014 x 2, 0.5, none less than the one before it. */
  @Test
  void adjustsAsHolm() {
    assertThat(PairedDifference.holm(new double[] {0.014, 0.5, 0.01, 0.013}))
        .containsExactly(new double[] {0.04, 0.5, 0.04, 0.04}, within(1e-12));
    assertThat(PairedDifference.holm(new double[] {0.9, 0.8})).containsExactly(1, 1);
  }
}
