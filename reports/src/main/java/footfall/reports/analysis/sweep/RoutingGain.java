package footfall.reports.analysis.sweep;

import footfall.reports.figures.Quantity;
import footfall.reports.results.SweepResults.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How much of the quality between two models routing recovers for how many calls to the better one
 * (I. Ong et al., "RouteLLM: Learning to Route LLMs with Preference Data", 2024): the performance
 * gap recovered (PGR) of a point is its satisfaction less that of the weak model, over the gap.
 *
 * @param strong the pool of the better model
 * @param average PGR over the part of the calls that go there, from none to all (APGR)
 * @param half the least part of the calls that recovers half of the gap, CPT(50 %)
 * @param most the least that recovers four fifths of it, CPT(80 %)
 */
record RoutingGain(String strong, double average, double half, double most) {
  private static final String SATISFACTION = "satisfaction";
  private static final double EXACT = 1e-3;
  private static final double HALF = 0.5;
  private static final double MOST = 0.8;

  /** A part of the calls and what it recovers. */
  private record Reached(double calls, double recovered) {}

  /**
   * Of points that differ in nothing but the routing between two pools; empty unless they reach
   * from no calls to all.
   *
   * @param isCascade whether the weak one is asked first, so that its pool has all requests
   */
  static Optional<RoutingGain> of(List<Point> points, boolean isCascade) {
    List<String> shares =
        points.isEmpty()
            ? List.of()
            : points.get(0).figures().keySet().stream()
                .filter(name -> name.startsWith("share["))
                .toList();
    if (shares.size() != 2) {
      return Optional.empty();
    }
    return of(points, shares.get(0), shares.get(1), isCascade)
        .or(() -> of(points, shares.get(1), shares.get(0), isCascade));
  }

  private static Optional<RoutingGain> of(
      List<Point> points, String weak, String strong, boolean isCascade) {
    List<Point> sorted =
        points.stream()
            .filter(point -> Double.isFinite(calls(point, weak, strong, isCascade)))
            .sorted(Comparator.comparingDouble(p -> calls(p, weak, strong, isCascade)))
            .toList();
    if (sorted.size() < 2) {
      return Optional.empty();
    }
    Point none = sorted.get(0);
    Point all = sorted.get(sorted.size() - 1);
    double gap = all.value(SATISFACTION) - none.value(SATISFACTION);
    boolean spans =
        calls(none, weak, strong, isCascade) < EXACT
            && calls(all, weak, strong, isCascade) > 1 - EXACT;
    if (!spans || !(gap > 0)) {
      return Optional.empty();
    }
    List<Reached> curve = new ArrayList<>();
    for (Point point : sorted) {
      curve.add(
          new Reached(
              calls(point, weak, strong, isCascade),
              (point.value(SATISFACTION) - none.value(SATISFACTION)) / gap));
    }
    return Optional.of(
        new RoutingGain(
            strong.substring("share[".length(), strong.length() - 1),
            area(curve),
            callsFor(HALF, curve),
            callsFor(MOST, curve)));
  }

  /** Calls to the strong one, as a part of the requests. */
  private static double calls(Point point, String weak, String strong, boolean isCascade) {
    return isCascade ? point.value(strong) / point.value(weak) : point.value(strong);
  }

  private static double area(List<Reached> curve) {
    double area = 0;
    for (int i = 1; i < curve.size(); i++) {
      Reached from = curve.get(i - 1);
      Reached to = curve.get(i);
      area += (to.calls - from.calls) * (from.recovered + to.recovered) / 2;
    }
    return area;
  }

  private static double callsFor(double recovered, List<Reached> curve) {
    @Nullable Reached before = null;
    for (Reached at : curve) {
      if (at.recovered >= recovered) {
        return before == null
            ? at.calls
            : before.calls
                + (at.calls - before.calls)
                    * (recovered - before.recovered)
                    / (at.recovered - before.recovered);
      }
      before = at;
    }
    return Double.NaN;
  }

  /** For an answer. */
  String words() {
    return String.format(
        Locale.ROOT,
        "routing recovers %s of the satisfaction that %s adds, on average (APGR); half of it takes"
            + " %s of the calls to it, four fifths %s (CPT)",
        Quantity.percent(average),
        strong,
        Quantity.percent(half),
        Quantity.percent(most));
  }
}
