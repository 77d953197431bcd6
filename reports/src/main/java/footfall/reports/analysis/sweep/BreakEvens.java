package footfall.reports.analysis.sweep;

import footfall.reports.results.BreakEven;
import footfall.reports.results.SweepResults.Frontier;
import footfall.reports.results.SweepResults.Point;
import footfall.scenarios.experiments.Experiment;
import footfall.scenarios.reading.yaml.Quantities;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The loads at which something else becomes the cheapest that meets the objectives, along an axis
 * of arrival rates.
 */
final class BreakEvens {
  /** Workers cost the same at any load, and what is paid by use in proportion to it. */
  private static final String COST = "cost_per_hour";

  private static final Pattern RATE = Pattern.compile("([0-9.]+)(/(?:s|min|h|d))");
  private static final double THREE_DIGITS = 1e3;

  private final Experiment.Axis load;
  private final Frontier frontier;
  private final List<Point> members;

  private BreakEvens(Experiment.Axis load, Frontier frontier, List<Point> points) {
    this.load = load;
    this.frontier = frontier;
    this.members = frontier.members().stream().map(points::get).toList();
  }

  /** Those of all panels, along the first axis of rates; none where there is no such axis. */
  static List<BreakEven> of(Experiment experiment, List<Point> points, List<Frontier> frontiers) {
    Optional<Experiment.Axis> load =
        experiment.axes().stream()
            .filter(axis -> axis.levels().size() > 1)
            .filter(axis -> axis.levels().stream().allMatch(l -> RATE.matcher(l).matches()))
            .findFirst();
    List<BreakEven> all = new ArrayList<>();
    load.ifPresent(
        axis ->
            frontiers.forEach(
                frontier -> all.addAll(new BreakEvens(axis, frontier, points).find())));
    return all;
  }

  private List<BreakEven> find() {
    List<BreakEven> found = new ArrayList<>();
    Point before = null;
    List<String> ascending =
        load.levels().stream().sorted(Comparator.comparingDouble(BreakEvens::perSecond)).toList();
    for (String level : ascending) {
      Optional<Point> cheapest = cheapest(level);
      if (cheapest.isPresent()) {
        if (before != null && !choice(before).equals(choice(cheapest.get()))) {
          found.add(between(before, cheapest.get()));
        }
        before = cheapest.get();
      }
    }
    return found;
  }

  private Optional<Point> cheapest(String level) {
    return members.stream()
        .filter(point -> point.at().get(load.name()).equals(level))
        .filter(point -> point.isComparable() && point.meetsObjectives())
        .filter(point -> Double.isFinite(point.value(COST)))
        .min(Comparator.comparingDouble(point -> point.value(COST)));
  }

  /** What is chosen there: the levels on the other axes, and where fleets are sized the pools. */
  private List<Object> choice(Point point) {
    return List.of(others(point), point.fleet() == null ? List.of() : point.fleet().pools());
  }

  private Map<String, String> others(Point point) {
    Map<String, String> others = new LinkedHashMap<>(point.at());
    others.remove(load.name());
    return others;
  }

  private BreakEven between(Point below, Point above) {
    Optional<Point> oneAbove = other(below, above);
    Optional<Point> otherBelow = other(above, below);
    double[] part = {0.5, 0, 1};
    if (oneAbove.isPresent() && otherBelow.isPresent()) {
      double[] first = difference(otherBelow.get(), below);
      double[] last = difference(oneAbove.get(), above);
      if (first[0] + last[0] > 0) {
        part =
            new double[] {
              part(first[0], last[0]), part(first[1], last[2]), part(first[2], last[1])
            };
      }
    }
    return new BreakEven(
        frontier.panel(),
        load.name(),
        at(part[0], below, above),
        List.of(at(part[1], below, above), at(part[2], below, above)),
        below.at().get(load.name()),
        above.at().get(load.name()),
        others(below),
        others(above),
        below.fleet() == null ? "" : below.fleet().bought(),
        above.fleet() == null ? "" : above.fleet().bought());
  }

  /** By how much one costs more than the other: the figure, the least and the most. */
  private static double[] difference(Point dearer, Point cheaper) {
    double[] more = interval(dearer);
    double[] less = interval(cheaper);
    return new double[] {
      Math.max(0, dearer.value(COST) - cheaper.value(COST)),
      Math.max(0, more[0] - less[1]),
      Math.max(0, more[1] - less[0])
    };
  }

  private static double[] interval(Point point) {
    double[] ci95 = point.figures().get(COST).ci95();
    double value = point.value(COST);
    return ci95 == null || ci95.length < 2 || Double.isNaN(ci95[0])
        ? new double[] {value, value}
        : ci95;
  }

  private static double part(double first, double last) {
    return first + last > 0 ? first / (first + last) : first > 0 ? 1 : 0;
  }

  /** The load at such a part of the way from the one to the other. */
  private String at(double part, Point below, Point above) {
    double low = rate(below, below);
    double high = rate(above, below);
    double at = low + (high - low) * part;
    double digits = Math.pow(10, Math.floor(Math.log10(at))) / (THREE_DIGITS / 10);
    return plain(Math.round(at / digits) * digits) + unit(below);
  }

  /** What is chosen at one load, at the other; empty where it was not tried or does not do. */
  private Optional<Point> other(Point choice, Point load) {
    Map<String, String> at = new LinkedHashMap<>(choice.at());
    at.put(this.load.name(), load.at().get(this.load.name()));
    return members.stream()
        .filter(point -> point.at().equals(at) && choice(point).equals(choice(choice)))
        .filter(point -> point.isComparable() && point.meetsObjectives())
        .findFirst();
  }

  /** In the unit in which the lower of the two loads is written. */
  private double rate(Point point, Point asWritten) {
    double one = Quantities.perSecond("1" + unit(asWritten));
    return perSecond(point.at().get(load.name())) / one;
  }

  private String unit(Point point) {
    String level = point.at().get(load.name());
    return level.substring(level.indexOf('/'));
  }

  private static double perSecond(String level) {
    return Quantities.perSecond(level);
  }

  private static String plain(double value) {
    return new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros().toPlainString();
  }
}
