package footfall.reports.analysis.sizing;

import footfall.reports.analysis.run.CostWords;
import footfall.reports.figures.Quantity;
import footfall.reports.results.MonthFigures;
import footfall.reports.results.Results;
import footfall.reports.results.Results.Verdict;
import footfall.reports.results.SizingFigures;
import footfall.reports.results.SizingFigures.Headroom;
import footfall.reports.results.SizingFigures.Infeasible;
import footfall.reports.results.SizingFigures.Line;
import footfall.reports.results.SizingFigures.Tried;
import footfall.reports.results.SizingFigures.WithoutOne;
import footfall.reports.results.SloVerdict;
import footfall.scenarios.figures.FigureName;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.reading.ResolvedScenario;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What to buy, and why, in one sentence for a meeting. */
public final class SizingAnswer {
  private static final int FEW = 3;

  private final ResolvedScenario resolved;
  private final Results results;
  private final SizingFigures sizing;
  private final Purchase purchase;
  private final String currency;

  private SizingAnswer(ResolvedScenario resolved, Results results, SizingFigures sizing) {
    this.resolved = resolved;
    this.results = results;
    this.sizing = sizing;
    this.purchase = new Purchase(resolved);
    this.currency = resolved.scenario().currency();
  }

  /**
   * The sentence.
   *
   * @param resolved the scenario of the answer
   * @param results of its replications
   */
  public static String sentence(ResolvedScenario resolved, Results results, SizingFigures sizing) {
    SizingAnswer answer = new SizingAnswer(resolved, results, sizing);
    String found =
        switch (sizing.verdict()) {
          case DECIDED -> answer.decided();
          case UNDECIDED -> answer.undecided();
          case INFEASIBLE -> answer.infeasible();
        };
    return CostWords.spentBudget(results.cost())
        .map(spent -> found.substring(0, found.length() - 1) + "; " + spent + ".")
        .orElse(found);
  }

  /** The same in a few lines, each with a word for what it is about. */
  public static List<Line> lines(ResolvedScenario resolved, Results results, SizingFigures sizing) {
    return new SizingAnswer(resolved, results, sizing).lines();
  }

