package footfall.scenarios.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.scenarios.arrivals.ArrivalStatistics;
import footfall.scenarios.arrivals.ArrivalTimes;
import footfall.scenarios.arrivals.Arrivals;
import footfall.scenarios.arrivals.Modulated;
import footfall.scenarios.arrivals.RateShape;
import footfall.scenarios.arrivals.Renewal;
import footfall.scenarios.distributions.Constant;
import footfall.scenarios.distributions.Exponential;
import footfall.scenarios.distributions.Gamma;
import footfall.scenarios.distributions.Weibull;
import java.util.Collections;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every arrival process must obey, and what each is known by. */
class ArrivalsTest {
  private static final long HOUR = 3_600_000_000_000L;
  private static final List<Double> DAY =
      DoubleStream.iterate(0, h -> h < 24, h -> h + 1)
          .map(h -> 1 + 0.5 * Math.sin(h / 24 * 2 * Math.PI))
          .boxed()
          .toList();

  static final RateShape STEPS =
      new RateShape.Steps(
          List.of(
              new RateShape.Steps.Stretch(600, 1_200.5, 3),
              new RateShape.Steps.Stretch(1_800, 2_400, 0)),
          1);
  static final RateShape RAMP = new RateShape.Ramp(600, 1_800, 0.5, 2.5);
  static final RateShape FLASH = new RateShape.FlashSale(900, 10, 60, 600);
  static final RateShape DIURNAL = new RateShape.Diurnal(DAY, 22);

  static Stream<Arrivals.Open> processes() {
    List<Modulated.State> states =
        List.of(new Modulated.State(4, 30), new Modulated.State(0.5, 60));
    return Stream.of(
        Renewal.poisson(2),
        new Renewal(Gamma.ofSd(0.5, 1), List.of()),
        new Renewal(Weibull.ofSd(0.5, 1), List.of()),
        new Renewal(new Constant(0.5), List.of(RAMP)),
        new Modulated(states, List.of()),
        new Modulated(states, List.of(DIURNAL)),
        new Renewal(new Exponential(0.5), List.of(STEPS)),
        new Renewal(new Exponential(0.5), List.of(RAMP)),
        new Renewal(new Exponential(0.5), List.of(FLASH)),
        new Renewal(new Exponential(0.5), List.of(DIURNAL)),
        new Renewal(Gamma.ofSd(0.5, 1), List.of(DIURNAL, FLASH, STEPS)));
  }

  @ParameterizedTest
  @MethodSource("processes")
  void neverGoesBackRepeatsItselfAndBringsAsManyAsExpected(Arrivals.Open process) {
    double sum = 0;
    double squares = 0;
    int runs = 200;
    for (int key = 0; key < runs; key++) {
      ArrivalTimes times = process.begin(key, HOUR);
      ArrivalTimes again = process.begin(key, HOUR);
      int count = 0;
      long before = 0;
      for (long at = times.nextNanos(); at < HOUR; at = times.nextNanos()) {
        assertThat(at).isGreaterThanOrEqualTo(before);
        assertThat(again.nextNanos()).isEqualTo(at);
        before = at;
        count++;
      }
      sum += count;
      squares += (double) count * count;
    }
    double mean = sum / runs;
    double error = Math.sqrt(Math.max(0, squares / runs - mean * mean) / runs);

    // A renewal process that begins with a gap misses a few at the start: (CV^2 - 1)/2 of one.
    assertThat(mean).isCloseTo(process.expectedUntil(HOUR), within(4.5 * error + 3));
  }

