package footfall.reports.rendering.html;

import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.td;
import static j2html.TagCreator.tr;

import footfall.reports.calibration.FittedService.Parameter;
import footfall.reports.figures.Quantity;
import footfall.reports.rendering.svg.PredictionChart;
import footfall.reports.rendering.tables.SweepTable;
import footfall.reports.results.CalibrationResults;
import footfall.reports.results.CalibrationResults.Checked;
import footfall.reports.results.CalibrationResults.Pool;
import footfall.reports.results.Results.PredictionRow;
import j2html.tags.specialized.TrTag;
import java.util.Locale;

/** The report and the table of a calibration. */
public final class CalibrationReport {
  private CalibrationReport() {}

  /** The page of a calibration. */
  public static String render(CalibrationResults results) {
    Page page =
        Page.ofReport("Footfall: calibration")
            .with(h1("Calibrated service models"))
            .with(p(results.answer()).withClasses("answer", "PASS"));
    for (Pool pool : results.calibration().pools()) {
      page.with(
          section(
              h2(pool.pool()),
              Tables.copied(
                  "Fitted to "
                      + Tables.count(pool.requests())
                      + " requests; the profile is "
                      + pool.profile()
                      + ".",
                  pool.parameters().stream().map(CalibrationReport::row).toList(),
                  "figure",
                  "fitted",
                  "95 % interval",
                  "stated",
                  "fitted / stated")));
    }
    for (Checked run : results.calibration().checked()) {
      page.with(
          section(
              h2(run.run() + (run.heldOut() ? ", held out" : ", fitted to")),
              PredictionChart.of(run.rows()),
              Tables.copied(
                  "Simulated with the fitted models at "
                      + Quantity.digits(run.factor())
                      + " times the load, and measured.",
                  run.rows().stream().map(CalibrationReport::row).toList(),
                  "figure",
                  "predicted",
                  "measured",
                  "measured / predicted")));
    }
    return page.render();
  }

  private static TrTag row(Parameter parameter) {
    return tr(
        td(parameter.name()),
        td(value(parameter, parameter.value())),
        td(value(parameter, parameter.ci95()[0]) + " to " + value(parameter, parameter.ci95()[1])),
        td(Double.isNaN(parameter.stated()) ? "" : value(parameter, parameter.stated())),
        td(Double.isNaN(parameter.ratio()) ? "" : Quantity.digits(parameter.ratio())));
  }

  private static String value(Parameter parameter, double value) {
    return parameter.isTime() ? Quantity.seconds(value) : Quantity.digits(value);
  }

  private static TrTag row(PredictionRow row) {
    return tr(
        td(row.metric() + (row.pool() == null ? "" : " of " + row.pool()) + " " + row.stat()),
        td(Quantity.of(row.metric(), row.predicted(), "")),
        td(Quantity.of(row.metric(), row.measured(), "")),
        td(Double.isNaN(row.ratio()) ? "" : String.format(Locale.ROOT, "%.3f", row.ratio())));
  }

  /** {@code calibration.csv}: every parameter, for spreadsheets. */
  public static String csv(CalibrationResults results) {
    StringBuilder csv = new StringBuilder("pool,figure,value,ci95_low,ci95_high,stated,ratio\n");
    for (Pool pool : results.calibration().pools()) {
      for (Parameter parameter : pool.parameters()) {
        csv.append(SweepTable.quoted(pool.pool())).append(',').append(parameter.name());
        double[] numbers = {
          parameter.value(),
          parameter.ci95()[0],
          parameter.ci95()[1],
          parameter.stated(),
          parameter.ratio()
        };
        for (double number : numbers) {
          csv.append(',').append(Double.isNaN(number) ? "" : Double.toString(number));
        }
        csv.append('\n');
      }
    }
    return csv.toString();
  }
}