  private List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    boolean does = sizing.headroom() != null;
    boolean undecided = sizing.verdict() == SizingFigures.Answer.UNDECIDED;
    if (does) {
      lines.add(new Line("Buy", (undecided ? "undecided: this will do: " : "") + purchase()));
    } else if (undecided) {
      lines.add(new Line("Buy", "undecided: nothing is known to meet all SLOs"));
    } else {
      lines.add(new Line("Buy", "nothing that may be bought meets all SLOs"));
      lines.add(new Line("Why", why()));
    }
    if (undecided) {
      lines.add(new Line("Open", open()));
    }
    if (!does) {
      lines.add(new Line("Nearest", purchase()));
    }
    lines.add(new Line("Cost", cost()));
    lines.add(new Line(does ? "Holds" : "Finds", kept() + (does ? conditions() : "")));
    if (does) {
      lines.add(new Line("Load", (breaks(sizing.headroom()) + survives()).substring(2)));
    }
    if (!next().isEmpty()) {
      lines.add(new Line("Growth", next().substring(2)));
    }
    CostWords.spentBudget(results.cost()).ifPresent(spent -> lines.add(new Line("Budget", spent)));
    CostWords.warning(results.cost()).ifPresent(text -> lines.add(new Line("Mind", text)));
    return lines;
  }

  /** The first objectives with what they are measured against; the rest is counted. */
  private String kept() {
    List<String> parts =
        results.slo().stream()
            .limit(FEW)
            .map(
                slo ->
                    slo.words()
                        + " "
                        + Quantity.of(slo.unit(), slo.actual(), currency)
                        + " ("
                        + slo.op()
                        + " "
                        + Quantity.of(slo.unit(), slo.threshold(), currency)
                        + ")")
            .toList();
    int more = results.slo().size() - parts.size();
    return String.join(", ", parts) + (more > 0 ? " and " + more + " more" : "");
  }

  private String cost() {
    double[] ci = sizing.objective().ci95();
    String metric = sizing.objective().metric();
    List<String> parts = new ArrayList<>();
    if (!interval(metric, ci).isEmpty()) {
      parts.add(
          Quantity.of(metric, ci[0], currency) + " to " + Quantity.of(metric, ci[1], currency));
    }
    MonthFigures month = results.cost().month();
    if (metric.equals("cost_per_month")
        && month != null
        && month.workers() > 0
        && month.usage() > 0) {
      parts.add(
          "workers "
              + Quantity.money(month.workers(), currency)
              + ", use "
              + Quantity.money(month.usage(), currency));
    }
    return objective(sizing.objective().value())
        + (parts.isEmpty() ? "" : " (" + String.join("; ", parts) + ")");
  }

  private String decided() {
    return "Buy " + purchase() + "; " + figures() + conditions() + standing() + next() + ".";
  }

  private String undecided() {
    return sizing.headroom() != null
        ? "Undecided: "
            + purchase()
            + " will do; "
            + figures()
            + conditions()
            + standing()
            + "; but "
            + open()
            + "."
        : "Undecided: nothing is known to meet all objectives; " + open() + ".";
  }

  private String open() {
    Tried rival =
        sizing.undecided().stream()
            .min((a, b) -> Double.compare(a.objective(), b.objective()))
            .orElse(null);
    return rival == null
        ? "not everything that might be cheaper could be tried"
        : rival.more() > 0
            ? String.format(
                Locale.ROOT,
                "%s would be %s, and about %,d more replication%s would tell whether it does",
                words(rival.configuration()),
                objective(rival.objective()),
                rival.more(),
                rival.more() == 1 ? "" : "s")
            : words(rival.configuration())
                + " may be as good or better at "
                + objective(rival.objective());
  }

  private String infeasible() {
    return "Nothing that may be bought meets all objectives: "
        + why()
        + ". What is shown comes nearest: "
        + words(sizing.configuration())
        + ".";
  }

  private String why() {
    List<String> why = new ArrayList<>();
    for (Infeasible slo : sizing.infeasible()) {
      FigureName figure = new FigureName(slo.metric(), slo.stat(), Optional.ofNullable(slo.pool()));
      why.add(
          String.format(
              Locale.ROOT,
              "%s %s %s %s the best to be had is %s, with %s",
              figure.words(),
              slo.op(),
              Quantity.of(slo.metric(), slo.threshold(), currency),
              slo.alone() ? "cannot be met together with the others; alone" : "cannot be met:",
              Quantity.of(slo.metric(), slo.best(), currency),
              words(slo.configuration())));
    }
    return String.join("; ", why);
  }

  private static String words(Map<String, String> configuration) {
    return configuration.entrySet().stream()
        .map(choice -> choice.getKey().replaceFirst("^pools\\.", "") + " = " + choice.getValue())
        .collect(Collectors.joining(", "));
  }

  // What is bought.

  private String purchase() {
    return purchase.all() + shares() + others();
  }

  private String shares() {
    String shares = purchase.shares();
    return shares.isEmpty() ? "" : "; send " + shares;
  }

  /** Decisions that the purchase does not show. */
  private String others() {
    List<String> others = new ArrayList<>();
    relevant(sizing.configuration())
        .forEach(
            (name, choice) -> {
              if (!name.matches(
                  "pools\\..*\\.(workers|model|hardware|slots)|pools\\..*\\.api\\..*PerMinute|routing\\.ratio\\..*")) {
                others.add(name.replaceFirst("^(pools|routing)\\.", "") + " = " + choice);
              }
            });
    return others.isEmpty() ? "" : "; " + String.join(", ", others);
  }

  /** Without what is decided of pools that get no requests, and so are not bought. */
  private Map<String, String> relevant(Map<String, String> configuration) {
    List<String> bought = resolved.scenario().pools().stream().map(PoolSpec::name).toList();
    Map<String, String> relevant = new LinkedHashMap<>(configuration);
    for (SizingFigures.DecisionFigures decision : sizing.decisions()) {
      if (!decision.pools().isEmpty() && Collections.disjoint(decision.pools(), bought)) {
        relevant.remove(decision.name());
      }
    }
    return relevant;
  }

  // What it does.

  private String figures() {
    return objectives()
        + ", "
        + objective(sizing.objective().value())
        + interval(sizing.objective().metric(), sizing.objective().ci95())
        + month();
  }

  private String objectives() {
    List<String> parts = new ArrayList<>();
    for (SloVerdict slo : results.slo()) {
      FigureName figure = new FigureName(slo.metric(), slo.stat(), Optional.ofNullable(slo.pool()));
      parts.add(
          (slo.unit().equals(slo.metric()) ? figure.words() : slo.words())
              + " "
              + Quantity.of(slo.unit(), slo.actual(), currency)
              + interval(slo.unit(), slo.ci95()));
    }
    return String.join(", ", parts);
  }

  private String month() {
    MonthFigures month = results.cost().month();
    return sizing.objective().metric().equals("cost_per_month") && month != null
        ? CostWords.month(month, currency)
        : "";
  }

  private String interval(String metric, double[] ci) {
    return Double.isNaN(ci[0]) || ci[0] == ci[1]
        ? ""
        : " ("
            + Quantity.of(metric, ci[0], currency)
            + " to "
            + Quantity.of(metric, ci[1], currency)
            + ")";
  }

  private String objective(double value) {
    String text = Quantity.of(sizing.objective().metric(), value, currency);
    if (value == 0) {
      return "at no stated price";
    }
    return switch (sizing.objective().metric()) {
      case "cost_per_month" -> text + " a month";
      case "cost_per_hour" -> text + " an hour";
      default -> text + " for 1,000 conversations";
    };
  }

  /** Under what else the objectives hold. */
  private String conditions() {
    List<String> conditions = sizing.conditions();
    return conditions == null || conditions.isEmpty()
        ? ""
        : "; the SLOs hold " + String.join(", ", conditions) + " too";
  }

  /** When the next purchase is due, if the load grows. */
  private String next() {
    if (sizing.growth() == null || sizing.growth().months() == null) {
      return "";
    }
    return sizing.growth().months().stream()
        .filter(month -> month.expected().bought())
        .findFirst()
        .map(
            month ->
                "; "
                    + inTheMonths()
                    + " the next change is due in month "
                    + month.month()
                    + (month.starts() == null ? "" : " (from " + month.starts() + ")")
                    + (month.expected().verdict() == SizingFigures.Answer.INFEASIBLE
                        ? ", for which nothing that may be bought does"
                        : ": "
                            + words(relevant(month.expected().configuration()))
                            + (month.expected().verdict() == SizingFigures.Answer.UNDECIDED
                                ? ", which may not be the cheapest"
                                : "")))
        .orElse("; " + inTheMonths() + " it does for twelve months");
  }

  /** What the months bring: more or less load, and other prices. */
  private String inTheMonths() {
    double growth = sizing.growth().perMonth();
    String load =
        growth == 0
            ? "at the same load"
            : "at "
                + Quantity.percent(Math.abs(growth))
                + (growth > 0 ? " more a month" : " less a month");
    return sizing.growth().tokenPrices() == 0 && sizing.growth().hourPrices() == 0
        ? load
        : load + " and at prices that change";
  }

  private String standing() {
    Headroom headroom = sizing.headroom();
    if (headroom == null) {
      return "";
    }
    return survives() + breaks(headroom);
  }

  private String survives() {
    List<WithoutOne> all = sizing.headroom().withoutOneWorker();
    List<WithoutOne> failing = all.stream().filter(w -> w.verdict() != Verdict.PASS).toList();
    if (all.isEmpty()) {
      return "";
    }
    return failing.isEmpty()
        ? ", survives the loss of a worker"
        : ", does not "
            + (failing.stream().anyMatch(w -> w.verdict() == Verdict.FAIL) ? "" : "surely ")
            + "survive the loss of a worker of "
            + failing.stream().map(WithoutOne::pool).collect(Collectors.joining(", "));
  }

  private static String breaks(Headroom headroom) {
    double low = headroom.load()[0];
    double high = headroom.load()[1];
    if (!headroom.isKnown()) {
      return String.format(Locale.ROOT, "; stands at least %.3g x the load", low);
    }
    return String.format(
        Locale.ROOT,
        "; breaks at %s x the load, where %s and %s",
        range(low, high),
        headroom.causeInWords(),
        headroom.bottleneckIsQuota()
            ? headroom.bottleneck()
                + " is asked for "
                + Quantity.percent(headroom.bottleneckUtilization())
                + " of its quota"
            : headroom.bottleneck()
                + " is "
                + Quantity.percent(Math.min(1, headroom.bottleneckUtilization()))
                + " busy");
  }

  private static String range(double low, double high) {
    return String.format(Locale.ROOT, "%.2f to %.2f", low, high);
  }
}
