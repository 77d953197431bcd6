package footfall.simulator.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.reports.results.Results;
import footfall.reports.results.Results.PoolFigures;
import footfall.reports.results.Results.Verdict;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold of a system that is offered twice what it can serve. */
class OverloadTest {
  private static final String OVERLOADED =
      """
      name: overloaded
      horizon: 1h
      replications: 3
      arrivals: {poisson: {rate: 2/s}}
      shoppers:
        first: {share: 0.3, priority: 0}
        second: {share: 0.7, priority: 1}
      pools:
        server:
          service: {time: {exponential: {mean: 1s}}}
          queue: {discipline: priority}
          cost: {perWorkerHour: $10}
      routing: {ratio: {server: 1}}
      slos:
        - {metric: request_latency, stat: p50, op: <=, threshold: 1h}
      """;

  private static Results run(String more) {
    return Laws.run(Laws.parse(OVERLOADED + more));
  }

  @Test
  void theFiguresOfTheHourAreThoseOfTheHour() {
    figuresOfTheHour("warmUp: 30min\ndrain: true\n");
  }

  @Tag("full")
  @ParameterizedTest
  @ValueSource(strings = {"", "warmUp: 40min\n", "drain: true\n"})
  void theFiguresOfTheHourAreThoseOfTheHourHoweverItIsMeasured(String more) {
    figuresOfTheHour(more);
  }

  private static void figuresOfTheHour(String more) {
    Results results = run(more);
    PoolFigures pool = results.pools().get(0);

    assertThat(results.checks()).allMatch(Results.Check::holds);
    assertThat(pool.littleResidual()).isLessThan(1e-9);
    assertThat(pool.stable()).isFalse();
    assertThat(pool.offeredUtilization()).isCloseTo(2, within(0.1));
    assertThat(pool.utilization()).isCloseTo(1, within(0.001));
    assertThat(pool.throughput()).isCloseTo(1, within(0.06));
    Results.MetricFigures throughput = results.metrics().get("request_throughput");
    assertThat(throughput.mean()).isBetween(throughput.min(), throughput.max());
    assertThat(results.cost().perThousandConversations()).isCloseTo(2.78, within(0.2));
    assertThat(results.answer()).contains("with 3 workers");
  }

  @Test
  void drainedTurnsCountInLatencyAndLedgerOnly() {
    Results cut = run("");
    Results drained = run("drain: true\n");

    assertThat(drained.ledger().turns().open()).isZero();
    assertThat(drained.metrics().get("request_latency").count())
        .isEqualTo(drained.ledger().turns().completed());
    assertThat(drained.metrics().get("request_latency").max())
        .isGreaterThan(cut.metrics().get("request_latency").max());
  }

  @Test
  void aLatencyThatLooksGoodBecauseTheLongOnesAreNotOverIsUndecided() {
    assertThat(run("").slo().get(0).verdict()).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void constantDataAreInTheirSteadyStateFromTheStart() {
    Results results =
        Laws.run(
            Laws.parse(
                """
                name: clockwork
                horizon: 10min
                warmUp: auto
                arrivals: {constant: {rate: 10/s}}
                pools: {server: {slots: 2, service: {time: 100ms}}}
                routing: {ratio: {server: 1}}
                """));

    assertThat(results.checks()).allMatch(Results.Check::holds);
    assertThat(results.run().measuredFromSeconds()).isZero();
    assertThat(results.pools().get(0).utilization()).isCloseTo(0.5, within(1e-3));
  }
}
