package footfall.reports.analysis.run;

import footfall.reports.analysis.samples.Figures;
import footfall.reports.analysis.samples.Intervals;
import footfall.reports.analysis.samples.MonthlyCost;
import footfall.reports.analysis.samples.Sample;
import footfall.reports.analysis.samples.Samples;
import footfall.reports.results.Results.CostFigures;
import footfall.reports.results.Results.EnergyFigures;
import footfall.reports.results.Results.QualityFigures;
import footfall.scenarios.Scenario;
import footfall.scenarios.figures.FigureName;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.pools.Power;
import footfall.scenarios.shoppers.Vocabulary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** What a run was worth and what it took: quality, cost and energy. */
final class Accounts {
  private final Scenario scenario;
  private final Samples samples;
  private final Intervals intervals;

  Accounts(Scenario scenario, Samples samples) {
    this.scenario = scenario;
    this.samples = samples;
    this.intervals = new Intervals(samples);
  }

  QualityFigures quality() {
    Map<String, double[]> ci95 = new LinkedHashMap<>();
    Map<String, Double> values = new LinkedHashMap<>();
    Map<String, Double> stdev = new LinkedHashMap<>();
    for (String measure : FigureName.QUALITY) {
      values.put(measure, samples.value(s -> s.quality(measure)));
      stdev.put(measure, samples.value(s -> s.qualityStdev(measure)));
      ci95.put(measure, intervals.ofPart(s -> s.quality(measure)));
    }
    Map<String, Double> byLanguage = new LinkedHashMap<>();
    TreeSet<String> languages = new TreeSet<>(Vocabulary.of(scenario.shoppers()).languages());
    scenario.pools().forEach(pool -> languages.addAll(pool.quality().byLanguage().keySet()));
    for (String language : languages) {
      byLanguage.put(language, samples.value(s -> s.satisfactionIn(language)));
      ci95.put("byLanguage." + language, intervals.ofPart(s -> s.satisfactionIn(language)));
    }
    return new QualityFigures(
        values.get("satisfaction"),
        values.get("coherence"),
        values.get("tool_selection"),
        values.get("flow"),
        values.get("ndcg_at_1"),
        values.get("ndcg_at_5"),
        values.get("recall_at_5"),
        values.get("accuracy"),
        byLanguage,
        stdev,
        ci95);
  }

  /**
   * Money.
   *
   * @param lostAfterBudget part of the conversations that are lost once budgets are spent; NaN
   *     where not known
   */
  CostFigures cost(double lostAfterBudget) {
    Map<String, double[]> ci95 = new LinkedHashMap<>();
    ci95.put("total", intervals.ofTotal(Sample::cost));
    ci95.put("perConversation", intervals.of(Figures::costPerConversation));
    ci95.put("perThousandConversations", intervals.of(s -> 1_000 * Figures.costPerConversation(s)));
    ci95.put("perHour", intervals.of(Figures::costPerHour));
    ci95.put("perMonth", intervals.of(MonthlyCost::of));
    ci95.put("perSatisfiedShopper", intervals.of(Figures::costPerSatisfiedShopper));
    double perConversation = samples.value(Figures::costPerConversation);
    return new CostFigures(
        scenario.currency(),
        samples.value(Sample::cost),
        samples.value(Figures::costPerHour),
        perConversation,
        1_000 * perConversation,
        samples.value(MonthlyCost::of),
        samples.value(MonthlyCost::budgetHours),
        MonthAccount.of(scenario, samples, lostAfterBudget),
        samples.value(Figures::costPerSatisfiedShopper),
        samples.value(Sample::satisfiedShoppers),
        samples.whole().seconds() / samples.whole().replications(),
        ci95);
  }

  EnergyFigures energy() {
    Map<String, double[]> ci95 = new LinkedHashMap<>();
    ci95.put("joules", intervals.ofTotal(Sample::energyJoules));
    ci95.put("joulesPerRequest", intervals.of(whole(Figures::joulesPerRequest)));
    ci95.put(
        "joulesPerThousandConversations",
        intervals.of(whole(s -> 1_000 * Figures.perConversation(s, Sample::energyJoules))));
    ci95.put("gramsCO2e", intervals.ofTotal(Sample::gramsCarbon));
    return new EnergyFigures(
        samples.value(Sample::energyJoules),
        samples.value(Sample::energyCoverage),
        unknown(),
        assumed(),
        samples.value(whole(Figures::joulesPerRequest)),
        1_000 * samples.value(whole(s -> Figures.perConversation(s, Sample::energyJoules))),
        samples.value(whole(MonthlyCost::joules)),
        samples.value(whole(s -> Figures.perSatisfiedShopper(s, Sample::energyJoules))),
        samples.value(Sample::gramsCarbon),
        1_000 * samples.value(whole(s -> Figures.perConversation(s, Sample::gramsCarbon))),
        samples.value(whole(MonthlyCost::gramsCarbon)),
        samples.value(whole(s -> Figures.perSatisfiedShopper(s, Sample::gramsCarbon))),
        ci95);
  }

  /** Known only where every pool that answered states its power. */
  private static ToDoubleFunction<Sample> whole(ToDoubleFunction<Sample> figure) {
    return sample -> sample.energyCoverage() < 1 ? Double.NaN : figure.applyAsDouble(sample);
  }

  private Map<String, String> assumed() {
    Map<String, String> assumed = new LinkedHashMap<>();
    for (PoolSpec pool : scenario.pools()) {
      pool.power()
          .flatMap(Power::perToken)
          .ifPresent(energy -> assumed.put(pool.name(), energy.source()));
    }
    return assumed;
  }

  private List<String> unknown() {
    List<String> unknown = new ArrayList<>();
    for (int pool = 0; pool < scenario.pools().size(); pool++) {
      if (scenario.pools().get(pool).power().isEmpty()
          && samples.whole().tally(pool).completed() > 0) {
        unknown.add(scenario.pools().get(pool).name());
      }
    }
    return unknown;
  }
}
