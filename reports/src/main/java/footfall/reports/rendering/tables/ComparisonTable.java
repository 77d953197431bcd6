package footfall.reports.rendering.tables;

import footfall.reports.results.ComparisonResults;
import footfall.reports.results.ComparisonResults.Beside;
import footfall.reports.results.ComparisonResults.Row;

/** {@code comparison.csv}: one row for each figure of each run beside the baseline. */
public final class ComparisonTable {
  private ComparisonTable() {}

  /** The file as CSV, with a line of names. */
  public static String render(ComparisonResults results) {
    StringBuilder csv =
        new StringBuilder(
            "run,figure,baseline,value,difference,ci95_low,ci95_high,relative,verdict,"
                + "regression\n");
    for (Beside run : results.comparison().runs()) {
      for (Row row : run.figures()) {
        csv.append(SweepTable.quoted(run.run()))
            .append(',')
            .append(SweepTable.quoted(row.figure()));
        csv.append(',').append(row.baseline()).append(',').append(row.run());
        csv.append(',').append(row.difference());
        csv.append(',').append(cell(row.ci95()[0])).append(',').append(cell(row.ci95()[1]));
        csv.append(',').append(cell(row.relative()));
        csv.append(',').append(row.verdict() == null ? "" : row.verdict());
        csv.append(',').append(row.regression()).append('\n');
      }
    }
    return csv.toString();
  }

  private static String cell(double value) {
    return Double.isFinite(value) ? Double.toString(value) : "";
  }
}
