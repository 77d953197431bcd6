package footfall.scenarios.volumes;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What whole weeks of counts tell of the weeks to come: the days of the week, days that are unlike
 * their weekday, and how many will come in the next four weeks. Immutable.
 */
public final class Outlook {
  /** Fewer weeks do not tell a season from an accident. */
  public static final int LEAST_WEEKS = 3;

  private static final int WEEK = 7;
  private static final int AHEAD_WEEKS = 4;
  private static final double NORMAL_975 = 1.959964;
  private static final double[] SMOOTHING = {0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9};

  /** A day is unlike its weekday beyond this ratio to the median, or below its inverse. */
  private static final double UNLIKE = 1.5;

  private final Volumes volumes;
  private final double[] days;

  /** A day unlike the others of its weekday, and by how many times. */
  public record UnlikeDay(LocalDate date, double times) {}

  /**
   * How many will come in the next four weeks, with a 95 % prediction interval.
   *
   * @param method in words
   */
  public record Forecast(String method, double expected, double low, double high) {}

  private Outlook(Volumes volumes, double[] days) {
    this.volumes = volumes;
    this.days = days;
  }

  /** Of counts; of those that do not begin at midnight, or are too few, nothing can be told. */
  public static boolean canBeToldOf(Volumes volumes) {
    return volumes.isWholeDays()
        && volumes.start().toLocalTime().toSecondOfDay() == 0
        && volumes.seconds() >= LEAST_WEEKS * WEEK * 86_400.0;
  }

  /** Of counts of which {@link #canBeToldOf} holds. */
  public static Outlook of(Volumes volumes) {
    int perDay = (int) (86_400 / volumes.stepSeconds());
    double[] days = new double[volumes.size() / perDay];
    for (int i = 0; i < volumes.size(); i++) {
      days[i / perDay] += volumes.count(i);
    }
    return new Outlook(volumes, days);
  }

  /** Of each day of the week from Monday on, the median over the mean day. */
  public double[] weekdays() {
    double mean = Arrays.stream(days).average().orElse(Double.NaN);
    double[] shape = new double[WEEK];
    Arrays.setAll(shape, weekday -> medianOf(weekday) / mean);
    return shape;
  }

  private DayOfWeek weekday(int day) {
    return volumes.start().toLocalDate().plusDays(day).getDayOfWeek();
  }

  private double medianOf(int weekday) {
    List<Double> same = new ArrayList<>();
    for (int day = 0; day < days.length; day++) {
      if (weekday(day).ordinal() == weekday) {
        same.add(days[day]);
      }
    }
    same.sort(null);
    int middle = same.size() / 2;
    return same.size() % 2 == 1 ? same.get(middle) : (same.get(middle - 1) + same.get(middle)) / 2;
  }

  /** Holidays, sales and failures, as far as counts tell. */
  public List<UnlikeDay> unlikeDays() {
    List<UnlikeDay> unlike = new ArrayList<>();
    for (int day = 0; day < days.length; day++) {
      double times = days[day] / medianOf(weekday(day).ordinal());
      if (times > UNLIKE || times < 1 / UNLIKE) {
        unlike.add(new UnlikeDay(volumes.start().toLocalDate().plusDays(day), times));
      }
    }
    return unlike;
  }

  /** The last week over and over, and the method of Holt and Winters. */
  public List<Forecast> forecasts() {
    double lastWeek = 0;
    for (int day = days.length - WEEK; day < days.length; day++) {
      lastWeek += days[day];
    }
    double naive = lastWeek * AHEAD_WEEKS;
    HoltWinters fitted = HoltWinters.fit(days, WEEK, SMOOTHING);
    double smoothed = 0;
    for (int ahead = 1; ahead <= AHEAD_WEEKS * WEEK; ahead++) {
      smoothed += Math.max(0, fitted.ahead(ahead));
    }
    return List.of(
        forecast("the last week again", naive, weeklyChange()),
        forecast("Holt-Winters", smoothed, fitted.weeklyError()));
  }

  /** Standard deviation of the changes from week to week. */
  private double weeklyChange() {
    double squares = 0;
    int weeks = days.length / WEEK;
    double before = Double.NaN;
    for (int week = 0; week < weeks; week++) {
      double sum = 0;
      for (int day = 0; day < WEEK; day++) {
        sum += days[days.length - (weeks - week) * WEEK + day];
      }
      squares += week == 0 ? 0 : (sum - before) * (sum - before);
      before = sum;
    }
    return Math.sqrt(squares / (weeks - 1));
  }

  /** Each week's surprise stays for the weeks after it: {@code sigma sqrt(1^2 + 2^2 + ..)}. */
  private static Forecast forecast(String method, double expected, double weeklyDeviation) {
    double squares = 0;
    for (int week = 1; week <= AHEAD_WEEKS; week++) {
      squares += week * week;
    }
    double margin = NORMAL_975 * weeklyDeviation * Math.sqrt(squares);
    return new Forecast(method, expected, Math.max(0, expected - margin), expected + margin);
  }
}
