package footfall.queueing.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TwoProportionsTest {
  /** (1.959964 + .841621)^2 (.16 + .169911) / .017^2 = 8,959.97. */
  @Test
  void tellingTwoSatisfactionsApartTakesManyConversations() {
    assertThat(TwoProportions.trialsNeeded(0.800, 0.783, 0.05, 0.8)).isEqualTo(8_960);
    assertThat(TwoProportions.trialsNeeded(0.783, 0.800, 0.05, 0.8)).isEqualTo(8_960);
    assertThat(TwoProportions.trialsNeeded(0.5, 0.4, 0.05, 0.9)).isEqualTo(515);
    assertThat(TwoProportions.trialsNeeded(0.5, 0.5, 0.05, 0.8)).isInfinite();
  }

  /** Newcombe (1998), table II, method 10: 56/70 against 48/80. */
  @Test
  void theDifferenceHasThePublishedInterval() {
    Interval interval = TwoProportions.difference(56, 70, 48, 80);
    assertThat(interval.low()).isCloseTo(0.0524, within(5e-5));
    assertThat(interval.high()).isCloseTo(0.3339, within(5e-5));

    Interval none = TwoProportions.difference(9, 10, 3, 10);
    assertThat(none.low()).isCloseTo(0.1705, within(5e-5));
    assertThat(none.high()).isCloseTo(0.8090, within(5e-5));
  }

  /** z = (.8 - .6) / sqrt(.69333 x .30667 x (1/70 + 1/80)) = 2.6502. */
  @Test
  void thePValueIsThatOfThePooledTest() {
    assertThat(TwoProportions.pValue(56, 70, 48, 80)).isCloseTo(0.008045, within(5e-6));
    assertThat(TwoProportions.pValue(5, 10, 5, 10)).isEqualTo(1);
    assertThat(TwoProportions.pValue(10, 10, 10, 10)).isEqualTo(1);
  }

  /** Means 3 and 7, variances 2.5 and 10 of five each: se 1.5811, 5.882 degrees of freedom. */
  @Test
  void independentMeansDifferByWelch() {
    Interval interval =
        StudentT.difference(4, new double[] {1, 2, 3, 4, 5}, new double[] {3, 5, 7, 9, 11}, 0.95);

    assertThat(interval.low()).isCloseTo(4 - 2.4592 * 1.58114, within(0.002));
    assertThat(interval.high()).isCloseTo(4 + 2.4592 * 1.58114, within(0.002));
  }

  /** Clopper and Pearson; without any event by {@code 1 - (alpha/2)^(1/n)}. */
  @Test
  void theExactIntervalHasAWidthWhereNothingHappened() {
    assertThat(TwoProportions.exact(0, 100, 0.95).low()).isZero();
    assertThat(TwoProportions.exact(0, 100, 0.95).high())
        .isCloseTo(1 - Math.pow(0.025, 0.01), within(1e-12));
    assertThat(TwoProportions.exact(100, 100, 0.95).low())
        .isCloseTo(Math.pow(0.025, 0.01), within(1e-12));
    assertThat(TwoProportions.exact(100, 100, 0.95).high()).isEqualTo(1);
    // R: binom.test(5, 50)
    assertThat(TwoProportions.exact(5, 50, 0.95).low()).isCloseTo(0.0332751, within(1e-6));
    assertThat(TwoProportions.exact(5, 50, 0.95).high()).isCloseTo(0.2181354, within(1e-6));
  }
}
