package footfall.simulator.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.reports.results.Results;
import org.junit.jupiter.api.Test;

/** What answers are worth, and what shoppers do for it. */
class QualityTest {
  private static Results run(String shoppers, String pools, String routing) {
    return Laws.run(
        Laws.parse(
            """
            name: quality
            replications: 4
            horizon: 2h
            drain: true
            arrivals: {poisson: {rate: 2/s}}
            shoppers: {%s}
            pools: {%s}
            routing: {%s}
            """
                .formatted(shoppers, pools, routing)));
  }

  @Test
  void measuresHaveTheMeanAndSpreadOfTheirDistributions() {
    Results.QualityFigures quality =
        run(
                "all: {turns: 2, thinking: 3s}",
                "p: {slots: 99, service: {time: 1s}, quality: {satisfaction: {beta: {mean: 0.8, sd: 0.15}},"
                    + " tool_selection: {bernoulli: {mean: 0.63}}, ndcg_at_5: 0.99}}",
                "ratio: {p: 1}")
            .quality();

    assertThat(quality.satisfaction()).isCloseTo(0.8, within(0.002));
    assertThat(quality.stdev().get("satisfaction")).isCloseTo(0.15, within(0.002));
    assertThat(quality.toolSelection()).isCloseTo(0.63, within(0.006));
    assertThat(quality.stdev().get("tool_selection"))
        .isCloseTo(Math.sqrt(0.63 * 0.37), within(0.004));
    assertThat(quality.ndcgAt5()).isCloseTo(0.99, within(1e-12));
    assertThat(quality.coherence()).isNaN();
  }

  @Test
  void languagesAndIntentsHaveQualitiesOfTheirOwn() {
    Results results =
        run(
            "all: {languages: {english: {share: 0.6}, hinglish: {share: 0.4}}}",
            "a: {slots: 99, service: {time: 1s}, quality: {satisfaction: 0.8, byLanguage: {hinglish: 0.7}}},"
                + "b: {slots: 99, service: {time: 1s}, quality: {satisfaction: 0.9, byLanguage: {hinglish: {satisfaction: 0.5}}}}",
            "ratio: {a: 0.75, b: 0.25}");

    assertThat(results.quality().byLanguage().get("english"))
        .isCloseTo(0.75 * 0.8 + 0.25 * 0.9, within(0.002));
    assertThat(results.quality().byLanguage().get("hinglish"))
        .isCloseTo(0.75 * 0.7 + 0.25 * 0.5, within(0.003));
    assertThat(results.quality().satisfaction()).isCloseTo(0.6 * 0.825 + 0.4 * 0.65, within(0.003));
    assertThat(results.pools().get(0).quality().get("satisfaction"))
        .isCloseTo(0.6 * 0.8 + 0.4 * 0.7, within(0.002));
  }

  /** Every answer takes 6 s: half way from 1 at 2 s to .6 at 10 s, and from 0 to .4 leave. */
  @Test
  void slowAnswersAreLikedLessAndDriveShoppersAway() {
    Results results =
        run(
            "all: {turns: 2, thinking: 3s, slowAnswers: {satisfaction: {2s: 1, 10s: 0.6}, leaving: {2s: 0, 10s: 0.4}}}",
            "p: {slots: 99, service: {time: 6s}, quality: {satisfaction: 0.9}}",
            "ratio: {p: 1}");

    assertThat(results.quality().satisfaction()).isCloseTo(0.72, within(1e-9));
    Results.Ledger.Conversations conversations = results.ledger().conversations();
    assertThat((double) conversations.abandoned() / conversations.arrived())
        .isCloseTo(0.2, within(0.008));
    assertThat(conversations.completed() + conversations.abandoned())
        .isEqualTo(conversations.arrived());
    assertThat(results.ledger().turns().completed())
        .isEqualTo(2 * conversations.completed() + conversations.abandoned());
  }

  /** Satisfaction .9 x .8 = .72 in both turns, rate .5, curve .25 at .5 to 1.25 at 1: .69. */
  @Test
  void satisfiedShoppersBuy() {
    Results results =
        run(
            "all: {turns: 2, thinking: 3s, slowAnswers: {satisfaction: {6s: 0.8}},"
                + " purchase: {rate: 0.5, bySatisfaction: {0.5: 0.25, 1: 1.25}, revenue: 10}}",
            "p: {slots: 99, service: {time: 6s}, quality: {satisfaction: 0.9}}, q: {service: {time: 1s}}",
            "ratio: {p: 1, q: 0}");

    assertThat(results.business().conversionRate()).isCloseTo(0.5 * 0.69, within(0.01));
  }

  @Test
  void aSatisfiedShopperCostsWhatAllCostOverTheSatisfied() {
    Results results =
        run(
            "all: {turns: 3, thinking: 3s, purchase: {rate: 0.1}}",
            "p: {slots: 99, service: {time: 1s}, quality: {satisfaction: {beta: {mean: 0.6, sd: 0.2}}}, cost: {perConversation: $0.01}}",
            "ratio: {p: 1}");

    assertThat(results.cost().perSatisfiedShopper()).isCloseTo(0.01 / 0.6, within(0.0002));
    assertThat(results.cost().satisfiedShoppers())
        .isCloseTo(0.6 * results.cost().total() / 0.01, within(60.0));
  }
}
