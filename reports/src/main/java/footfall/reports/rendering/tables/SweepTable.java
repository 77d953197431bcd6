package footfall.reports.rendering.tables;

import footfall.reports.results.SloVerdict;
import footfall.reports.results.SweepResults;
import footfall.reports.results.SweepResults.Figure;
import footfall.reports.results.SweepResults.Point;
import footfall.scenarios.figures.FigureName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code sweep.csv}: one row for each point, for spreadsheets. Narrow: the figures of the frontier,
 * of the objectives and the cost of a month; wide: every figure there is. Empty cells are not
 * observed.
 */
public final class SweepTable {
  private static final String COST = "cost_per_month";

  private SweepTable() {}

  /** The file as CSV, with a line of names. */
  public static String render(SweepResults results, boolean wide) {
    List<Point> points = results.sweep().points();
    Set<String> figures = wide ? all(points) : narrow(results);
    boolean sized = points.stream().anyMatch(point -> point.fleet() != null);
    StringBuilder csv = new StringBuilder("point");
    results.sweep().axes().forEach(axis -> csv.append(',').append(quoted(axis.name())));
    csv.append(sized ? ",bought" : "").append(",panel,stable,valid,slos,frontier");
    for (String figure : figures) {
      csv.append(',').append(quoted(figure));
      csv.append(',').append(quoted(figure + "_low")).append(',').append(quoted(figure + "_high"));
    }
    csv.append('\n');
    for (Point point : points) {
      csv.append(point.index());
      results.sweep().axes().forEach(a -> csv.append(',').append(quoted(point.at().get(a.name()))));
      if (sized) {
        csv.append(',').append(quoted(point.fleet() == null ? "" : point.fleet().bought()));
      }
      csv.append(',').append(quoted(panels(results, point)));
      csv.append(',').append(point.stable()).append(',').append(point.valid());
      csv.append(',').append(verdict(point)).append(',').append(onFrontier(results, point));
      for (String name : figures) {
        Figure figure = point.figures().get(name);
        csv.append(',').append(figure == null ? "" : cell(figure.value()));
        csv.append(',').append(figure == null ? "" : cell(figure.ci95()[0]));
        csv.append(',').append(figure == null ? "" : cell(figure.ci95()[1]));
      }
      csv.append('\n');
    }
    return csv.toString();
  }

  private static Set<String> all(List<Point> points) {
    Set<String> figures = new LinkedHashSet<>();
    points.forEach(point -> figures.addAll(point.figures().keySet()));
    return figures;
  }

  private static Set<String> narrow(SweepResults results) {
    Set<String> figures = new LinkedHashSet<>();
    results.sweep().frontiers().forEach(frontier -> figures.addAll(frontier.figures()));
    for (Point point : results.sweep().points()) {
      for (SloVerdict slo : point.slo()) {
        figures.add(
            new FigureName(slo.metric(), slo.stat(), Optional.ofNullable(slo.pool())).toString());
      }
    }
    figures.add(COST);
    figures.removeIf(
        figure ->
            results.sweep().points().stream()
                .noneMatch(point -> Double.isFinite(point.value(figure))));
    return figures;
  }

  private static String panels(SweepResults results, Point point) {
    return results.sweep().frontiers().stream()
        .filter(frontier -> frontier.members().contains(point.index()))
        .map(SweepResults.Frontier::panel)
        .collect(Collectors.joining("; "));
  }

  static boolean onFrontier(SweepResults results, Point point) {
    return results.sweep().frontiers().stream()
        .anyMatch(frontier -> frontier.points().contains(point.index()));
  }

  /** The worst verdict of all objectives; empty where there are none. */
  public static String verdict(Point point) {
    return point.slo().stream()
        .map(slo -> slo.verdict().name())
        .reduce((a, b) -> a.equals("FAIL") || b.equals("PASS") ? a : b)
        .orElse("");
  }

  private static String cell(double value) {
    return Double.isFinite(value) ? Double.toString(value) : "";
  }

  /** A cell that no spreadsheet takes for a formula or for two cells. */
  public static String quoted(String text) {
    boolean number = text.matches("-?[0-9.]+([eE]-?[0-9]+)?");
    String safe = !number && text.matches("(?s)[=+@\\-\t\r].*") ? "'" + text : text;
    return safe.matches("[^,\"\n\r]*") ? safe : "\"" + safe.replace("\"", "\"\"") + "\"";
  }
}
