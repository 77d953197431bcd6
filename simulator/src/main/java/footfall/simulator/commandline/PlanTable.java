package footfall.simulator.commandline;

import footfall.reports.figures.Quantity;
import footfall.reports.results.SizingFigures;
import footfall.reports.results.SizingFigures.Counts;
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
    sizing.summary().forEach(line -> print(out, line.label(), LABEL, line.text()));
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
  private static void print(PrintWriter out, String label, int indent, String text) {
    StringBuilder line = new StringBuilder();
    String beside = label;
    for (String word : text.split(" ")) {
      if (indent + line.length() + word.length() + 1 > AnswerTable.WIDTH) {
        out.printf("%-" + indent + "s%s%n", beside, line);
        beside = "";
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    out.printf("%-" + indent + "s%s%n", beside, line);
  }

  private static void print(PrintWriter out, Option option, SizingFigures sizing, String currency) {
    String cost = Quantity.of(sizing.objective().metric(), option.objective(), currency);
    print(out, String.format("%" + COST + "s", cost), COST + 2, option.bought());
    print(out, "", COST + 2, option.why() + (option.simulated() ? "" : " (not simulated)"));
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
