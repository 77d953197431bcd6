package footfall.simulator.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import footfall.reports.results.Results;
import footfall.reports.results.Results.PoolFigures;
import org.junit.jupiter.api.Test;

/** Turns of two calls, between which a tool asks a pool. */
class ToolsTest {
  private static Results run(String toolCalls, String pools, String routing) {
    return Laws.run(
        Laws.parse(
            """
            name: tools
            seed: 3
            replications: 4
            horizon: 20000s
            warmUp: 500s
            arrivals: {poisson: {rate: 0.6/s}}
            shoppers:
              c:
                intents:
                  start: {ask: 1}
                  states: {ask: {calls: 2, toolCalls: {%s}}}
            pools: {llm: {slots: 100, service: {time: 100ms}}, %s}
            routing: {%s}
            """
                .formatted(toolCalls, pools, routing)));
  }

  private static final String ONLY_LLM = "ratio: {llm: 1}";

  /** Poisson turns make a Poisson stream of tool calls: M/M/1 at rho .6. */
  @Test
  void aToolHasAQueueOfItsOwn() {
    Results results =
        run("pool: search", "search: {service: {time: {exponential: {mean: 1s}}}}", ONLY_LLM);

    PoolFigures search = results.pools().get(1);
    assertThat(search.utilization()).isCloseTo(0.6, within(0.02));
    assertThat(search.sojourn().mean()).isCloseTo(2.5, withinPercentage(8));
    assertThat(results.metrics().get("turn_latency").mean())
        .isCloseTo(0.2 + search.sojourn().mean(), within(0.05));
    assertThat(results.metrics().get("request_latency").mean()).isCloseTo(0.1, within(1e-9));
    assertThat(results.checks()).allMatch(Results.Check::holds);
  }

  /** The slowest of three exponential ones takes 1 + 1/2 + 1/3 times as long as one. */
  @Test
  void theNextCallWaitsForAllThatAreMadeAtTheSameTime() {
    Results results =
        run(
            "pool: search, parallel: 3",
            "search: {slots: 1000, service: {time: {exponential: {mean: 1s}}}}",
            ONLY_LLM);

    assertThat(results.metrics().get("turn_latency").mean())
        .isCloseTo(0.2 + 11.0 / 6, withinPercentage(2));
    assertThat(results.pools().get(1).inService().mean()).isCloseTo(1.8, withinPercentage(3));
  }

  /** Under a policy that looks at loads and one that sees requests through, the ledger balances. */
  @Test
  void otherPoliciesCountThemToo() {
    String pools =
        "other: {slots: 100, service: {time: 100ms}},"
            + " search: {workers: 2, service: {time: {exponential: {mean: 1s}}}, queue: {capacity:"
            + " 1}}";
    for (String routing :
        new String[] {"leastLoaded: [llm, other]", "fallback: {pools: [llm, other]}"}) {
      Results results = run("pool: search, parallel: 2", pools, routing);

      assertThat(results.checks()).as(routing).allMatch(Results.Check::holds);
      assertThat(results.pools().get(2).probabilityOfRejection()).isGreaterThan(0.05);
      assertThat(results.losses().requests().answeredShare()).isEqualTo(1);
    }
  }

  /** A model that works for another reads and writes tokens, which are paid for. */
  @Test
  void anAgentMayWorkForAnother() {
    Results results =
        run(
            "pool: small, inputTokens: 1000, outputTokens: 100",
            "small: {slots: 50, service: {time: 0s, perOutputToken: 10ms},"
                + " cost: {perMillionInputTokens: $1, perMillionOutputTokens: $10}}",
            ONLY_LLM);

    assertThat(results.metrics().get("turn_latency").mean()).isCloseTo(1.2, within(1e-6));
    double each = results.cost().perThousandConversations() / 1_000;
    assertThat(each).isCloseTo(0.002, withinPercentage(1));
  }
}
