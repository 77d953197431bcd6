package footfall.reports.rendering;

import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.td;
import static j2html.TagCreator.tr;

import footfall.reports.analysis.Outcome;
import footfall.reports.results.Results;
import footfall.reports.results.Results.PoolFigures;
import footfall.reports.statistics.Quantity;
import j2html.tags.DomContent;
import j2html.tags.specialized.SectionTag;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What it costs and how good it is. */
final class AccountSections {
  private final Results results;

  AccountSections(Outcome outcome) {
    this.results = outcome.results();
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
    rows.add(money("per month of 730 h", cost.perMonth(), "perMonth"));
    rows.add(money("per satisfied shopper", cost.perSatisfiedShopper(), "perSatisfiedShopper"));
    for (PoolFigures pool : results.pools()) {
      rows.add(
          tr(
              td("of which " + pool.name()),
              td(Quantity.money(pool.cost(), currency)),
              td(moneyInterval(pool.ci95().get("cost")))));
    }
    return section(
        h2("Cost, energy and carbon"),
        Tables.grid("", rows, "cost", "value", "95 % interval"),
        energy());
  }

  private DomContent energy() {
    Results.EnergyFigures energy = results.energy();
    if (Double.isNaN(energy.joules())) {
      return p("No pool states its power, so there is no energy.");
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
    return Tables.grid("At the wall, idle power included.", rows, "energy", "kWh", "g CO2e");
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
    List<TrTag> rows = new ArrayList<>();
    addQuality(rows, "satisfaction", q.satisfaction());
    addQuality(rows, "coherence", q.coherence());
    addQuality(rows, "tool_selection", q.toolSelection());
    addQuality(rows, "flow", q.flow());
    addQuality(rows, "ndcg_at_1", q.ndcgAt1());
    addQuality(rows, "ndcg_at_5", q.ndcgAt5());
    addQuality(rows, "recall_at_5", q.recallAt5());
    addQuality(rows, "accuracy", q.accuracy());
    q.byLanguage()
        .forEach((language, value) -> addQuality(rows, "satisfaction, " + language, value));
    return section(
        h2("Quality"),
        rows.isEmpty()
            ? p("No pool states any.")
            : Tables.grid(
                "Means of the models' stated figures, by the share of turns that each answered.",
                rows,
                "measure",
                "value"));
  }

  private static void addQuality(List<TrTag> rows, String name, double value) {
    if (!Double.isNaN(value)) {
      rows.add(tr(td(name), td(String.format(Locale.ROOT, "%.4f", value))));
    }
  }
}
