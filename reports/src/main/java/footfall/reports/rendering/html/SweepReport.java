package footfall.reports.rendering.html;

import static j2html.TagCreator.details;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.td;
import static j2html.TagCreator.tr;

import footfall.reports.figures.Quantity;
import footfall.reports.rendering.svg.Scatter;
import footfall.reports.rendering.tables.SweepTable;
import footfall.reports.results.BreakEven;
import footfall.reports.results.SizingFigures.Answer;
import footfall.reports.results.SweepResults;
import footfall.reports.results.SweepResults.Axis;
import footfall.reports.results.SweepResults.Figure;
import footfall.reports.results.SweepResults.Frontier;
import footfall.reports.results.SweepResults.Plane;
import footfall.reports.results.SweepResults.Point;
import footfall.scenarios.figures.FigureName;
import j2html.tags.DomContent;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code report.html} of a sweep: the frontier in pictures, then in numbers. */
public final class SweepReport {
  private static final int MAX_SERIES = 12;
  private static final int MAX_ROWS = 500;

  private final SweepResults results;
  private final List<Point> points;

  /** The axis whose levels have colours of their own; empty where none has few levels. */
  private final Optional<Axis> series;

  /** Whether all points of a colour lie along one axis. */
  private final boolean oneWay;

  private SweepReport(SweepResults results) {
    this.results = results;
    this.points = results.sweep().points();
    this.series =
        results.sweep().axes().stream()
            .filter(axis -> axis.levels().size() > 1 && mostInAPanel(axis) <= MAX_SERIES)
            .filter(axis -> axis.levels().stream().noneMatch(level -> level.matches("[0-9.]+")))
            .max(Comparator.comparingInt(axis -> axis.levels().size()));
    this.oneWay =
        results.sweep().axes().stream()
                .filter(axis -> axis.levels().size() > 1 && !series.equals(Optional.of(axis)))
                .count()
            == 1;
  }

  /** The page of a sweep. */
  public static String render(SweepResults results) {
    return new SweepReport(results).page().render();
  }

  private Page page() {
    Page page =
        Page.ofReport("Footfall: " + results.run().experiment())
            .with(h1(results.run().experiment()))
            .with(p(results.run().description()).withClass("sub"))
            .with(p(results.answer()).withClass("answer"));
    for (Frontier frontier : results.sweep().frontiers()) {
      page.with(
          section(h2("Frontier" + suffix(frontier)), p(frontier.along())).with(pictures(frontier)));
    }
    breakEvens().ifPresent(page::with);
    page.with(WhatIfSection.ofSweep(results));
    for (Frontier frontier : results.sweep().frontiers()) {
      page.with(
          section(
              h2("What changes along it" + suffix(frontier)),
              table(
                  "The points that no other beats in all of these figures, the first at its best on"
                      + " top; a thousandth of their spread makes no difference.",
                  frontier,
                  frontier.points().stream().limit(MAX_ROWS).map(points::get).toList())));
    }
    boolean all = points.size() <= MAX_ROWS;
    return page.with(
        section(
            h2("All points"),
            p(
                "Experiment "
                    + results.run().experimentSha256().substring(0, 12)
                    + ", Footfall "
                    + results.run().version()
                    + ". Figures of all points are in sweep.csv."),
            details(
                summary(
                    (all ? "" : "The first " + MAX_ROWS + " of ")
                        + Tables.count(points.size())
                        + (points.size() == 1 ? " point" : " points")),
                table(
                    "",
                    results.sweep().frontiers().get(0),
                    points.subList(0, Math.min(MAX_ROWS, points.size()))))));
  }

  private Optional<DomContent> breakEvens() {
    List<BreakEven> all = results.sweep().breakEvens();
    if (all == null || all.isEmpty()) {
      return Optional.empty();
    }
    List<TrTag> rows =
        all.stream()
            .map(
                each ->
                    tr(
                        td(each.panel()),
                        td(choice(each.from(), each.fromBought())),
                        td(each.at()),
                        td(each.ci95() == null ? "" : String.join(" to ", each.ci95())),
                        td(each.below() + " to " + each.above()),
                        td(choice(each.to(), each.toBought()))))
            .toList();
    return Optional.of(
        section(
            h2("Break-even"),
            Tables.copied(
                "The cheapest that meets the objectives changes at these loads. Between two loads"
                    + " costs are taken to change along a straight line.",
                rows,
                "group",
                "cheapest below",
                "up to",
                "95 % interval",
                "between",
                "cheapest above")));
  }

  private static String choice(Map<String, String> at, String bought) {
    String levels =
        at.entrySet().stream()
            .map(level -> level.getKey() + " " + level.getValue())
            .collect(Collectors.joining(", "));
    return bought.isEmpty() ? levels : levels.isEmpty() ? bought : bought + "; " + levels;
  }

