package footfall.queueing.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeProportionsTest {
  private static final int BLOCKS = 6;
  private static final int TESTS = 1_000;

  /** Over all courses that six blocks can take, each with its probability. */
  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.3, 0.5, 0.9})
  void isWorthOneAtMostWhereRatesAreTheSame(double rate) {
    double expected = 0;
    for (int course = 0; course < 1 << 2 * BLOCKS; course++) {
      SafeProportions test = new SafeProportions();
      double probability = 1;
      for (int i = 0; i < 2 * BLOCKS; i++) {
        boolean success = (course >> i & 1) == 1;
        probability *= success ? rate : 1 - rate;
        test.add(i % 2, success);
      }
      expected += probability * test.eValue();
    }
    assertThat(expected).isLessThanOrEqualTo(1 + 1e-12);
  }

  /** Looked at after every session, and stopped at the first good moment. */
  @Test
  void findsNothingThatIsNotThereHoweverOftenOneLooks() {
    SplittableRandom random = new SplittableRandom(11);
    int found = 0;
    for (int i = 0; i < TESTS; i++) {
      found += decidedAfter(random, 0.7, 0.7, 4_000) > 0 ? 1 : 0;
    }
    // At most one in twenty, and four standard errors.
    assertThat(found).isLessThan((int) (0.05 * TESTS + 4 * Math.sqrt(0.05 * 0.95 * TESTS)));
  }

  /** Both arms fall from .9 to .3 while one gets nine sessions of ten. */
  @Test
  void standsRatesThatDriftTogether() {
    SplittableRandom random = new SplittableRandom(14);
    int found = 0;
    for (int i = 0; i < TESTS; i++) {
      SafeProportions test = new SafeProportions();
      boolean decided = false;
      for (int session = 0; session < 4_000 && !decided; session++) {
        double rate = 0.9 - 0.6 * session / 4_000;
        test.add(random.nextInt(10) == 0 ? 1 : 0, random.nextDouble() < rate);
        decided = test.eValue() >= 20;
      }
      found += decided ? 1 : 0;
    }
    assertThat(found).isLessThan((int) (0.05 * TESTS + 4 * Math.sqrt(0.05 * 0.95 * TESTS)));
  }

  @Test
  void findsWhatIsThere() {
    SplittableRandom random = new SplittableRandom(12);
    int found = 0;
    for (int i = 0; i < 200; i++) {
      found += decidedAfter(random, 0.7, 0.8, 4_000) > 0 ? 1 : 0;
    }
    assertThat(found).isGreaterThan(190);
  }

  private static int decidedAfter(SplittableRandom random, double a, double b, int most) {
    SafeProportions test = new SafeProportions();
    for (int i = 1; i <= most; i++) {
      int stream = random.nextInt(2);
      test.add(stream, random.nextDouble() < (stream == 0 ? a : b));
      if (test.eValue() >= 20) {
        assertThat(test.anytimePValue()).isLessThanOrEqualTo(0.05);
        return i;
      }
    }
    return 0;
  }

  /** One success in both streams: estimates of a half each, so nothing is learned. */
  @Test
  void beginsWithNoEvidence() {
    SafeProportions test = new SafeProportions();
    test.add(1, true);
    assertThat(test.eValue()).isEqualTo(1);
    test.add(0, true);
    assertThat(test.eValue()).isCloseTo(1, within(1e-12));
    // Both estimates are 1.18 / 1.36 now, and so is their mean.
    test.add(0, false);
    test.add(1, true);
    assertThat(test.eValue()).isCloseTo(1, within(1e-12));
  }

  @Test
  void intervalsHoldAtAllTimesTogether() {
    SplittableRandom random = new SplittableRandom(13);
    int missed = 0;
    for (int i = 0; i < TESTS; i++) {
      long successes = 0;
      boolean out = false;
      for (int trials = 1; trials <= 500 && !out; trials++) {
        successes += random.nextDouble() < 0.3 ? 1 : 0;
        // The walk is at its widest where it is looked at often early on.
        if (trials < 50 || trials % 25 == 0) {
          out = !SafeProportions.anytime(successes, trials, 0.95).covers(0.3);
        }
      }
      missed += out ? 1 : 0;
    }
    assertThat(missed).isLessThan((int) (0.05 * TESTS + 4 * Math.sqrt(0.05 * 0.95 * TESTS)));
  }

  @Test
  void intervalsHaveTheirEnds() {
    assertThat(SafeProportions.anytime(0, 0, 0.95)).isEqualTo(new Interval(0, 1));
    Interval none = SafeProportions.anytime(0, 10, 0.95);
    assertThat(none.low()).isZero();
    // B(1, 11) = 1/11; (1-p)^10 = 0.05/11 gives 1 - 0.004545^(1/10).
    assertThat(none.high()).isCloseTo(1 - Math.pow(0.05 / 11, 0.1), within(1e-9));
  }
}
