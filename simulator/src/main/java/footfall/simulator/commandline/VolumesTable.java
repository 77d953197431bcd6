package footfall.simulator.commandline;

import footfall.scenarios.volumes.Outlook;
import footfall.scenarios.volumes.Volumes;
import java.io.PrintWriter;
import java.util.Locale;

/** Counts over time in figures. */
final class VolumesTable {
  private static final double QUARTER_HOUR_SECONDS = 900;
  private static final double HOUR_SECONDS = 3_600;

  private VolumesTable() {}

  static void print(PrintWriter out, Volumes volumes) {
    out.printf(
        Locale.ROOT,
        "%,.0f conversations in %,.4g h from %s, counted by the %s%n"
            + "%,.4g an hour on average, %,.4g in the busiest%n",
        volumes.total(),
        volumes.hours(),
        volumes.start(),
        volumes.stepSeconds() == QUARTER_HOUR_SECONDS
            ? "quarter of an hour"
            : volumes.stepSeconds() == HOUR_SECONDS ? "hour" : "day",
        volumes.perHour(),
        volumes.busiestPerHour());
    if (!volumes.isWholeDays()) {
      out.println("note: these are not whole days, so that some hours of the day count more often");
    }
    if (Outlook.canBeToldOf(volumes)) {
      print(out, Outlook.of(volumes));
    }
  }

  private static void print(PrintWriter out, Outlook outlook) {
    out.printf("%n%-24s", "day over mean");
    for (double weekday : outlook.weekdays()) {
      out.printf(Locale.ROOT, "%7.2f", weekday);
    }
    out.printf(
        "%n%-24s%7s%7s%7s%7s%7s%7s%7s%n", "", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
    for (Outlook.UnlikeDay day : outlook.unlikeDays()) {
      out.printf(Locale.ROOT, "unlike its weekday: %s, %.2f times%n", day.date(), day.times());
    }
    out.printf("%n%-24s %14s %28s%n", "next four weeks", "expected", "95 % prediction interval");
    for (Outlook.Forecast forecast : outlook.forecasts()) {
      out.printf(
          Locale.ROOT,
          "%-24s %,14.0f %,13.0f to %,11.0f%n",
          forecast.method(),
          forecast.expected(),
          forecast.low(),
          forecast.high());
    }
  }
}
