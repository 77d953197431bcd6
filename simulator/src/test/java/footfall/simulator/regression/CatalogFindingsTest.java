package footfall.simulator.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.reports.results.Results;
import footfall.reports.results.Results.PoolFigures;
import footfall.reports.results.Results.Verdict;
import footfall.scenarios.reading.ScenarioReader;
import footfall.simulator.experiments.Simulation;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What each file of the catalog is there to show. */
class CatalogFindingsTest {
  private static Results run(String name) {
    Path file = Path.of("../scenarios/catalog", name + ".yaml");
    return Simulation.run(new ScenarioReader().read(file, List.of()), "test", part -> {}).results();
  }

  @Test
  void aMillionRecommendationsAnHourKeepOneSmallModelBusyHalfTheTime() {
    Results results = run("seed2-benchmark-slm");
    PoolFigures pool = results.pools().get(0);

    // 277.78/s x 0.1 s / 50 slots; four standard deviations of a Poisson count of a million.
    assertThat(pool.utilization()).isCloseTo(0.5556, within(0.5556 * 0.004));
    assertThat(pool.stable()).isTrue();
    assertThat(results.ledger().turns().submitted()).isCloseTo(1_000_000, within(4_000L));
    assertThat(results.slo()).allMatch(slo -> slo.verdict() == Verdict.PASS);
  }

  @Test
  void oneLargeModelDrownsInThem() {
    Results results = run("seed2-benchmark-llm");
    PoolFigures pool = results.pools().get(0);

    assertThat(pool.stable()).isFalse();
    assertThat(pool.offeredUtilization()).isCloseTo(2.778, within(0.012));
    assertThat(pool.backlog()).isCloseTo(640_000, within(4_200.0));
    assertThat(results.answer()).startsWith("Unstable: pool recommender is offered 2.78 times");
    assertThat(results.checks()).allMatch(Results.Check::holds);
  }

  @Test
  void threeOfThemHold() {
    PoolFigures pool = run("seed2-benchmark-llm-x3").pools().get(0);

    assertThat(pool.stable()).isTrue();
    assertThat(pool.utilization()).isCloseTo(0.926, within(0.926 * 0.005));
  }

  @Test
  void theHybridOfTheFirstRunIsAsGoodAndAsCheapAsItsArithmeticSays() {
    Results results = run("01-first-run");

    assertThat(results.quality().satisfaction()).isCloseTo(0.7966, within(0.0005));
    assertThat(results.cost().perConversation()).isCloseTo(0.00018, within(0.000002));
    assertThat(results.slo()).allMatch(slo -> slo.verdict() == Verdict.PASS);
  }

  @Test
  void aMillionConversationsAMonthCostWhatTheyShouldOnFourDevices() {
    Results results = run("seed1-1m-conversations-month");

    assertThat(results.cost().perMonth()).isCloseTo(180, within(9.0));
    assertThat(results.slo()).allMatch(slo -> slo.verdict() == Verdict.PASS);
  }
}
