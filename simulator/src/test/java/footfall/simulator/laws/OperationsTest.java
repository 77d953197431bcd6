package footfall.simulator.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import footfall.reports.analysis.run.Outcome;
import footfall.reports.analysis.samples.TimeSeries;
import footfall.reports.results.Results;
import footfall.reports.results.Results.PoolFigures;
import footfall.reports.results.Results.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Workers that come and go, memory that binds, and budgets that end, all at once. */
class OperationsTest {
  private static Outcome run(String arrivals, String shopper, String pool, String rest) {
    return Laws.run(
        Laws.parse(
            """
            name: operations
            replications: 2
            arrivals: {%s}
            shoppers: {c: {%s}}
            pools: {p: {%s}}
            routing: {ratio: {p: 1}}
            %s
            """
                .formatted(arrivals, shopper, pool, rest)),
        2);
  }

  private static PoolFigures pool(Outcome outcome) {
    return outcome.results().pools().get(0);
  }

  /** Three queues of M/M/1 at 2/3: the fourth worker's share goes to all of them alike. */
  @Test
  void theShareOfALostWorkerGoesToAllOthersAlike() {
    Outcome outcome =
        run(
            "poisson: {rate: 2/s}",
            "turns: 1",
            "workers: 4, service: {time: {exponential: {mean: 1s}}}, queue: {layout: per-worker,"
                + " placement: random}, outages: [{from: 0s, to: 4h, workers: 1}]",
            "horizon: 4h");

    assertThat(pool(outcome).sojourn().mean()).isCloseTo(3, within(0.25));
    assertThat(pool(outcome).utilization()).isCloseTo(2.0 / 3, within(0.02));
  }

  @Test
  void shoppersStayWithAnotherWorkerWhenTheirsIsLost() {
    Outcome outcome =
        run(
            "poisson: {rate: 2/s}",
            "turns: 1",
            "workers: 4, service: {time: {exponential: {mean: 1s}}}, queue: {layout: per-worker,"
                + " placement: affinity}, outages: [{from: 0s, to: 4h, workers: 1}]",
            "horizon: 4h");

    assertThat(pool(outcome).sojourn().mean()).isCloseTo(3, within(0.25));
  }

  @Test
  void nobodyWaitsForALostWorkerWhileAnotherIsIdle() {
    Outcome outcome =
        run(
            "constant: {rate: 0.5/s}",
            "turns: 1",
            "workers: 2, service: {time: 1s}, loadTime: 2min, inFlight: requeue, queue: {layout:"
                + " per-worker, placement: shortest}, outages: [{from: 10min, to: 50min, workers:"
                + " 1}], rollingRestart: {at: 15min}",
            "horizon: 1h");

    // The other worker restarts from 15 to 17 min, and then serves the two minutes' backlog.
    assertThat(outcome.results().metrics().get("queue_wait").max()).isLessThan(125);
  }

  @Test
  void aTimetableHoldsAfterLosses() {
    Outcome outcome =
        run(
            "constant: {rate: 1/s}",
            "turns: 1",
            "workers: 6, service: {time: 0.1s}, loadTime: 10s, outages: [{from: 10min, to: 30min,"
                + " workers: 6}], autoscale: {min: 1, max: 6, schedule: [{from: 0min, to: 12min,"
                + " workers: 6}], every: 30s}",
            "horizon: 2h");

    List<TimeSeries.Point> points = outcome.timeSeries().ofPool(0);
    assertThat(points.get(5).workersPaid()).isEqualTo(6);
    assertThat(points.get(30).workersPaid()).isZero();
    assertThat(points.get(points.size() - 1).workersPaid()).isEqualTo(1);
    assertThat(points.get(points.size() - 1).workersUp()).isEqualTo(1);
  }

  @Test
  void aRollingRestartGoesOnWhenItsWorkerIsSwitchedOff() {
    Outcome outcome =
        run(
            "poisson: {rate: 1/s}",
            "turns: 1",
            "workers: 6, service: {time: 0.1s}, loadTime: 5min, rollingRestart: {at: 10min},"
                + " autoscale: {min: 3, max: 6, schedule: [{from: 0min, to: 12min, workers: 6}],"
                + " every: 30s}",
            "horizon: 1h");

    // Two workers up at a time while one of the three that are left loads its model.
    long restarting =
        outcome.timeSeries().ofPool(0).stream()
            .filter(point -> point.seconds() > 900 && point.workersUp() < 2.5)
            .count();
    assertThat(restarting).isGreaterThan(20);
  }

  @Test
  void nothingIsSwitchedOnFromZeroByAUtilisationThatNobodyHas() {
    Outcome outcome =
        run(
            "constant: {rate: 20/h}",
            "turns: 1",
            "workers: 1, service: {time: 1s}, loadTime: 20s, autoscale: {min: 0, max: 2,"
                + " utilization: 0.5, every: 30s, cooldown: 1min}",
            "horizon: 3h");

    assertThat(outcome.results().ledger().requests().completed())
        .isGreaterThan(outcome.results().ledger().requests().submitted() * 9 / 10);
    assertThat(pool(outcome).workersPaid().mean()).isLessThan(0.9);
  }

