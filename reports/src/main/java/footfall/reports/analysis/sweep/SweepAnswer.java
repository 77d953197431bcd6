package footfall.reports.analysis.sweep;

import footfall.reports.figures.Quantity;
import footfall.reports.results.BreakEven;
import footfall.reports.results.SweepResults.Frontier;
import footfall.reports.results.SweepResults.Plane;
import footfall.reports.results.SweepResults.Point;
import footfall.scenarios.experiments.Experiment;
import footfall.scenarios.figures.FigureName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The sentence that the architect wants of a sweep. */
public final class SweepAnswer {
  private final Experiment experiment;
  private final List<Point> all;
  private final Frontier frontier;
  private final String first;

  private SweepAnswer(Experiment experiment, List<Point> points, Frontier frontier) {
    this.experiment = experiment;
    this.all = points;
    this.frontier = frontier;
    this.first = frontier.figures().get(0);
  }

  /**
   * What to choose, what it costs, and what changes along each frontier.
   *
   * @param isCascade whether all points ask one pool after the other
   */
  public static String sentence(
      Experiment experiment,
      List<Point> points,
      List<Frontier> frontiers,
      List<BreakEven> breakEvens,
      boolean isCascade) {
    return frontiers.stream()
        .map(
            frontier ->
                new SweepAnswer(experiment, points, frontier)
                    .sentence(
                        isCascade,
                        breakEvens.stream()
                            .filter(each -> each.panel().equals(frontier.panel()))
                            .toList()))
        .collect(Collectors.joining(" "));
  }

  /** The loads at which something else becomes the cheapest that meets the objectives. */
  public static List<BreakEven> breakEvens(
      Experiment experiment, List<Point> points, List<Frontier> frontiers) {
    return BreakEvens.of(experiment, points, frontiers);
  }

  private List<Point> points() {
    return frontier.members().stream().map(all::get).toList();
  }

  private String sentence(boolean isCascade, List<BreakEven> breakEvens) {
    String panel = frontier.panel().isEmpty() ? "" : frontier.panel() + ": ";
    boolean objectives = points().stream().anyMatch(point -> !point.slo().isEmpty());
    List<String> parts = new ArrayList<>();
    parts.add(objectives ? best() : cheapest());
    parts.add(
        String.format(
            Locale.ROOT,
            "%d of %d points are beaten by none",
            frontier.points().size(),
            points().size()));
    long unstable = points().stream().filter(point -> !point.stable()).count();
    if (unstable > 0) {
      parts.add(String.format(Locale.ROOT, "%d cannot keep up", unstable));
    }
    long infeasible =
        points().stream().filter(p -> p.fleet() != null && !p.fleet().isKnownToDo()).count();
    if (infeasible > 0) {
      parts.add(
          String.format(
              Locale.ROOT, "at %d nothing that may be bought meets the SLOs", infeasible));
    }
    if (!breakEvens.isEmpty()) {
      parts.add(words(breakEvens));
    }
    if (differInOneThing()) {
      RoutingGain.of(points(), isCascade).map(RoutingGain::words).ifPresent(parts::add);
    }
    return capital(panel + String.join("; ", parts)) + ".";
  }

  /** The API up to 1,900/h, then one GPU up to 5,000/h, then two. */
  private static String words(List<BreakEven> breakEvens) {
    StringBuilder words = new StringBuilder("by the hour the cheapest is ");
    for (BreakEven each : breakEvens) {
      words.append(choice(each.from(), each.fromBought()));
      words.append(" up to ").append(upTo(each));
      words.append(", then ");
    }
    BreakEven last = breakEvens.get(breakEvens.size() - 1);
    return words.append(choice(last.to(), last.toBought())).toString();
  }

  /** Where the alternatives were not tried at both loads, all that is known lies between these. */
  private static String upTo(BreakEven each) {
    if (each.ci95() == null || each.ci95().get(0).equals(each.ci95().get(1))) {
      return each.at();
    }
    String range = String.join(" to ", each.ci95());
    return each.ci95().equals(List.of(each.below(), each.above()))
        ? "something from " + range
        : each.at() + " (" + range + ")";
  }

