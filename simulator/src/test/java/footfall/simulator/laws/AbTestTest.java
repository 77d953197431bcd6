package footfall.simulator.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.reports.results.Results;
import footfall.reports.results.Results.AbTestFigures;
import footfall.reports.results.Results.Better;
import org.junit.jupiter.api.Test;

class AbTestTest {
  private static AbTestFigures test(int seed, double first, double second, int perHour) {
    return Laws.run(
            Laws.parse(
                """
                name: ab
                seed: %d
                replications: 100
                horizon: 1h
                drain: true
                arrivals: {poisson: {rate: %d/h}}
                shoppers: {all: {turns: 1}}
                pools:
                  a: {slots: 99, service: {time: 100ms}, quality: {satisfaction: {beta: {mean: %s, sd: 0.1}}}}
                  b: {slots: 99, service: {time: 100ms}, quality: {satisfaction: {bernoulli: {mean: %s}}}}
                routing: {split: {shares: {a: 0.5, b: 0.5}}}
                """
                    .formatted(seed, perHour, first, second)))
        .abTest();
  }

  /** By the formula 385 conversations in each arm find .60 against .50 with power .8. */
  @Test
  void aTestOfThePlannedSizeFindsTheDifferenceAsOftenAsPlanned() {
    AbTestFigures test = test(1, 0.6, 0.5, 770);

    assertThat(test.conversationsPerArm()).isBetween(380.0, 390.0);
    AbTestFigures.ArmComparison comparison = test.comparisons().get(0);
    assertThat(comparison.found() / 100.0).isCloseTo(0.8, within(0.13)); // three sigma
    assertThat(comparison.verdict()).isEqualTo(Better.WORSE);
    assertThat(comparison.difference()).isCloseTo(-0.1, within(0.012));
    assertThat(comparison.ci95()[0]).isLessThan(-0.1);
    assertThat(comparison.ci95()[1]).isGreaterThan(-0.1);
  }

  @Test
  void whereThereIsNoDifferenceOneTestInTwentyFindsOne() {
    AbTestFigures test = test(2, 0.6, 0.6, 770);

    assertThat(test.conversationsPerArm()).isInfinite();
    assertThat(test.comparisons().get(0).found()).isLessThanOrEqualTo(12);
  }

  @Test
  void armsGetTheirSharesAndEveryConversationCounts() {
    Results results =
        Laws.run(Laws.read(Laws.CATALOG.resolve("ab-test.yaml"), "replications=2", "drain=true"));
    AbTestFigures test = results.abTest();
    long conversations = test.arms().stream().mapToLong(AbTestFigures.Arm::conversations).sum();

    assertThat(test.conversationsPerArm()).isEqualTo(8_960);
    assertThat(conversations)
        .isGreaterThan(results.ledger().conversations().completed() * 98 / 100);
    assertThat((double) test.arms().get(0).conversations() / conversations)
        .isCloseTo(0.5, within(0.01));
  }
}
