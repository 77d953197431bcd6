package footfall.scenarios.traces;

import java.util.Locale;

/** A length of time in words. */
public final class Span {
  private static final double TWO_MINUTES = 120;
  private static final double TWO_HOURS = 7_200;
  private static final double TWO_DAYS = 172_800;

  private Span() {}

  /** About three digits in the largest unit of which there are two. */
  public static String words(double seconds) {
    return seconds < TWO_MINUTES
        ? number(seconds) + " s"
        : seconds < TWO_HOURS
            ? number(seconds / 60) + " min"
            : seconds < TWO_DAYS
                ? number(seconds / 3_600) + " h"
                : number(seconds / 86_400) + " days";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }
}
