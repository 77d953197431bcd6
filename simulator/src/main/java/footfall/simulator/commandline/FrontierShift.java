package footfall.simulator.commandline;

import footfall.reports.figures.Quantity;
import footfall.reports.results.SweepResults;
import footfall.scenarios.figures.FigureName;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a measurement has changed of the frontiers of a sweep, on a terminal. */
final class FrontierShift {
  private FrontierShift() {}

  /** What of the frontiers is another one now. */
  static void print(PrintWriter out, SweepResults before, SweepResults after) {
    for (int i = 0; i < after.sweep().frontiers().size(); i++) {
      SweepResults.Frontier was = before.sweep().frontiers().get(i);
      SweepResults.Frontier is = after.sweep().frontiers().get(i);
      Map<String, String> old = onFrontier(before, was);
      Map<String, String> now = onFrontier(after, is);
      long moved =
          now.entrySet().stream().filter(e -> !e.getValue().equals(old.get(e.getKey()))).count();
      long gone = old.keySet().stream().filter(point -> !now.containsKey(point)).count();
      out.println();
      AnswerTable.wrap(
          out,
          String.format(
              Locale.ROOT,
              "Frontier%s: %d of its %d points are new or have other figures with the profiles"
                  + " measured here, %d of the %d before are gone.",
              is.panel().isEmpty() ? "" : ", " + is.panel(),
              moved,
              now.size(),
              gone,
              old.size()));
      now.forEach(
          (point, figures) -> {
            if (!figures.equals(old.get(point))) {
              out.println(
                  AnswerTable.fit(
                      (old.containsKey(point) ? "~ " : "+ ") + figures + "  " + point,
                      AnswerTable.WIDTH));
            }
          });
      old.forEach(
          (point, figures) -> {
            if (!now.containsKey(point)) {
              out.println(AnswerTable.fit("- " + figures + "  " + point, AnswerTable.WIDTH));
            }
          });
    }
  }

  private static Map<String, String> onFrontier(
      SweepResults results, SweepResults.Frontier frontier) {
    Map<String, String> points = new LinkedHashMap<>();
    for (int index : frontier.points()) {
      SweepResults.Point point = results.sweep().points().get(index);
      StringBuilder figures = new StringBuilder();
      for (String figure : frontier.figures()) {
        String metric = FigureName.parse(figure).orElseThrow().metric();
        String text = Quantity.of(metric, point.value(figure), point.currency());
        figures.append(String.format(Locale.ROOT, "%9s ", text));
      }
      points.put(AnswerTable.levels(results, point), figures.toString());
    }
    return points;
  }
}