  /** By the theorem of time change, a shaped Poisson process is a plain one in operational time. */
  @ParameterizedTest
  @MethodSource("shapes")
  void shapedPoissonArrivalsArePlainInOperationalTime(RateShape shape, DoubleUnaryOperator area) {
    double rate = 2;
    ArrivalTimes times = new Renewal(new Exponential(1 / rate), List.of(shape)).begin(5, HOUR);
    double[] gaps = new double[1_500];
    double before = 0;
    for (int i = 0; i < gaps.length; i++) {
      double at = area.applyAsDouble(times.nextNanos() / 1e9);
      gaps[i] = at - before;
      before = at;
    }
    double p =
        KolmogorovSmirnovTest.withDefaults().test(gaps, x -> 1 - Math.exp(-rate * x)).getPValue();

    assertThat(p).isGreaterThan(0.001);
  }

  static Stream<Arguments> shapes() {
    return Stream.of(STEPS, RAMP, FLASH, DIURNAL).map(shape -> Arguments.of(shape, areaOf(shape)));
  }

  /** Integrated by midpoints in steps of a hundredth of a second, once. */
  private static DoubleUnaryOperator areaOf(RateShape shape) {
    double[] cumulative = new double[360_001];
    for (int i = 1; i < cumulative.length; i++) {
      cumulative[i] = cumulative[i - 1] + 0.01 * shape.factorAt((i - 0.5) * 0.01);
    }
    return seconds -> {
      int below = (int) (seconds * 100);
      return cumulative[below] + (seconds - below / 100.0) * shape.factorAt(seconds);
    };
  }

  @Test
  void aFlashSaleBringsWhatItsIntegralSays() {
    double at = 900;
    double decay = 600;
    double ramp = 60;
    double end = 3_600 - at;
    // 1 + 9 min(1, t/60) exp(-t/600), by parts.
    double climbing = decay / ramp * (decay - (decay + ramp) * Math.exp(-ramp / decay));
    double waning = decay * (Math.exp(-ramp / decay) - Math.exp(-end / decay));
    double expected = 3_600 + 9 * (climbing + waning);

    assertThat(new Renewal(new Exponential(1), List.of(FLASH)).expectedUntil(HOUR))
        .isCloseTo(expected, within(expected * 1e-5));
  }

  @Test
  void aRampBringsTheAreaUnderIt() {
    double area = 600 * 0.5 + 1_200 * (0.5 + 2.5) / 2 + 1_800 * 2.5;
    assertThat(new Renewal(new Exponential(1), List.of(RAMP)).expectedUntil(HOUR))
        .isCloseTo(area, within(1e-6));
  }

  @Test
  void twoShapesMultiply() {
    RateShape doubled = new RateShape.Ramp(0, 1, 2, 2);
    assertThat(new Renewal(new Exponential(1), List.of(doubled, STEPS)).expectedUntil(HOUR))
        .isCloseTo(2 * (3_600 + 2 * 600.5 - 600), within(1e-6));
  }

  @Test
  void gammaAndWeibullHaveTheCoefficientOfVariationThatTheyAreGiven() {
    for (double cv : new double[] {0.5, 1, 1.5, 3}) {
      assertThat(statistics(new Renewal(Gamma.ofSd(2, 2 * cv), List.of())).coefficientOfVariation())
          .isCloseTo(cv, within(0.04 * cv));
      assertThat(
              statistics(new Renewal(Weibull.ofSd(2, 2 * cv), List.of())).coefficientOfVariation())
          .isCloseTo(cv, within(0.06 * cv));
    }
  }

  /** The index of dispersion of a two-state MMPP, from Fischer and Meier-Hellstern (1993). */
  @Test
  void modulatedArrivalsAreAsDispersedAsTheoryHasIt() {
    double high = 6;
    double low = 1;
    double leaveHigh = 1 / 20.0;
    double leaveLow = 1 / 40.0;
    Modulated process =
        new Modulated(
            List.of(
                new Modulated.State(high, 1 / leaveHigh), new Modulated.State(low, 1 / leaveLow)),
            List.of());
    ArrivalStatistics found = statistics(process, 8_000_000);
    double changes = leaveHigh + leaveLow;
    double rate = (high * leaveLow + low * leaveHigh) / changes;
    double variance = Math.pow(high - low, 2) * leaveHigh * leaveLow / (changes * changes);

    assertThat(found.ratePerSecond()).isCloseTo(rate, within(0.01 * rate));
    double[] windows = {1, 10, 60};
    for (int i = 0; i < windows.length; i++) {
      double x = changes * windows[i];
      double expected = 1 + 2 * variance / (rate * changes) * (1 - (1 - Math.exp(-x)) / x);
      assertThat(found.dispersion(i))
          .as("in %s s", windows[i])
          .isCloseTo(expected, within(0.03 * expected));
    }
  }

