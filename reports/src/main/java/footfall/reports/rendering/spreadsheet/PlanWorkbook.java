package footfall.reports.rendering.spreadsheet;

import footfall.reports.results.MonthFigures;
import footfall.reports.results.Results;
import footfall.reports.results.SizingFigures;
import footfall.reports.results.SizingFigures.Line;
import footfall.reports.results.SizingFigures.Month;
import footfall.reports.results.SizingFigures.Option;
import footfall.reports.results.SloVerdict;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.stream.Collectors;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/**
 * A plan as XLSX: the answer with its figures, what else could be bought, and the months. Amounts
 * are numbers, so that they can be added up.
 */
public final class PlanWorkbook {
  private static final double WIDE = 60;
  private static final double NARROW = 18;

  private final Results results;
  private final SizingFigures sizing;

  private PlanWorkbook(Results results) {
    this.results = results;
    this.sizing = results.sizing();
  }

  /**
   * Writes the workbook of a sizing.
   *
   * @throws IOException if it cannot be written
   */
  public static void write(Results results, OutputStream out) throws IOException {
    try (Workbook workbook = new Workbook(out, "Footfall", null)) {
      PlanWorkbook plan = new PlanWorkbook(results);
      plan.plan(workbook.newWorksheet("Plan"));
      plan.options(workbook.newWorksheet("Options"));
      if (plan.sizing.growth() != null && plan.sizing.growth().months() != null) {
        plan.months(workbook.newWorksheet("Months"));
      }
    }
  }

  private void plan(Worksheet sheet) {
    sheet.width(0, NARROW);
    sheet.width(1, WIDE);
    int row = 0;
    for (Line line : sizing.summary()) {
      row = text(sheet, row, line.label(), line.text());
    }
    row = text(sheet, row + 1, "currency", results.cost().currency());
    row = figure(sheet, row, sizing.objective().metric(), sizing.objective().value());
    MonthFigures month = results.cost().month();
    if (month != null && month.reason() == null) {
      row = figure(sheet, row, "of it workers", month.workers());
      row = figure(sheet, row, "of it by use", month.usage());
      row = figure(sheet, row, "conversations a month", month.conversations());
      row = figure(sheet, row, "per 1,000 conversations", month.perThousandConversations());
    }
    row = heading(sheet, row + 1, "objective", "stat", "is", "against", "verdict");
    for (SloVerdict slo : results.slo()) {
      sheet.value(row, 0, slo.metric());
      sheet.value(row, 1, slo.stat());
      number(sheet, row, 2, slo.actual());
      sheet.value(row, 3, slo.op() + " " + slo.threshold());
      sheet.value(row++, 4, slo.verdict().name());
    }
    row++;
    for (Map.Entry<String, String> choice : sizing.configuration().entrySet()) {
      row = text(sheet, row, choice.getKey(), choice.getValue());
    }
  }

  private void options(Worksheet sheet) {
    sheet.width(0, WIDE);
    sheet.width(3, WIDE);
    int row = heading(sheet, 0, "bought", sizing.objective().metric(), "known", "why, or why not");
    for (Option option : sizing.options()) {
      sheet.value(row, 0, option.bought());
      number(sheet, row, 1, option.objective());
      sheet.value(row, 2, option.simulated() ? "simulated" : "by arithmetic");
      sheet.value(row++, 3, option.why());
    }
    sheet.freezePane(0, 1);
  }

  private void months(Worksheet sheet) {
    sheet.width(4, WIDE);
    sheet.width(7, WIDE);
    String high = "for " + Math.round(100 * sizing.growth().percentile()) + " % of cases";
    int row =
        heading(
            sheet,
            0,
            "month",
            "from",
            "conversations",
            "load",
            "there is",
            sizing.objective().metric(),
            "bought in it",
            "there is, " + high,
            sizing.objective().metric() + ", " + high,
            "other costs");
    for (Month month : sizing.growth().months()) {
      sheet.value(row, 0, month.month());
      sheet.value(row, 1, month.starts());
      number(sheet, row, 2, month.conversations());
      number(sheet, row, 3, month.expected().load());
      sheet.value(row, 4, words(month.expected().configuration()));
      number(sheet, row, 5, month.expected().objective());
      sheet.value(row, 6, month.expected().bought());
      sheet.value(row, 7, words(month.high().configuration()));
      number(sheet, row, 8, month.high().objective());
      number(sheet, row++, 9, month.otherCosts());
    }
    sheet.freezePane(0, 1);
  }

  private static String words(Map<String, String> configuration) {
    return configuration.entrySet().stream()
        .map(choice -> choice.getKey() + " = " + choice.getValue())
        .collect(Collectors.joining(", "));
  }

  private static int heading(Worksheet sheet, int row, String... names) {
    for (int column = 0; column < names.length; column++) {
      sheet.value(row, column, names[column]);
      sheet.style(row, column).bold().set();
    }
    return row + 1;
  }

  private static int text(Worksheet sheet, int row, String name, String text) {
    sheet.value(row, 0, name);
    sheet.value(row, 1, text);
    return row + 1;
  }

  private static int figure(Worksheet sheet, int row, String name, double value) {
    sheet.value(row, 0, name);
    number(sheet, row, 1, value);
    return row + 1;
  }

  private static void number(Worksheet sheet, int row, int column, double value) {
    if (Double.isFinite(value)) {
      sheet.value(row, column, value);
    }
  }
}
