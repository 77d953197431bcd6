package footfall.reports.rendering.html;

import static j2html.TagCreator.b;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.td;
import static j2html.TagCreator.tr;

import footfall.reports.figures.Quantity;
import footfall.reports.rendering.svg.Bars;
import footfall.reports.results.MonthFigures;
import footfall.reports.results.Results;
import footfall.reports.results.Results.PoolFigures;
import j2html.tags.specialized.SectionTag;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What it costs and how good it is. */
final class AccountSections {
  private static final String IN_LANGUAGE = "byLanguage.";

  private final Results results;

  AccountSections(Results results) {
    this.results = results;
  }

  SectionTag costs() {
    Results.CostFigures cost = results.cost();
    String currency = cost.currency();
    List<TrTag> rows = new ArrayList<>();
    rows.add(money("total of " + Quantity.seconds(cost.measuredSeconds()), cost.total(), "total"));
    rows.add(money("per conversation", cost.perConversation(), "perConversation"));
    rows.add(
        money(
            "per 1,000 conversations",
            cost.perThousandConversations(),
            "perThousandConversations"));
    if (!Double.isNaN(cost.perHour())) {
      rows.add(money("per hour", cost.perHour(), "perHour"));
    }
    rows.add(money("per month of 730 h", cost.perMonth(), "perMonth"));
    if (cost.month() != null) {
      rows.addAll(month(cost.month(), currency));
    }
    rows.add(money("per satisfied shopper", cost.perSatisfiedShopper(), "perSatisfiedShopper"));
    for (PoolFigures pool : results.pools()) {
      rows.add(
          tr(
              td("of which " + pool.name()),
              td(Quantity.money(pool.cost(), currency)),
              td(moneyInterval(pool.ci95().get("cost")))));
    }
    List<Bars.Bar> bars =
        results.pools().stream().map(pool -> new Bars.Bar(pool.name(), pool.cost())).toList();
    return section(
        h2("Cost"),
        bars.stream().mapToDouble(Bars.Bar::length).sum() > 0
            ? figure(
                h3("What it goes to"),
                Bars.render(
                    "Cost by pool",
                    List.of("cost"),
                    bars,
                    value -> Quantity.money(value, currency)),
                figcaption("Of " + Quantity.seconds(cost.measuredSeconds()) + ", by pool."))
            : p("Nothing here has a price."),
        Tables.copied("", rows, "cost", "value", "95 % interval"),
        p(cost.month() == null ? "" : month(cost.month())).withClass("note"),
        p("How cost moves with the ratio of the models is the question of footfall sweep; prices and"
                + " objectives can be changed below.")
            .withClass("note"));
  }

  private static List<TrTag> month(MonthFigures month, String currency) {
    List<TrTag> rows = new ArrayList<>();
    if (month.reason() == null) {
      rows.add(ofMonth("of the month: workers by the hour", month.workers(), currency));
      rows.add(ofMonth("of the month: by volume", month.usage(), currency));
      rows.add(
          ofMonth(
              "per 1,000 conversations of the month", month.perThousandConversations(), currency));
    }
    for (MonthFigures.Budget budget : month.budgets()) {
      rows.add(
          ofMonth("budget of " + budget.pool() + " for the month", budget.perMonth(), currency));
      rows.add(ofMonth("needed of it", budget.needed(), currency));
    }
    if (!Double.isNaN(month.perMonthWithinBudget())) {
      rows.add(
          ofMonth("paid in the month until budgets end", month.perMonthWithinBudget(), currency));
    }
    return rows;
  }

  private static TrTag ofMonth(String name, double value, String currency) {
    return tr(td(name), td(Quantity.money(value, currency)), td(""));
  }

