package footfall.reports.analysis.run;

import footfall.reports.figures.Quantity;
import footfall.reports.results.Losses;
import footfall.reports.results.Losses.Fates;
import footfall.reports.results.Results.PoolFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How many of those who came never got an answer, in words: ahead of everything else where it is
 * more than one in a hundred.
 */
record LossWords(Optional<String> headline, Optional<String> aside) {
  private static final double MANY = 0.01;

  /** Less than this goes without saying. */
  private static final double NOTABLE = 0.001;

  static LossWords of(Losses losses, List<PoolFigures> pools) {
    double requests = losses.requests().lostShare();
    double conversations = losses.conversations().lostShare();
    if (Math.max(requests, conversations) <= NOTABLE) {
      return new LossWords(Optional.empty(), Optional.empty());
    }
    String words =
        "of the requests "
            + kinds(losses.requests(), why(pools))
            + (losses.conversations().arrived() == losses.requests().arrived()
                ? ""
                : "; " + Quantity.percent(conversations) + " of the conversations end unanswered");
    return Math.max(requests, conversations) > MANY
        ? new LossWords(Optional.of("Lost: " + words), Optional.empty())
        : new LossWords(Optional.empty(), Optional.of(words));
  }

  private static String kinds(Fates fates, String why) {
    double came = fates.arrived() - fates.refused() - fates.cancelled();
    List<String> parts = new ArrayList<>();
    part(parts, fates.failed() / came, "fail" + why);
    part(parts, fates.rejected() / came, "are turned away");
    part(parts, fates.abandoned() / came, "are abandoned");
    return parts.isEmpty() ? "all are answered" : String.join(", ", parts);
  }

  private static void part(List<String> parts, double part, String what) {
    if (part > 0) {
      parts.add(String.format(Locale.ROOT, "%s %s", Quantity.percent(part), what));
    }
  }

  private static String why(List<PoolFigures> pools) {
    Map<String, Long> reasons = new TreeMap<>();
    pools.forEach(
        pool ->
            pool.failures().forEach((reason, count) -> reasons.merge(reason, count, Long::sum)));
    return reasons.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(most -> " (most: " + most.getKey() + ")")
        .orElse("");
  }
}
