package footfall.simulator.commandline;

import footfall.reports.figures.Quantity;
import footfall.reports.results.ShadowFigures;
import footfall.reports.results.ShadowFigures.Kind;
import footfall.reports.results.ShadowFigures.PoolLoad;
import footfall.reports.results.ShadowFigures.Routed;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Prints what copies of real requests have shown. */
final class ShadowTable {
  private ShadowTable() {}

  static void print(PrintWriter out, ShadowFigures shadow, String currency) {
    AnswerTable.wrap(out, summary(shadow));
    if (shadow.all().compared() > 0) {
      out.println();
      row(out, "all", shadow.all());
      rows(out, "intent ", shadow.byIntent());
      rows(out, "language ", shadow.byLanguage());
      out.println();
      AnswerTable.wrap(out, ratio(shadow));
    }
    AnswerTable.wrap(
        out,
        shadow.atRatio() == null
            ? "Not simulated: that needs at least 30 requests and 30 answered copies."
            : cost(shadow.atRatio(), currency));
    out.println();
  }

  static String summary(ShadowFigures shadow) {
    return String.format(
        Locale.ROOT,
        "Shadow pool %s: of %s requests answered by other pools %s were copied; %s copies failed."
            + " Compared by %s: %s; undecided: %s.",
        shadow.pool(),
        Quantity.count(shadow.answered()),
        Quantity.count(shadow.copied()),
        Quantity.count(shadow.failed()),
        shadow.comparedBy(),
        Quantity.count(shadow.all().compared()),
        Quantity.count(shadow.unclear()));
  }

  private static void rows(PrintWriter out, String of, List<Kind> kinds) {
    kinds.forEach(kind -> row(out, of + kind.name(), kind));
  }

  private static void row(PrintWriter out, String name, Kind kind) {
    out.printf(
        Locale.ROOT,
        "%-30s %6d of %6d good enough: %7s (%s to %s)%n",
        name,
        kind.wouldDo(),
        kind.compared(),
        Quantity.percent(kind.share()),
        Quantity.percent(kind.ci95()[0]),
        Quantity.percent(kind.ci95()[1]));
  }

  static String ratio(ShadowFigures shadow) {
    return String.format(
        Locale.ROOT,
        "To keep %s of the answers as good as now, %s can take %s (%s to %s) of the requests.",
        Quantity.percent(shadow.quality()),
        shadow.pool(),
        Quantity.percent(shadow.ratio()),
        Quantity.percent(shadow.ratioCi95()[0]),
        Quantity.percent(shadow.ratioCi95()[1]));
  }

  static String cost(Routed routed, String currency) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "Simulated with the recorded requests and the measured service times: %s an hour instead of"
                + " %s",
            Quantity.money(routed.costPerHour(), currency),
            Quantity.money(routed.costPerHourNow(), currency)));
    for (PoolLoad pool : routed.pools()) {
      text.append("; ").append(pool.pool()).append(" is busy ");
      text.append(Quantity.percent(pool.utilization()));
      if (!Double.isNaN(pool.queueWaitMean())) {
        text.append(", and requests wait ").append(Quantity.seconds(pool.queueWaitMean()));
        text.append(" there on average");
      }
    }
    return text.append(" (").append(routed.scenario()).append(" in the run folder).").toString();
  }
}