  private static String suffix(Frontier frontier) {
    return frontier.panel().isEmpty() ? "" : ": " + frontier.panel();
  }

  private List<DomContent> pictures(Frontier frontier) {
    List<DomContent> pictures = new ArrayList<>();
    for (Plane plane : frontier.planes()) {
      pictures.add(picture(frontier, plane));
    }
    return pictures;
  }

  private DomContent picture(Frontier frontier, Plane plane) {
    List<Scatter.Dot> dots = new ArrayList<>();
    List<String> colours = colours(frontier);
    Set<Integer> unbeaten = Set.copyOf(plane.points());
    for (Point point : alongTheWay(frontier)) {
      double x = point.value(plane.x());
      double y = point.value(plane.y());
      if (point.stable() && Double.isFinite(x) && Double.isFinite(y)) {
        dots.add(dot(point, plane, colours, unbeaten.contains(point.index())));
      }
    }
    List<Scatter.Dot> tried = List.copyOf(dots);
    present(plane).ifPresent(at -> dots.add(new Scatter.Dot(at.x(), at.y(), 0, false, at.text())));
    Scatter scatter =
        new Scatter(
            axis(plane.y()).name() + " against " + axis(plane.x()).name(),
            axis(plane.x()),
            axis(plane.y()),
            colours,
            dots);
    for (int colour = 0; oneWay && colour < Math.max(1, colours.size()); colour++) {
      int ofColour = colour;
      scatter.track(tried.stream().filter(dot -> dot.series() == ofColour).toList());
    }
    scatter.line(
        plane.points().stream().map(i -> dot(points.get(i), plane, colours, true)).toList());
    if (!plane.points().isEmpty()) {
      label(scatter, plane, plane.points().get(0), "", false);
      label(scatter, plane, plane.points().get(plane.points().size() - 1), "", true);
    }
    if (plane.knee() != null) {
      label(scatter, plane, plane.knee(), "knee: ", false);
    }
    present(plane).ifPresent(scatter::label);
    return figure(
        h3(axis(plane.y()).name() + " against " + axis(plane.x()).name()),
        scatter.render(),
        figcaption(
            "Each mark is one simulated point, "
                + (oneWay ? "thin lines follow " + way() + ", " : "")
                + "bars are 95 % intervals of the simulation, the thick line joins those that no other beats in both."
                + (plane.knee() == null ? " The line has no clear bend." : "")
                + " Point at a mark, or use the arrow keys, to read it; the table is below."));
  }

  /** Where the scenario is as it stands. */
  private Optional<Scatter.Label> present(Plane plane) {
    Point present = results.sweep().present();
    return present == null
            || !Double.isFinite(present.value(plane.x()))
            || !Double.isFinite(present.value(plane.y()))
        ? Optional.empty()
        : Optional.of(
            new Scatter.Label(
                present.value(plane.x()), present.value(plane.y()), "present plan", true, true));
  }

  private void label(Scatter scatter, Plane plane, int index, String prefix, boolean above) {
    Point point = points.get(index);
    scatter.label(
        new Scatter.Label(
            point.value(plane.x()),
            point.value(plane.y()),
            prefix + shortLevels(point),
            !prefix.isEmpty(),
            above));
  }

  /** The levels that have colours of their own, of those that are in the panel. */
  private List<String> colours(Frontier frontier) {
    return series.map(axis -> levels(axis, frontier)).orElse(List.of());
  }

  private List<String> levels(Axis axis, Frontier frontier) {
    return frontier.members().stream()
        .map(index -> points.get(index).at().get(axis.name()))
        .distinct()
        .toList();
  }

  private long mostInAPanel(Axis axis) {
    return results.sweep().frontiers().stream()
        .mapToInt(frontier -> levels(axis, frontier).size())
        .max()
        .orElse(0);
  }

  private Scatter.Dot dot(Point point, Plane plane, List<String> colours, boolean onFrontier) {
    int colour = series.map(axis -> colours.indexOf(point.at().get(axis.name()))).orElse(0);
    return new Scatter.Dot(
        point.value(plane.x()),
        point.value(plane.y()),
        colour,
        onFrontier,
        levels(point) + ": " + text(plane.x(), point) + ", " + text(plane.y(), point),
        interval(point.figures().get(plane.x()), point.figures().get(plane.y())));
  }

  private static Scatter.Interval interval(Figure x, Figure y) {
    return new Scatter.Interval(x.ci95()[0], x.ci95()[1], y.ci95()[0], y.ci95()[1]);
  }