  /** What month it is. */
  private static String month(MonthFigures month) {
    return month.reason() != null
        ? "There is no cost of a month: " + month.reason() + "."
        : "The month has "
            + Quantity.count(month.hours())
            + " hours and "
            + Quantity.count(month.conversations())
            + " conversations"
            + switch (month.basis()) {
              case "steady" -> ": the rate of this run goes on.";
              case "days" -> ": this run is whole days, one like the other.";
              case "volumes" -> ", by the volumes file; this run is a part of it.";
              default -> ", as stated; this run is a part of it.";
            }
            + (month.warning() == null ? "" : " Mind: " + month.warning() + ".")
            + (month.upperBound()
                ? " Workers that come and go are paid as in this run, all month: that is the most"
                    + " they can cost."
                : "");
  }

  private static String assumed(Results.EnergyFigures energy) {
    StringBuilder words = new StringBuilder();
    if (energy.assumed() != null) {
      energy
          .assumed()
          .forEach(
              (pool, source) ->
                  words.append(" That of ").append(pool).append(" is assumed: ").append(source));
    }
    return words.toString();
  }

  SectionTag energy() {
    Results.EnergyFigures energy = results.energy();
    if (Double.isNaN(energy.joules())) {
      return section(
          h2("Energy and carbon"), p("No pool states its power, so there is no energy."));
    }
    List<TrTag> rows = new ArrayList<>();
    String total = "total of " + Quantity.seconds(results.cost().measuredSeconds());
    rows.add(energy(total, energy.joules(), energy.gramsCo2e()));
    rows.add(
        energy(
            "per 1,000 conversations",
            energy.joulesPerThousandConversations(),
            energy.gramsPerThousandConversations()));
    rows.add(energy("per month of 730 h", energy.joulesPerMonth(), energy.gramsPerMonth()));
    rows.add(
        energy(
            "per satisfied shopper",
            energy.joulesPerSatisfiedShopper(),
            energy.gramsPerSatisfiedShopper()));
    for (PoolFigures pool : results.pools()) {
      rows.add(energy("of which " + pool.name(), pool.energyJoules(), pool.gramsCo2e()));
    }
    return section(
        h2("Energy and carbon"),
        figure(
            h3("What draws it"),
            Bars.render(
                "Energy by pool",
                List.of("energy"),
                results.pools().stream()
                    .filter(pool -> Double.isFinite(pool.energyJoules()))
                    .map(pool -> new Bars.Bar(pool.name(), pool.energyJoules() / 3.6e6))
                    .toList(),
                value -> Quantity.digits(value) + " kWh"),
            figcaption("By pool, of those whose power is stated or assumed." + assumed(energy))),
        Tables.copied("At the wall, idle power included.", rows, "energy", "kWh", "g CO2e"),
        p(coverage(energy)).withClass("note"));
  }

  /** Which pools the figures do not cover. */
  private static String coverage(Results.EnergyFigures energy) {
    return energy.unknown() == null || energy.unknown().isEmpty()
        ? ""
        : "This covers "
            + Quantity.percent(energy.coverage())
            + " of the answered requests: what "
            + String.join(" and ", energy.unknown())
            + " draws is not known, and so nothing is said per request or conversation.";
  }

  private static TrTag energy(String name, double joules, double grams) {
    return tr(td(name), td(Quantity.digits(joules / 3.6e6)), td(Quantity.digits(grams)));
  }

  private TrTag money(String name, double value, String key) {
    Results.CostFigures cost = results.cost();
    return tr(
        td(name),
        td(Quantity.money(value, cost.currency())),
        td(moneyInterval(cost.ci95().get(key))));
  }

  private String moneyInterval(double[] ci) {
    String currency = results.cost().currency();
    return Quantity.money(ci[0], currency) + " to " + Quantity.money(ci[1], currency);
  }

