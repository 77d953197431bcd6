package footfall.simulator.commandline;

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
  }
}
