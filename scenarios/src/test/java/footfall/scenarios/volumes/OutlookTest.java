package footfall.scenarios.volumes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Weeks of known making and what they tell. */
class OutlookTest {
  /** From a Monday on: weekends have half, and each week so many more a day. */
  private static double[] weeks(int weeks, double more, double noise) {
    Random random = new Random(4);
    double[] days = new double[7 * weeks];
    for (int i = 0; i < days.length; i++) {
      double shape = i % 7 >= 5 ? 500 : 1_000;
      days[i] = shape + i / 7 * more + noise * random.nextGaussian();
    }
    return days;
  }

  private static Outlook of(double[] days) {
    LocalDateTime monday = LocalDate.of(2026, 9, 7).atStartOfDay();
    return Outlook.of(new Volumes("days.csv", "", monday, 86_400, days));
  }

  @Test
  void theShapeOfTheWeekAndDaysUnlikeIt() {
    double[] days = weeks(8, 0, 0);
    days[18] = 3_000; // Friday the 25th

    Outlook outlook = of(days);

    assertThat(outlook.weekdays()[0] / outlook.weekdays()[6]).isCloseTo(2, within(1e-9));
    assertThat(outlook.unlikeDays())
        .containsExactly(new Outlook.UnlikeDay(LocalDate.of(2026, 9, 25), 3));
  }

  @Test
  void aTrendGoesOn() {
    Outlook outlook = of(weeks(12, 20, 0));

    Outlook.Forecast naive = outlook.forecasts().get(0);
    Outlook.Forecast smoothed = outlook.forecasts().get(1);
    double last = 6_000 + 7 * 11 * 20;
    assertThat(naive.expected()).isCloseTo(4 * last, within(1e-6));
    double next = 4 * 6_000 + 7 * 20 * (12 + 13 + 14 + 15);
    assertThat(smoothed.expected()).isCloseTo(next, withinPercentage(4));
  }

  /** Of independent days the sum of 28 has a deviation of 100 sqrt(28), well inside. */
  @Test
  void whatComesIsInsideThePredictionInterval() {
    Outlook outlook = of(weeks(12, 0, 100));

    for (Outlook.Forecast forecast : outlook.forecasts()) {
      assertThat(24_000.0).isBetween(forecast.low(), forecast.high());
      assertThat(forecast.high() - forecast.low()).isLessThan(24_000);
    }
  }

  @Test
  void ofTooFewWeeksNothingIsTold() {
    LocalDateTime monday = LocalDate.of(2026, 9, 7).atStartOfDay();
    assertThat(Outlook.canBeToldOf(new Volumes("", "", monday, 86_400, weeks(2, 0, 0)))).isFalse();
    assertThat(Outlook.canBeToldOf(new Volumes("", "", monday, 86_400, weeks(3, 0, 0)))).isTrue();
  }
}
