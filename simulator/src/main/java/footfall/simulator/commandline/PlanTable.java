package footfall.simulator.commandline;

import footfall.reports.figures.Quantity;
import footfall.reports.results.SizingFigures;
import footfall.reports.results.SizingFigures.Counts;
import footfall.reports.results.SizingFigures.Line;
import footfall.reports.results.SizingFigures.Option;
import footfall.reports.results.SizingFigures.Worth;
import java.io.PrintWriter;
import java.util.Locale;

/** What to buy on a terminal: the answer line by line, and what else could be bought. */
final class PlanTable {
  private static final int LABEL = 9;
  private static final int COST = 10;
  private static final int MOST_OPTIONS = 8;

  private PlanTable() {}

  static void print(PrintWriter out, SizingFigures sizing, String currency) {
    sizing.summary().forEach(line -> print(out, line));
    out.println();
    if (sizing.options().size() > 1) {
      out.println("Options");
      sizing.options().stream().limit(MOST_OPTIONS).forEach(o -> print(out, o, sizing, currency));
      out.println();
    }
    if (sizing.worth() != null) {
      out.println("A little more, a month");
      sizing.worth().forEach(worth -> print(out, worth, currency));
      out.println();
    }
    AnswerTable.wrap(out, found(sizing.counts()));
    out.println();
  }

  /** What does not fit beside its label goes on below. */
  private static void print(PrintWriter out, Line line) {
    StringBuilder text = new StringBuilder();
    String label = line.label();
    for (String word : line.text().split(" ")) {
      if (LABEL + text.length() + word.length() + 1 > AnswerTable.WIDTH) {
        out.printf("%-" + LABEL + "s%s%n", label, text);
        label = "";
        text.setLength(0);
      }
      text.append(text.length() == 0 ? "" : " ").append(word);
    }
    out.printf("%-" + LABEL + "s%s%n", label, text);
  }

  private static void print(PrintWriter out, Option option, SizingFigures sizing, String currency) {
    String cost = Quantity.of(sizing.objective().metric(), option.objective(), currency);
    out.println(
        AnswerTable.fit(
            String.format(Locale.ROOT, "%" + COST + "s  ", cost) + option.bought(),
            AnswerTable.WIDTH));
    out.println(
        AnswerTable.fit(
            " ".repeat(COST + 2) + option.why() + (option.simulated() ? "" : " (not simulated)"),
            AnswerTable.WIDTH));
  }

  private static void print(PrintWriter out, Worth worth, String currency) {
    AnswerTable.wrap(
        out,
        String.format(
            Locale.ROOT,
            "%s costs %s, brings back revenue of %s (%s to %s)%s: %s",
            worth.change(),
            Quantity.money(worth.cost(), currency),
            Quantity.money(worth.revenue(), currency),
            Quantity.money(worth.revenueCi95()[0], currency),
            Quantity.money(worth.revenueCi95()[1], currency),
            Double.isNaN(worth.margin())
                ? ""
                : ", margin " + Quantity.money(worth.margin(), currency),
            worth.verdict()));
  }

  private static String found(Counts counts) {
    return String.format(
        Locale.ROOT,
        "%,d configurations: %,d ruled out by arithmetic, %,d by another that failed, %,d dearer, %,d"
            + " simulated in %,d replications.",
        counts.total(),
        counts.prunedByTheory() + counts.unfit() + counts.alike(),
        counts.dominated(),
        counts.dearer(),
        counts.simulated(),
        counts.replications());
  }
}