  private static String choice(Map<String, String> at, String bought) {
    String levels =
        at.entrySet().stream()
            .map(
                level ->
                    level.getValue().matches("[0-9$].*")
                        ? level.getKey() + " " + level.getValue()
                        : level.getValue())
            .collect(Collectors.joining(", "));
    return bought.isEmpty() ? levels : levels.isEmpty() ? bought : bought + " (" + levels + ")";
  }

  private boolean differInOneThing() {
    return experiment.axes().stream()
            .filter(
                axis -> points().stream().map(p -> p.at().get(axis.name())).distinct().count() > 1)
            .count()
        == 1;
  }

  /** What changes from one end of the frontier to the other, and where it bends. */
  public static String along(Experiment experiment, List<Point> points, Frontier frontier) {
    SweepAnswer answer = new SweepAnswer(experiment, points, frontier);
    List<String> parts = new ArrayList<>();
    if (frontier.points().isEmpty()) {
      return "No point can keep up and has all of these figures.";
    }
    parts.add(answer.ends());
    for (Plane plane : frontier.planes()) {
      if (plane.knee() != null) {
        parts.add(answer.knee(plane));
      }
    }
    return capital(String.join("; ", parts)) + ".";
  }

  private String best() {
    Optional<Point> best =
        points().stream()
            .filter(point -> point.isComparable() && point.meetsObjectives())
            .filter(point -> Double.isFinite(point.value(first)))
            .min(Comparator.comparingDouble(this::burden));
    return best.map(
            point ->
                "the best "
                    + words(first)
                    + " within all SLOs is that of "
                    + levels(point)
                    + (point.fleet() == null ? "" : " with " + point.fleet().bought())
                    + " ("
                    + figures(point)
                    + ")")
        .orElse("no point is sure to meet all SLOs");
  }

  private double burden(Point point) {
    boolean more = FigureName.parse(first).orElseThrow().better() == FigureName.Direction.MORE;
    return more ? -point.value(first) : point.value(first);
  }

  private String cheapest() {
    return frontier.points().isEmpty()
        ? "no point can keep up and has all figures"
        : "the best "
            + words(first)
            + " is that of "
            + levels(all.get(frontier.points().get(0)))
            + " ("
            + figures(all.get(frontier.points().get(0)))
            + ")";
  }

  private String ends() {
    Point cheapest = all.get(frontier.points().get(0));
    Point dearest = all.get(frontier.points().get(frontier.points().size() - 1));
    return String.format(
        Locale.ROOT,
        "from %s (%s) to %s (%s)",
        levels(cheapest),
        figures(cheapest),
        levels(dearest),
        figures(dearest));
  }

  private String knee(Plane plane) {
    Point knee = all.get(plane.knee());
    return String.format(
        Locale.ROOT,
        "the knee of %s against %s is at %s (%s, %s)",
        words(plane.y()),
        words(plane.x()),
        levels(knee),
        figure(knee, plane.x()),
        figure(knee, plane.y()));
  }

  private String figures(Point point) {
    return frontier.figures().stream()
        .map(figure -> figure(point, figure))
        .collect(Collectors.joining(", "));
  }

  private static String figure(Point point, String figure) {
    FigureName name = FigureName.parse(figure).orElseThrow();
    return name.words() + " " + Quantity.of(name.metric(), point.value(figure), point.currency());
  }

  private static String words(String figure) {
    return FigureName.parse(figure).orElseThrow().words();
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  /** The levels on the axes that have more than one. */
  private String levels(Point point) {
    List<String> levels = new ArrayList<>();
    for (Map.Entry<String, String> level : point.at().entrySet()) {
      boolean varies =
          experiment.axes().stream()
              .anyMatch(axis -> axis.name().equals(level.getKey()) && axis.levels().size() > 1);
      if (varies) {
        boolean named = !level.getValue().matches("[0-9$].*");
        levels.add(named ? level.getValue() : level.getKey() + " " + level.getValue());
      }
    }
    return levels.isEmpty() ? String.join(", ", point.at().values()) : String.join(", ", levels);
  }
}