  SectionTag quality() {
    Results.QualityFigures q = results.quality();
    Map<String, Double> means = new LinkedHashMap<>();
    means.put("satisfaction", q.satisfaction());
    means.put("coherence", q.coherence());
    means.put("tool_selection", q.toolSelection());
    means.put("flow", q.flow());
    means.put("ndcg_at_1", q.ndcgAt1());
    means.put("ndcg_at_5", q.ndcgAt5());
    means.put("recall_at_5", q.recallAt5());
    means.put("accuracy", q.accuracy());
    q.byLanguage().forEach((language, value) -> means.put(IN_LANGUAGE + language, value));
    List<TrTag> rows = new ArrayList<>();
    means.forEach((measure, mean) -> addQuality(rows, measure, mean));
    if (rows.isEmpty()) {
      return section(h2("Quality by model and language"), p("No pool states any."));
    }
    List<String> columns = new ArrayList<>(List.of("measure", "mean", "95 % interval", "sd"));
    results.pools().forEach(pool -> columns.add(pool.name()));
    SectionTag section = section(h2("Quality by model and language"));
    List<Bars.Bar> bars = satisfaction();
    if (!bars.isEmpty()) {
      section.with(
          figure(
              h3("Mean satisfaction"),
              Bars.render(
                  "Mean satisfaction", List.of("satisfaction"), bars, AccountSections::plain),
              figcaption("By model, and by language where shoppers state one; table below.")));
    }
    return section.with(
        Tables.copied(
            "Of the answers to turns, drawn from what the models' profiles state, each lowered by"
                + " what its lateness and its misclassification cost.",
            rows,
            columns.toArray(String[]::new)));
  }

  /** Of every pool, and of every pool in every language. */
  private List<Bars.Bar> satisfaction() {
    List<Bars.Bar> bars = new ArrayList<>();
    for (PoolFigures pool : results.pools()) {
      pool.quality()
          .forEach(
              (measure, value) -> {
                if (measure.equals("satisfaction")) {
                  bars.add(new Bars.Bar(pool.name(), value));
                } else if (measure.startsWith(IN_LANGUAGE)) {
                  bars.add(
                      new Bars.Bar(
                          pool.name() + ", " + measure.substring(IN_LANGUAGE.length()), value));
                }
              });
    }
    return bars;
  }

  private void addQuality(List<TrTag> rows, String name, double mean) {
    if (Double.isNaN(mean)) {
      return;
    }
    double[] interval = results.quality().ci95().get(name);
    Double stdev = results.quality().stdev().get(name);
    TrTag row =
        tr(
            td(name.replace(IN_LANGUAGE, "satisfaction, ")),
            td(plain(mean)),
            td(plain(interval[0]) + " to " + plain(interval[1])),
            td(stdev == null ? "" : plain(stdev)));
    for (PoolFigures pool : results.pools()) {
      Double value = pool.quality().get(name);
      row.with(td(value == null ? "" : plain(value)));
    }
    rows.add(row);
  }

  SectionTag abTest() {
    Results.AbTestFigures test = results.abTest();
    List<TrTag> arms = new ArrayList<>();
    for (Results.AbTestFigures.Arm arm : test.arms()) {
      arms.add(
          tr(
              td(arm.pool()),
              td(Tables.count(arm.conversations())),
              td(Tables.count(arm.successes())),
              td(plain(arm.rate()))));
    }
    List<TrTag> comparisons = new ArrayList<>();
    for (Results.AbTestFigures.ArmComparison c : test.comparisons()) {
      comparisons.add(
          tr(
              td(c.pool() + " against " + c.against()),
              td(plain(c.difference())),
              td(plain(c.ci95()[0]) + " to " + plain(c.ci95()[1])),
              td(Quantity.digits(c.pValue())),
              td(c.found() + " of " + c.replications()),
              td(b(c.verdict().name().toLowerCase(Locale.ROOT)).withClass(c.verdict().name()))));
    }
    return section(
        h2("A/B test"),
        Tables.copied(
            "Success is "
                + test.measure()
                + "; all replications together. A test needs "
                + Quantity.count(test.conversationsPerArm())
                + " conversations in each arm to tell them apart with power "
                + test.power()
                + " (by the "
                + test.conversationsPerArmBy()
                + ").",
            arms,
            "arm",
            "conversations",
            "successes",
            "rate"),
        Tables.copied(
            "",
            comparisons,
            "comparison",
            "difference",
            "95 % interval",
            "p",
            "replications that tell",
            "verdict"));
  }

  private static String plain(double value) {
    return Double.isNaN(value) ? "n/a" : String.format(Locale.ROOT, "%.4f", value);
  }
}