  @Test
  void whatIsRequeuedWaitsNoLongerThanItsPatienceAllows() {
    Outcome outcome =
        run(
            "constant: {rate: 1/s}",
            "patience: 10s",
            "workers: 5, service: {time: 4s}, inFlight: requeue, queue: {expiry: 20s}, outages:"
                + " [{from: 10min, to: 30min, workers: 5}]",
            "horizon: 1h");

    // At most 4 s in service, cut off, and 10 s in the queue.
    assertThat(outcome.results().metrics().get("queue_wait").max()).isLessThanOrEqualTo(14);
  }

  private static final String MEMORY =
      "slots: 4, service: {time: {exponential: {mean: 1s}}}, device: {memory: 10GB, usable: 1},"
          + " footprint: {weights: 2GB, kvPerToken: 3.9MB}";

  @Test
  void aPoolWhoseMemoryIsTooSmallIsUnstableHoweverManySlotsItHas() {
    Outcome outcome =
        run(
            "poisson: {rate: 3/s}",
            "messageTokens: 900, replyTokens: 100",
            MEMORY,
            "horizon: 2h\nwarmUp: 10min");

    // 8 GB hold two requests of 1,000 tokens: two a second at most.
    assertThat(pool(outcome).offeredUtilization()).isCloseTo(1.5, within(0.05));
    assertThat(pool(outcome).stable()).isFalse();
    assertThat(outcome.results().answer())
        .contains("the memory of a worker of p holds 2 requests of the mean size");
    assertThat(outcome.results().theory()).isEmpty();
  }

  @Test
  void aBudgetThatDoesNotLastServesNobodyForTheRestOfTheMonth() {
    Results results =
        run(
                "poisson: {rate: 2/s}",
                "messageTokens: 1000000, replyTokens: 100",
                "slots: 5, service: {time: 1s}, cost: {perMillionInputTokens: $1}, api: {budget:"
                    + " {perMonth: $20}}",
                "horizon: 10min\nmonth: steady\nslos: [{metric: cost_per_month, op: <=, threshold: $6000000}]")
            .results();

    assertThat(results.cost().total()).isBetween(19.0, 20.0);
    double needed = 2 * 3_600 * 730;
    assertThat(results.cost().perMonth()).isCloseTo(needed, withinPercentage(15));
    assertThat(results.cost().budgetSpentAfterHours())
        .isCloseTo(20 / needed * 730, withinPercentage(15));
    assertThat(results.cost().month().perMonthWithinBudget()).isCloseTo(20, within(1e-6));
    assertThat(results.slo().get(0).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(results.pools().get(0).failures()).containsKey("over_budget");
  }

  @Test
  void aCacheIsWhereItWasFilled() {
    String shopper =
        "turns: 10, thinking: 5s, messageTokens: 10, replyTokens: 10, context: {system: 1000}";
    String pool = "workers: 4, prefixCache: 1, service: {perInputToken: 0.1ms, time: 10ms}";
    String affine = pool + ", queue: {layout: per-worker, placement: affinity}";
    double anywhere =
        run("poisson: {rate: 1/s}", shopper, pool, "horizon: 30min")
            .results()
            .workload()
            .cachedTokens();
    double same =
        run("poisson: {rate: 1/s}", shopper, affine, "horizon: 30min")
            .results()
            .workload()
            .cachedTokens();

    // Nine of ten turns repeat 1,100 tokens or so.
    assertThat(same).isBetween(900.0, 1_050.0);
    assertThat(anywhere).isLessThan(0.9 * same);
  }

  /**
   * Nobody from 10 to 100 minutes: workers are paid for twice, for 90 s of start and a cool-down.
   */
  @Test
  void aPoolMayHaveNoWorkersUntilSomebodyComes() {
    Outcome outcome =
        run(
            "piecewise: [{from: 0s, to: 10min, rate: 1/s}, {from: 100min, to: 2h, rate: 1/s}]",
            "turns: 1",
            "workers: 0, slots: 4, service: {time: 1s}, cost: {perWorkerHour: $2}, loadTime: 90s,"
                + " autoscale: {min: 0, max: 4, inSystem: 4, every: 15s, cooldown: 5min}",
            "horizon: 2h");

    Results results = outcome.results();
    assertThat(results.losses().requests().answeredShare()).isEqualTo(1);
    assertThat(pool(outcome).workersUp().mean()).isBetween(0.2, 0.9);
    assertThat(pool(outcome).workersPaid().mean()).isGreaterThan(pool(outcome).workersUp().mean());
    assertThat(results.cost().perHour())
        .isCloseTo(2 * pool(outcome).workersPaid().mean(), within(1e-9));
    double first = results.metrics().get("request_latency").max();
    assertThat(first).isBetween(90.0, 135.0); // two decisions, each 15 s old, and the start
  }

  /** A day's quota is spent after 500 s; the others of the day are refused at once. */
  @Test
  void aDaysQuotaIsSpentAtSomeHour() {
    Outcome outcome =
        run(
            "poisson: {rate: 2/s}",
            "turns: 1",
            "slots: 50, service: {time: 500ms}, api: {requestsPerDay: 1000, outputTokensPerMinute:"
                + " 900000}",
            "horizon: 26h");

    long completed = outcome.results().ledger().requests().completed();
    assertThat(completed).isEqualTo(2 * 2000); // of two replications, on two days
    assertThat(pool(outcome).failures()).containsOnlyKeys("throttled");
  }
}
