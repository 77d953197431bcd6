package footfall.simulator.commandline;

import footfall.reports.analysis.incidents.IncidentWords;
import footfall.reports.results.IncidentFigures;
import footfall.reports.results.IncidentFigures.Row;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints incidents that were played on a staging gateway and in simulation. */
final class IncidentTable {
  private IncidentTable() {}

  static void print(PrintWriter out, IncidentFigures incidents, String currency) {
    IncidentWords words = new IncidentWords(incidents, currency);
    out.println();
    incidents.incidents().forEach(played -> AnswerTable.wrap(out, words.sentence(played)));
    AnswerTable.wrap(out, words.good());
    out.printf(Locale.ROOT, "%-13s %-24s %25s %12s%n", "", "", "simulated (range)", "measured");
    for (Row row : incidents.rows()) {
      out.printf(
          Locale.ROOT,
          "%s %-24s %25s %12s%n",
          Paint.verdict(row.verdict(), 13),
          AnswerTable.fit(words.name(row), 24),
          words.value(row, row.simulated()) + " (" + words.range(row) + ")",
          words.value(row, row.measured()));
    }
  }
}