  /**
   * Gaps of an MMPP are a mixture of two exponentials; taken far apart, they are independent. The
   * density of the gap is {@code p exp((Q - L) x) L 1} with p the states that arrivals see.
   */
  @Test
  void modulatedGapsHaveTheirDistribution() {
    double[] rates = {6, 1};
    double[] leave = {0.5, 0.25};
    Modulated process =
        new Modulated(
            List.of(
                new Modulated.State(rates[0], 1 / leave[0]),
                new Modulated.State(rates[1], 1 / leave[1])),
            List.of());
    ArrivalTimes times = process.begin(11, Long.MAX_VALUE);
    double[] gaps = new double[4_000];
    long before = 0;
    for (int i = 0; i < gaps.length; i++) {
      for (int skipped = 0; skipped < 100; skipped++) {
        before = times.nextNanos();
      }
      gaps[i] = (times.nextNanos() - before) / 1e9;
    }
    double seenHigh = rates[0] * leave[1] / (rates[0] * leave[1] + rates[1] * leave[0]);
    // Eigenvalues of the matrix [[r0 + l0, -l0], [-l1, r1 + l1]] and the survival function.
    double a = rates[0] + leave[0];
    double d = rates[1] + leave[1];
    double root = Math.sqrt((a - d) * (a - d) + 4 * leave[0] * leave[1]);
    double fast = (a + d + root) / 2;
    double slow = (a + d - root) / 2;
    double slope = seenHigh * rates[0] + (1 - seenHigh) * rates[1];
    double weightOfFast = (slope - slow) / (fast - slow);
    DoubleUnaryOperator cdf =
        x -> 1 - weightOfFast * Math.exp(-fast * x) - (1 - weightOfFast) * Math.exp(-slow * x);

    assertThat(KolmogorovSmirnovTest.withDefaults().test(gaps, cdf).getPValue())
        .isGreaterThan(0.001);
  }

  @Test
  void nothingComesInAStretchWithoutRate() {
    RateShape closed = new RateShape.Steps(List.of(new RateShape.Steps.Stretch(0, 10, 1)), 0);
    ArrivalTimes times = new Renewal(new Exponential(0.1), List.of(closed)).begin(1, HOUR);
    long last = 0;
    for (long at = times.nextNanos(); at != ArrivalTimes.NEVER; at = times.nextNanos()) {
      last = at;
    }
    assertThat(last).isBetween(9_000_000_000L, 10_000_000_000L);
  }

  @Test
  void aDayOfEvenHoursIsAnEvenDay() {
    RateShape even = new RateShape.Diurnal(Collections.nCopies(24, 1.0), 7.5);
    assertThat(new Renewal(new Exponential(1), List.of(even)).expectedUntil(30 * HOUR))
        .isCloseTo(30 * 3_600, within(1e-6));
  }

  private static ArrivalStatistics statistics(Arrivals.Open process) {
    return statistics(process, 300_000);
  }

  private static ArrivalStatistics statistics(Arrivals.Open process, int arrivals) {
    ArrivalStatistics statistics = new ArrivalStatistics();
    ArrivalTimes times = process.begin(3, Long.MAX_VALUE);
    for (int i = 0; i < arrivals; i++) {
      statistics.add(times.nextNanos());
    }
    return statistics;
  }
}
