package footfall.simulator.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BracketTest {
  private final List<Double> tried = new ArrayList<>();

  /** Tries loads until the bracket is closed around a limit. */
  private Bracket closed(double predicted, double limit, boolean clearly) {
    Bracket bracket = new Bracket(predicted);
    for (double next = bracket.next(); !Double.isNaN(next); next = bracket.next()) {
      tried.add(next);
      if (next <= limit) {
        bracket.held(next);
      } else {
        bracket.tooMuch(next, clearly);
      }
      assertThat(tried).hasSizeLessThan(40);
    }
    return bracket;
  }

  @ParameterizedTest
  @CsvSource({
    "NaN, 1.54, true",
    "1.5, 1.54, true",
    "1.62, 1.54, false",
    "8, 0.3, true",
    "0.1, 30, false"
  })
  void closesAroundTheLimit(double predicted, double limit, boolean clearly) {
    Bracket bracket = closed(predicted, limit, clearly);
    assertThat(limit).isBetween(bracket.low(), bracket.high());
    assertThat(bracket.high() / bracket.low()).isLessThan(1.06);
  }

  @Test
  void aPredictionThatIsRightNeedsThreeTries() {
    closed(1.54, 1.54, true);
    assertThat(tried).hasSize(3);
  }

  @Test
  void oneThatIsFarOffNeedsFewMore() {
    closed(8, 0.3, true);
    assertThat(tried).hasSizeLessThan(15);
  }

  @Test
  void aLoadThatFailedByLittleIsTriedTwice() {
    Bracket bracket = closed(1.54, 1.5, false);
    assertThat(tried).hasSize(4);
    assertThat(tried.get(3)).isEqualTo(bracket.high()).isEqualTo(tried.get(2));
  }

  @Test
  void oneThatFailedByChanceIsPassed() {
    Bracket bracket = new Bracket(Double.NaN);
    bracket.held(bracket.next());
    bracket.tooMuch(1.04, false);
    assertThat(bracket.next()).isEqualTo(1.04);
    bracket.held(1.04);
    assertThat(bracket.next()).isCloseTo(1.092, within(1e-9));
    bracket.tooMuch(bracket.next(), true);
    assertThat(bracket.next()).isNaN();
    assertThat(bracket.low()).isEqualTo(1.04);
  }
}