  private Scatter.Axis axis(String figure) {
    String metric = metric(figure);
    String currency = points.get(0).currency();
    return new Scatter.Axis(
        FigureName.parse(figure).orElseThrow().words(),
        value -> Quantity.of(metric, value, currency),
        FigureName.parse(figure).orElseThrow().better() == FigureName.Direction.LESS);
  }

  private DomContent table(String note, Frontier frontier, List<Point> rows) {
    List<String> columns = new ArrayList<>();
    results.sweep().axes().forEach(axis -> columns.add(axis.name()));
    frontier.figures().forEach(figure -> columns.add(axis(figure).name() + " (95 %)"));
    boolean sized = rows.stream().anyMatch(point -> point.fleet() != null);
    if (sized) {
      columns.add("bought");
    }
    columns.add("SLOs");
    columns.add("remarks");
    List<TrTag> lines = new ArrayList<>();
    for (Point point : rows) {
      TrTag line = tr();
      results.sweep().axes().forEach(axis -> line.with(td(point.at().get(axis.name()))));
      frontier
          .figures()
          .forEach(figure -> line.with(td(text(figure, point)).withTitle(interval(figure, point))));
      if (sized) {
        line.with(td(point.fleet() == null ? "" : point.fleet().bought()));
      }
      line.with(td(SweepTable.verdict(point)));
      line.with(td(remarks(frontier, point)));
      lines.add(line);
    }
    return Tables.copied(note, lines, columns.toArray(String[]::new));
  }

  private String remarks(Frontier frontier, Point point) {
    List<String> remarks = new ArrayList<>();
    if (!point.stable()) {
      remarks.add("cannot keep up");
    }
    if (!point.valid()) {
      remarks.add("not valid");
    }
    if (point.fleet() != null && point.fleet().verdict() != Answer.DECIDED) {
      remarks.add(
          point.fleet().isKnownToDo()
              ? "may not be the cheapest"
              : "nothing that may be bought meets the objectives; this comes nearest");
    }
    for (Plane plane : frontier.planes()) {
      if (plane.knee() != null && plane.knee() == point.index()) {
        remarks.add("knee of " + axis(plane.y()).name());
      }
    }
    return String.join(", ", remarks);
  }

  private static String text(String figure, Point point) {
    return Quantity.of(metric(figure), point.value(figure), point.currency())
        + plusMinus(figure, point);
  }

  private static String plusMinus(String figure, Point point) {
    double[] ci = point.figures().get(figure).ci95();
    double half = (ci[1] - ci[0]) / 2;
    return Double.isFinite(half) && half > 0
        ? " \u00b1 " + Quantity.of(metric(figure), half, point.currency())
        : "";
  }

  private static String interval(String figure, Point point) {
    double[] ci = point.figures().get(figure).ci95();
    return Quantity.of(metric(figure), ci[0], point.currency())
        + " to "
        + Quantity.of(metric(figure), ci[1], point.currency());
  }

  private static String metric(String figure) {
    return FigureName.parse(figure).orElseThrow().metric();
  }

  /** Where the point is, on the axes that vary, but for the one that has its own panel. */
  private String levels(Point point) {
    List<String> levels = new ArrayList<>();
    for (Axis axis : results.sweep().axes()) {
      if (axis.levels().size() > 1) {
        String level = point.at().get(axis.name());
        levels.add(level.matches("[0-9].*") ? axis.name() + " " + level : level);
      }
    }
    return String.join(", ", levels);
  }

  /** The same without the axis that colours tell. */
  private String shortLevels(Point point) {
    List<String> levels = new ArrayList<>();
    for (Axis axis : results.sweep().axes()) {
      if (axis.levels().size() > 1 && !series.equals(Optional.of(axis))) {
        levels.add(axis.name() + " " + point.at().get(axis.name()));
      }
    }
    return levels.isEmpty() ? levels(point) : String.join(", ", levels);
  }

  /** The points of the panel, in order of the axis along which lines are drawn. */
  private List<Point> alongTheWay(Frontier frontier) {
    List<String> levels =
        results.sweep().axes().stream()
            .filter(axis -> axis.name().equals(way()))
            .map(Axis::levels)
            .findFirst()
            .orElse(List.of());
    Map<String, Integer> places = new HashMap<>();
    levels.forEach(level -> places.putIfAbsent(level, places.size()));
    String way = way();
    return frontier.members().stream()
        .map(points::get)
        .sorted(Comparator.comparingInt(point -> places.getOrDefault(point.at().get(way), -1)))
        .toList();
  }

  /** The only axis beside the one that has colours. */
  private String way() {
    return results.sweep().axes().stream()
        .filter(axis -> axis.levels().size() > 1 && !series.equals(Optional.of(axis)))
        .map(Axis::name)
        .findFirst()
        .orElse("");
  }
}
