package footfall.reports.analysis;

import footfall.reports.results.SweepResults.Frontier;
import footfall.reports.results.SweepResults.Plane;
import footfall.reports.results.SweepResults.Point;
import footfall.scenarios.experiments.Experiment;
import footfall.scenarios.figures.FigureName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the points of a sweep that no other point beats (Pareto), by the means of their figures,
 * and the knee of every plane: after both figures are brought to 0 to 1 between the frontier's
 * ends, the point that lies farthest below the straight line between them.
 */
public final class Frontiers {
  /** A smaller bend is taken for a straight line with noise. */
  private static final double LEAST_BULGE = 0.05;

  /** Differences of less than this part of the spread are none. */
  private static final double TIE = 0.001;

  private final List<FigureName> figures;
  private final List<Point> points;
  private final Map<FigureName, Double> spreads = new HashMap<>();

  private Frontiers(List<FigureName> figures, List<Point> points) {
    this.figures = figures;
    this.points = points;
  }

  /**
   * The frontier of the points that are stable, valid and have all the figures; one for each panel
   * of the experiment.
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
            .filter(point -> point.stable() && point.valid())
            .filter(
                point -> figures.stream().allMatch(f -> Double.isFinite(point.value(f.toString()))))
            .toList();
    List<Integer> members = points.stream().map(Point::index).toList();
    return new Frontiers(figures, comparable).find(panel, members);
  }

  private Frontier find(String panel, List<Integer> members) {
    List<Plane> planes = new ArrayList<>();
    for (int other = 1; other < figures.size(); other++) {
      planes.add(plane(figures.get(0), figures.get(other)));
    }
    return new Frontier(
        panel,
        members,
        figures.stream().map(FigureName::toString).toList(),
        indices(unbeaten(figures), figures.get(0)),
        planes,
        "");
  }

  private Plane plane(FigureName x, FigureName y) {
    List<Point> frontier =
        unbeaten(List.of(x, y)).stream().sorted(by(x).thenComparing(by(y))).toList();
    Integer knee = null;
    double bulge = 0;
    if (frontier.size() > 2) {
      Point first = frontier.get(0);
      Point last = frontier.get(frontier.size() - 1);
      for (Point point : frontier) {
        double across =
            (burden(point, x) - burden(first, x)) / (burden(last, x) - burden(first, x));
        double down = (burden(point, y) - burden(last, y)) / (burden(first, y) - burden(last, y));
        if (1 - across - down > bulge) {
          bulge = 1 - across - down;
          knee = point.index();
        }
      }
    }
    boolean bends = bulge >= LEAST_BULGE;
    return new Plane(x.toString(), y.toString(), indices(frontier, x), bends ? knee : null, bulge);
  }

  private List<Point> unbeaten(List<FigureName> by) {
    return points.stream()
        .filter(point -> points.stream().noneMatch(other -> beats(other, point, by)))
        .toList();
  }

  /** At least as good in every respect and better in one; of two alike the first. */
  private boolean beats(Point one, Point other, List<FigureName> by) {
    boolean better = false;
    for (FigureName figure : by) {
      double difference = burden(one, figure) - burden(other, figure);
      double tie = TIE * spread(figure);
      if (difference > tie) {
        return false;
      }
      better |= difference < -tie;
    }
    return better || (one.index() < other.index() && areAlike(one, other, by));
  }

  private static boolean areAlike(Point one, Point other, List<FigureName> by) {
    return by.stream().allMatch(figure -> burden(one, figure) == burden(other, figure));
  }

  private double spread(FigureName figure) {
    return spreads.computeIfAbsent(
        figure,
        f -> {
          DoubleSummaryStatistics all =
              points.stream().mapToDouble(point -> burden(point, f)).summaryStatistics();
          return all.getMax() - all.getMin();
        });
  }

  private static List<Integer> indices(List<Point> points, FigureName figure) {
    return points.stream()
        .sorted(by(figure).thenComparing(Point::index))
        .map(Point::index)
        .toList();
  }

  private static Comparator<Point> by(FigureName figure) {
    return Comparator.comparingDouble(point -> burden(point, figure));
  }

  /** The figure, so that less is better. */
  private static double burden(Point point, FigureName figure) {
    double value = point.value(figure.toString());
    return figure.better() == FigureName.Direction.MORE ? -value : value;
  }
}
