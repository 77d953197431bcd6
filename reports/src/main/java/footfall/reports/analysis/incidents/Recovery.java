package footfall.reports.analysis.incidents;

import java.util.Comparator;
import java.util.List;

/**
 * When a service is well again after an incident: from the last request on that was not good in a
 * stretch of twenty of which more than a tenth were not. Single bad requests before and after it
 * are no part of it.
 */
final class Recovery {
  private static final int STRETCH = 20;
  private static final int MOST_BAD = 2;

  private Recovery() {}

  /** A request that came to an end; good only if it was answered. */
  record Ended(long submittedNanos, long endedNanos, boolean answered, boolean good) {}

  /**
   * Seconds from the beginning of an incident; zero where nothing of it was felt, infinite where it
   * was still felt at the end. What was under way when an incident begins is its business.
   *
   * @param untilNanos when the next incident begins, or the run ends
   */
  static double seconds(List<Ended> all, long fromNanos, long untilNanos) {
    List<Ended> ended =
        all.stream()
            .filter(e -> e.endedNanos >= fromNanos && e.endedNanos < untilNanos)
            .sorted(Comparator.comparingLong(Ended::submittedNanos))
            .toList();
    int bad = 0;
    int lastBad = -1;
    int lastFelt = -1;
    boolean felt = false;
    for (int i = 0; i < ended.size(); i++) {
      if (!ended.get(i).good) {
        bad++;
        lastBad = i;
      }
      if (i >= STRETCH && !ended.get(i - STRETCH).good) {
        bad--;
      }
      felt = bad > MOST_BAD;
      lastFelt = felt ? lastBad : lastFelt;
    }
    if (felt) {
      return Double.POSITIVE_INFINITY;
    }
    return lastFelt < 0 ? 0 : Math.max(0, ended.get(lastFelt).submittedNanos - fromNanos) / 1e9;
  }
}
