package footfall.reports.analysis.run;

import footfall.reports.figures.Quantity;
import footfall.reports.results.Results.AbTestFigures;
import footfall.reports.results.Results.AbTestFigures.Arm;
import footfall.reports.results.Results.AbTestFigures.ArmComparison;
import footfall.reports.results.Results.Better;
import footfall.reports.results.Results.Detours;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What stands out of the ways that requests took, and of an A/B test. */
final class RoutingHighlights {
  private final List<String> words = new ArrayList<>();

  private RoutingHighlights() {}

  /**
   * The highlights.
   *
   * @param requests that shoppers submitted
   * @param test null where there is none
   */
  public static List<String> of(Detours detours, long requests, AbTestFigures test) {
    RoutingHighlights highlights = new RoutingHighlights();
    highlights.part(
        detours.misclassified(), detours.classified(), "%s of the turns are misclassified");
    highlights.part(detours.escalated(), requests, "%s of the requests are escalated");
    if (detours.confidence() != null) {
      highlights.part(
          detours.confidence().unknown(),
          detours.confidence().unknown() + detours.confidence().count(),
          "%s of the answers could not be graded");
    }
    highlights.part(detours.passedOn(), requests, "%s are passed on to another pool");
    highlights.part(detours.refused(), requests, "%s are sent nowhere, as all circuits are open");
    if (test != null) {
      test.comparisons().forEach(comparison -> highlights.test(test, comparison));
      highlights.plan(test);
    }
    return highlights.words;
  }

  private void part(long count, long of, String format) {
    if (count > 0) {
      words.add(String.format(Locale.ROOT, format, Quantity.percent((double) count / of)));
    }
  }

  private void test(AbTestFigures test, ArmComparison comparison) {
    words.add(
        String.format(
            Locale.ROOT,
            "A/B test of %s: %s has %.4f, %s %.4f, %s (difference %.4f, %.4f to %.4f)",
            test.measure(),
            comparison.pool(),
            rate(test, comparison.pool()),
            comparison.against(),
            rate(test, comparison.against()),
            comparison.verdict() == Better.UNDECIDED
                ? "undecided"
                : comparison.verdict().name().toLowerCase(Locale.ROOT),
            comparison.difference(),
            comparison.ci95()[0],
            comparison.ci95()[1]));
    if (comparison.replications() > 1) {
      words.add(
          String.format(
              Locale.ROOT,
              "of %d such tests %d tell them apart",
              comparison.replications(),
              comparison.found()));
    }
  }

  private void plan(AbTestFigures test) {
    words.add(
        String.format(
            Locale.ROOT,
            "%s conversations in each arm would tell %s and %s apart with probability %s",
            Quantity.count(test.conversationsPerArm()),
            test.arms().get(0).pool(),
            test.arms().get(Math.min(1, test.arms().size() - 1)).pool(),
            Quantity.digits(test.power())));
  }

  private static double rate(AbTestFigures test, String pool) {
    return test.arms().stream()
        .filter(arm -> arm.pool().equals(pool))
        .mapToDouble(Arm::rate)
        .findFirst()
        .orElse(Double.NaN);
  }
}
