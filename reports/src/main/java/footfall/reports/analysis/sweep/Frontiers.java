package footfall.reports.analysis.sweep;

import footfall.reports.results.SweepResults.Frontier;
import footfall.reports.results.SweepResults.Plane;
import footfall.reports.results.SweepResults.Point;
import footfall.scenarios.experiments.Experiment;
import footfall.scenarios.figures.FigureName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds the points of a sweep that no other point beats (Pareto), by the means of their figures; a
 * figure that is not known counts as worse than any that is. And the knee of every plane: after
 * both figures are brought to 0 to 1 between the frontier's ends, the point that lies farthest
 * below the straight line between them.
 */
public final class Frontiers {
  /** A smaller bend is taken for a straight line with noise. */
  private static final double LEAST_BULGE = 0.05;

  /** Differences of less than this part of the spread are none. */
  private static final double TIE = 0.001;

  private final List<FigureName> figures;
  private final List<Point> points;

  /** By point and figure, so that less is better. */
  private final double[][] burdens;

  /** By figure. */
  private final double[] ties;

  private Frontiers(List<FigureName> figures, List<Point> points) {
    this.figures = figures;
    this.points = points;
    this.burdens = new double[points.size()][figures.size()];
    this.ties = new double[figures.size()];
    for (int figure = 0; figure < figures.size(); figure++) {
      String name = figures.get(figure).toString();
      int sign = figures.get(figure).better() == FigureName.Direction.MORE ? -1 : 1;
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      for (int point = 0; point < burdens.length; point++) {
        double burden = sign * points.get(point).value(name);
        boolean known = Double.isFinite(burden);
        burdens[point][figure] = known ? burden : Double.POSITIVE_INFINITY;
        least = known ? Math.min(least, burden) : least;
        most = known ? Math.max(most, burden) : most;
      }
      ties[figure] = TIE * (most - least);
    }
  }

  /**
   * The frontier of the points that are stable and valid, have the first figure and do what is
   * asked of a fleet; one for each panel of the experiment.
   */
  public static List<Frontier> of(Experiment experiment, List<Point> points) {
    return experiment.panels().stream()
        .map(
            panel ->
                of(
                    panel.name(),
                    experiment.frontier(),
                    points.stream().filter(point -> panel.has(point.at())).toList()))
        .map(frontier -> frontier.saying(SweepAnswer.along(experiment, points, frontier)))
        .toList();
  }

  private static Frontier of(String panel, List<FigureName> figures, List<Point> points) {
    List<Point> comparable =
        points.stream()
            .filter(Point::isComparable)
            .filter(point -> Double.isFinite(point.value(figures.get(0).toString())))
            .toList();
    List<Integer> members = points.stream().map(Point::index).toList();
    return new Frontiers(figures, comparable).find(panel, members);
  }

  private Frontier find(String panel, List<Integer> members) {
    List<Plane> planes = new ArrayList<>();
    for (int other = 1; other < figures.size(); other++) {
      planes.add(plane(other));
    }
    int[] all = IntStream.range(0, figures.size()).toArray();
    return new Frontier(
        panel,
        members,
        figures.stream().map(FigureName::toString).toList(),
        indices(unbeaten(all)),
        planes,
        "");
  }

  /** The first figure across and another down. */
  private Plane plane(int figure) {
    List<Integer> frontier =
        unbeaten(0, figure).stream().filter(p -> Double.isFinite(burdens[p][figure])).toList();
    Integer knee = null;
    double bulge = 0;
    if (frontier.size() > 2) {
      double[] first = burdens[frontier.get(0)];
      double[] last = burdens[frontier.get(frontier.size() - 1)];
      for (int point : frontier) {
        double across = (burdens[point][0] - first[0]) / (last[0] - first[0]);
        double down = (burdens[point][figure] - last[figure]) / (first[figure] - last[figure]);
        if (1 - across - down > bulge) {
          bulge = 1 - across - down;
          knee = points.get(point).index();
        }
      }
    }
    return new Plane(
        figures.get(0).toString(),
        figures.get(figure).toString(),
        indices(frontier),
        bulge >= LEAST_BULGE ? knee : null,
        bulge);
  }

  /**
   * Places of the points that none beats in these figures, in order of the first. A point is
   * measured against those that are kept so far, and each of them against it: so of several that
   * are nearly alike one always stays.
   */
  private List<Integer> unbeaten(int... by) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, points.size()).boxed().toList());
    order.sort(Comparator.comparingDouble(point -> burdens[point][by[0]]));
    List<Integer> kept = new ArrayList<>();
    for (int point : order) {
      if (kept.stream().noneMatch(other -> beats(other, point, by))) {
        kept.removeIf(other -> beats(point, other, by));
        kept.add(point);
      }
    }
    return kept;
  }

  /** At least as good in every respect and better in one. */
  private boolean beats(int one, int other, int... by) {
    boolean better = false;
    for (int figure : by) {
      double difference = burdens[one][figure] - burdens[other][figure];
      if (difference > ties[figure]) {
        return false;
      }
      better |= difference < -ties[figure];
    }
    return better;
  }

  private List<Integer> indices(List<Integer> places) {
    return places.stream().map(place -> points.get(place).index()).toList();
  }
}
