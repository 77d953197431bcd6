package footfall.simulator.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.reports.results.Results;
import footfall.reports.results.Results.Ledger;
import org.junit.jupiter.api.Test;

/** Tries are neither lost nor made up: by whom ever, they add up to what was asked for. */
class RetriesTest {
  private static Results run(String shopper, String pool) {
    return Laws.run(
        Laws.parse(
            """
            name: retries
            horizon: 20min
            replications: 2
            drain: true
            arrivals: {poisson: {rate: 1/s}}
            shoppers: {c: {%s}}
            pools: {p: {%s}}
            routing: {ratio: {p: 1}}
            """
                .formatted(shopper, pool)));
  }

  @Test
  void whoIsNeverAnsweredTriesAsOftenAsItIsWillingTo() {
    Ledger ledger =
        run(
                "turns: 3, thinking: 1s, retry: {probability: 1, pause: 2s, max: 2}",
                "service: {time: 1s}, outages: [{from: 0s, to: 10d, workers: 1}], queue: {capacity: 0}")
            .ledger();

    assertThat(ledger.conversations().failed()).isEqualTo(ledger.conversations().arrived());
    assertThat(ledger.turns().rejected()).isEqualTo(ledger.turns().submitted());
    assertThat(ledger.requests().submitted()).isEqualTo(3 * ledger.turns().submitted());
    assertThat(ledger.requests().rejected()).isEqualTo(ledger.requests().submitted());
  }

  @Test
  void everyRequestOfAVendorThatAlwaysFailsIsAllItsAttempts() {
    Ledger ledger =
        run(
                "retry: {probability: 1, pause: 2s, max: 1}",
                "slots: 1000, service: {time: 1s}, api: {errorRate: 1, retries: {max: 3}}")
            .ledger();

    assertThat(ledger.requests().submitted()).isEqualTo(2 * ledger.turns().submitted());
    assertThat(ledger.requests().failed()).isEqualTo(ledger.requests().submitted());
    assertThat(ledger.attempts().sent()).isEqualTo(4 * ledger.requests().submitted());
    assertThat(ledger.attempts().failed()).isEqualTo(ledger.attempts().sent());
  }

  /** Each attempt fails with probability 1/2, independently: a truncated geometric number. */
  @Test
  void attemptsAreGeometricWhereErrorsAreIndependent() {
    Ledger ledger =
        run(
                "turns: 4",
                "slots: 1000, service: {time: 100ms}, api: {errorRate: 0.5, retries: {max: 3}}")
            .ledger();
    double requests = ledger.requests().submitted();

    assertThat(ledger.attempts().sent() / requests).isCloseTo(1 + 0.5 + 0.25 + 0.125, within(0.05));
    assertThat(ledger.requests().failed() / requests).isCloseTo(1.0 / 16, within(0.012));
    assertThat(ledger.attempts().succeeded()).isEqualTo(ledger.requests().completed());
  }

  @Test
  void aToolChainIsAsManyRequestsAsItHasCalls() {
    Results results =
        run(
            "turns: 4, thinking: 1s, intents: {start: {a: 1}, states: {a: {calls: 3, tool: 500ms,"
                + " next: {a: 1}}}}",
            "slots: 1000, service: {time: 1s}");

    assertThat(results.ledger().turns().completed())
        .isEqualTo(4 * results.ledger().conversations().completed());
    assertThat(results.ledger().requests().completed())
        .isEqualTo(3 * results.ledger().turns().completed());
    // Three calls of a second and two tools of half a second; four of them and three thoughts.
    assertThat(results.metrics().get("turn_latency").mean()).isCloseTo(4, within(1e-9));
    assertThat(results.metrics().get("conversation_duration").mean()).isCloseTo(19, within(1e-9));
    assertThat(results.metrics().get("request_latency").mean()).isCloseTo(1, within(1e-9));
  }

  @Test
  void whoComesBackBeginsAnotherConversation() {
    Results results =
        run(
            "patience: 1s, comeBack: {probability: 0.5, after: 10s}",
            "service: {time: 1s}, outages: [{from: 0s, to: 10d, workers: 1}]");
    Ledger.Conversations conversations = results.ledger().conversations();
    double newcomers = results.workload().arrivals().count();

    // 1 + 1/2 + 1/4 + ..
    assertThat(conversations.arrived() / newcomers).isCloseTo(2, within(0.12));
    assertThat(conversations.abandoned()).isEqualTo(conversations.arrived());
    assertThat(results.business().returned() * 2)
        .isCloseTo(conversations.arrived() - newcomers, within(50.0));
  }
}
