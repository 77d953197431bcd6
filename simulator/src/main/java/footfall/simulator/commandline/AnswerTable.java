package footfall.simulator.commandline;

import footfall.reports.results.Results;
import footfall.reports.statistics.Quantity;
import java.io.PrintWriter;
import java.util.Locale;

/** The answer on a terminal, within 80 columns. */
final class AnswerTable {
  private static final int WIDTH = 79;

  private AnswerTable() {}

  static void print(PrintWriter out, Results results) {
    wrap(out, results.answer());
    out.println();
    for (Results.SloVerdict slo : results.slo()) {
      out.printf(
          Locale.ROOT,
          "%-9s %-40s %s %s%n",
          slo.verdict(),
          fit(
              slo.metric()
                  + (slo.pool() == null ? "" : "[" + slo.pool() + "]")
                  + " "
                  + slo.stat()
                  + " "
                  + Quantity.of(slo.metric(), slo.actual(), results.cost().currency()),
              40),
          slo.op(),
          Quantity.of(slo.metric(), slo.threshold(), results.cost().currency()));
    }
    for (Results.TheoryRow row : results.theory()) {
      out.printf(
          Locale.ROOT,
          "%-9s %-40s closed %s, simulated %s%n",
          row.verdict(),
          fit(row.system().replaceFirst(",.*?(, class|$)", "$1") + " " + row.metric(), 40),
          Quantity.digits(row.closedForm()),
          Quantity.digits(row.simulated()));
    }
    for (Results.Check check : results.checks()) {
      if (!check.holds()) {
        out.printf("NOT VALID %s: %s%n", check.name(), check.detail());
      }
    }
  }

  private static String fit(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width - 3) + "...";
  }

  private static void wrap(PrintWriter out, String text) {
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ")) {
      if (line.length() + word.length() + 1 > WIDTH) {
        out.println(line);
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    out.println(line);
  }
}
