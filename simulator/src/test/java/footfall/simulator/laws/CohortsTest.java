package footfall.simulator.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import footfall.reports.results.Fairness;
import footfall.reports.results.Losses.Fates;
import footfall.reports.results.Results;
import footfall.reports.results.Results.PoolFigures;
import org.junit.jupiter.api.Test;

/** Shoppers who come in ways of their own, and what they do at the sight of a queue. */
class CohortsTest {
  private static final String MEMORYLESS = "service: {time: {exponential: {mean: 1s}}}";

  private static Results run(String shoppers, String pool) {
    return Laws.run(
        Laws.parse(
            """
            name: cohorts
            seed: 5
            replications: 4
            horizon: 40000s
            warmUp: 1000s
            shoppers: {%s}
            pools: {p: {%s}}
            routing: {ratio: {p: 1}}
            """
                .formatted(shoppers, pool)));
  }

  private static Fates of(Results results, String name) {
    return results.losses().classes().get(name).requests();
  }

  /** M^X/M/1 with pairs: {@code rho/(mu (1 - rho)) + (E[X^2] - E[X])/(2 E[X] mu (1 - rho))}. */
  @Test
  void whoComesTogetherWaitsForEachOther() {
    Results pairs = run("all: {arrivals: {poisson: {rate: 0.35/s}}, group: 2}", MEMORYLESS);

    PoolFigures pool = pairs.pools().get(0);
    assertThat(pool.utilization()).isCloseTo(0.7, within(0.02));
    assertThat(pool.queueWait().mean()).isCloseTo(0.7 / 0.3 + 0.5 / 0.3, withinPercentage(8));
  }

  /** Two Poisson streams are one; each has the share of its rate. */
  @Test
  void cohortsComeAtTheirOwnRates() {
    Results results =
        run(
            "a: {arrivals: {poisson: {rate: 0.5/s}}}, b: {arrivals: {poisson: {rate: 0.2/s}}}",
            MEMORYLESS);

    assertThat(results.pools().get(0).queueWait().mean()).isCloseTo(0.7 / 0.3, withinPercentage(8));
    double a = of(results, "a").arrived();
    assertThat(a / (a + of(results, "b").arrived())).isCloseTo(5.0 / 7, within(0.01));
  }

  /** A population of ten that thinks for 100 s beside an open stream: both get through. */
  @Test
  void someMayBeAClosedPopulation() {
    Results results =
        run(
            "web: {arrivals: {poisson: {rate: 0.5/s}}},"
                + " staff: {arrivals: {closed: {population: 10}}, thinking: {exponential: {mean:"
                + " 100s}}}",
            "workers: 2, " + MEMORYLESS);

    double seconds = 4 * 39_000;
    assertThat(of(results, "web").arrived() / seconds).isCloseTo(0.5, withinPercentage(2));
    assertThat(of(results, "staff").arrived() / seconds).isCloseTo(10 / 101.2, withinPercentage(2));
  }

  /** Who never joins a queue of three makes it M/M/1/4. */
  @Test
  void whoLeavesAtTheSightOfAQueueMakesItABoundedOne() {
    Results results =
        run("all: {arrivals: {poisson: {rate: 0.9/s}}, balking: {queue: 3}}", MEMORYLESS);

    double norm = (1 - Math.pow(0.9, 5)) / 0.1;
    assertThat(results.pools().get(0).probabilityOfAbandonment())
        .isCloseTo(Math.pow(0.9, 4) / norm, within(0.005));
    assertThat(results.pools().get(0).utilization()).isCloseTo(1 - 1 / norm, within(0.01));
  }

  /** 100 tokens of reasoning before 50 that are seen, 10 ms each. */
  @Test
  void reasoningComesBeforeWhatIsSeen() {
    Results results =
        run(
            "all: {arrivals: {poisson: {rate: 0.1/s}}, replyTokens: 50, reasoningTokens: 100}",
            "slots: 100, service: {time: 200ms, perOutputToken: 10ms}");

    assertThat(results.metrics().get("time_to_first_token").mean()).isCloseTo(0.21, within(0.01));
    assertThat(results.metrics().get("time_to_first_visible_token").mean())
        .isCloseTo(1.21, within(0.01));
    assertThat(results.metrics().get("time_per_output_token").mean())
        .isCloseTo(0.01, within(0.0001));
    assertThat(results.metrics().get("request_latency").mean()).isCloseTo(1.7, within(0.001));
    assertThat(results.workload().outputTokens().mean()).isEqualTo(150);
  }

  /** One tenant's requests go first: all are answered, but not as fast. */
  @Test
  void tenantsThatWaitForOthersAreServedLessFairly() {
    String tenants =
        "a: {arrivals: {poisson: {rate: 0.4/s}}, tenant: acme, priority: 0},"
            + " b: {arrivals: {poisson: {rate: 0.4/s}}, tenant: beta, priority: %d}";
    Fairness alike = run(tenants.formatted(0), MEMORYLESS).losses().fairness();
    Fairness apart =
        run(tenants.formatted(1), MEMORYLESS + ", queue: {discipline: priority}")
            .losses()
            .fairness();

    assertThat(alike.speed()).isCloseTo(1, within(0.001));
    assertThat(apart.answered()).isCloseTo(1, within(0.001));
    // Cobham: waits of rho/(1 - .4) and rho/((1 - .4)(1 - .8)), rho .8
    double fast = 1 / (1 + 0.8 / 0.6);
    double slow = 1 / (1 + 0.8 / (0.6 * 0.2));
    double index = Math.pow(fast + slow, 2) / (2 * (fast * fast + slow * slow));
    assertThat(apart.speed()).isCloseTo(index, within(0.02));
  }
}
