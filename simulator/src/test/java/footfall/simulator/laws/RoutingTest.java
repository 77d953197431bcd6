package footfall.simulator.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.reports.results.Results;
import footfall.reports.results.Results.PoolFigures;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What routing policies come to under load. */
class RoutingTest {
  private static Results run(String shoppers, String pools, String routing) {
    return Laws.run(
        Laws.parse(
            """
            name: routing
            seed: 11
            replications: 4
            horizon: 2h
            warmUp: 10min
            arrivals: {poisson: {rate: 2/s}}
            shoppers: {%s}
            pools: {%s}
            routing: {%s}
            """
                .formatted(shoppers, pools, routing)));
  }

  private static final String ALIKE = "service: {time: {exponential: {mean: 800ms}}}";

  private static double meanWait(Results results) {
    return results.metrics().get("queue_wait").mean();
  }

  /** Two like servers at rho .8: random splits, joins the shortest, or shares one queue. */
  @Test
  void theShortestQueueWaitsLessThanRandomAndMoreThanTheSharedOne() {
    String two = "a: {%s}, b: {%s}".formatted(ALIKE, ALIKE);
    String one = "a: {workers: 2, %s}".formatted(ALIKE);
    double random = meanWait(run("all: {}", two, "ratio: {a: 0.5, b: 0.5}"));
    double powerOfTwo = meanWait(run("all: {}", two, "powerOfTwo: [a, b]"));
    double shortest = meanWait(run("all: {}", two, "shortestQueue: [a, b]"));
    double shared = meanWait(run("all: {}", one, "ratio: {a: 1}"));

    assertThat(shared).isLessThan(shortest);
    assertThat(shortest).isLessThan(random);
    assertThat(random).isCloseTo(3.2, within(0.5)); // M/M/1: rho / (mu - lambda)
    assertThat(shared).isCloseTo(1.422, within(0.2)); // M/M/2: C / (2 mu - lambda)
    assertThat(powerOfTwo).isCloseTo(shortest, within(0.1)); // the same, but for ties
  }

  /** One draw of each second goes to a; it has a quota of one, and is left alone for a minute. */
  @Test
  void weightsShareAmongThePoolsThatAreNotLeftAlone() {
    String pools =
        """
        a: {slots: 50, service: {time: 100ms}, api: {requestsPerMinute: 60, retries: {max: 0}}},
        b: {slots: 50, service: {time: 100ms}},
        c: {slots: 50, service: {time: 100ms}},
        """;
    String routing =
        "ratio: {a: 0.8, b: 0.15, c: 0.05}, fallback: {pools: [a, b, c], circuit: {failures: 1, open: 60s}}";

    Results results = run("all: {}", pools, routing);

    assertThat(results.losses().requests().answeredShare()).isEqualTo(1);
    double b = results.pools().get(1).throughput();
    double c = results.pools().get(2).throughput();
    assertThat(b / (b + c)).isCloseTo(0.75, within(0.02)); // whatever a does
    // a: 60 in stock and one more a second against 1.6; empty after 100 s, then 60 s alone
    assertThat(results.pools().get(0).throughput()).isCloseTo(1.6 * 100 / 160, within(0.06));
  }

  @Test
  void aRankAnswersBeforeTheNext() {
    String pools =
        """
        east: {slots: 50, service: {time: 100ms}},
        west: {slots: 50, service: {time: 100ms}},
        spare: {slots: 50, service: {time: 100ms}},
        """;

    Results results = run("all: {}", pools, "fallback: {pools: [[east, west], spare]}");

    assertThat(results.pools().get(0).share()).isCloseTo(0.5, within(0.02));
    assertThat(results.pools().get(2).throughput()).isZero();
  }

  @Test
  void aStaleViewMakesTheShortestQueueWorse() {
    String two = "a: {%s}, b: {%s}".formatted(ALIKE, ALIKE);
    double fresh = meanWait(run("all: {}", two, "shortestQueue: [a, b]"));
    double stale = meanWait(run("all: {}", two, "shortestQueue: [a, b], staleness: 60s"));
    double random = meanWait(run("all: {}", two, "ratio: {a: 0.5, b: 0.5}"));

    assertThat(fresh).isLessThan(stale);
    assertThat(random).isLessThan(stale); // herding: everybody goes where it was empty
  }

  /** With independent confidence e = .3: cost c + .3 C and quality .7 q + .3 Q. */
  @Test
  void aCascadeCostsAndSatisfiesAsItsClosedFormSays() {
    Results results =
        run(
            "all: {turns: 3, thinking: 5s}",
            """
            small: {workers: 4, cost: {perConversation: $0.0002}, service: {time: 300ms},
              quality: {satisfaction: {beta: {mean: 0.7, sd: 0.2}}}},
            large: {kind: llm, workers: 6, cost: {perConversation: $0.002}, service: {time: 500ms},
              quality: {satisfaction: {beta: {mean: 0.9, sd: 0.1}}}}
            """,
            "cascade: {pools: [small, large], threshold: 0.3}");
    double requests = results.ledger().requests().submitted();

    assertThat(results.routing().escalated() / requests).isCloseTo(0.3, within(0.004));
    assertThat(results.quality().satisfaction()).isCloseTo(0.76, within(0.003));
    assertThat(results.cost().perConversation()).isCloseTo(0.0008, within(0.00002));
    // Two pools in turn: .3 s, and .5 s more for three in ten, with hardly any queue.
    assertThat(results.metrics().get("request_latency").mean())
        .isGreaterThan(0.45)
        .isCloseTo(0.45, within(0.06));
    assertThat(results.ledger().hops().submitted())
        .isEqualTo(results.ledger().requests().submitted() + results.routing().escalated());
  }

  @Test
  void confidenceThatKnowsSomethingSendsTheRightOnesOn() {
    String pools =
        """
        small: {workers: 4, service: {time: 300ms}, quality: {satisfaction: {beta: {mean: 0.7, sd: 0.2}}}},
        large: {workers: 6, service: {time: 500ms}, quality: {satisfaction: 0.9}}
        """;
    double blind =
        run("all: {}", pools, "cascade: {pools: [small, large], threshold: 0.3}")
            .quality()
            .satisfaction();
    double knowing =
        run("all: {}", pools, "cascade: {pools: [small, large], threshold: 0.3, correlation: 0.9}")
            .quality()
            .satisfaction();

    assertThat(blind).isCloseTo(0.76, within(0.004));
    assertThat(knowing).isGreaterThan(blind + 0.04);
  }

  /** Half of the shoppers are easy; told right with probability .9 and .7. */
  @Test
  void aClassifiersErrorsMoveTrafficAndCostQuality() {
    Results results =
        run(
            "easy: {share: 0.5, priority: 0}, hard: {share: 0.5, priority: 1}",
            """
            triage: {slots: 50, service: {time: 100ms}},
            small: {workers: 8, service: {time: 300ms}, quality: {satisfaction: 0.8}},
            large: {workers: 8, service: {time: 300ms}, quality: {satisfaction: 0.9}}
            """,
            """
            byPriority: {0: small, 1: large}, classifier: {pool: triage, errorCost: 0.25,
              confusion: {0: {0: 0.9, 1: 0.1}, 1: {0: 0.3, 1: 0.7}}}
            """);
    List<PoolFigures> pools = results.pools();
    double small =
        pools.get(1).throughput() / (pools.get(1).throughput() + pools.get(2).throughput());

    assertThat(small).isCloseTo(0.5 * 0.9 + 0.5 * 0.3, within(0.01));
    double error = (double) results.routing().misclassified() / results.routing().classified();
    assertThat(error).isCloseTo(0.2, within(0.005));
    assertThat(results.quality().satisfaction())
        .isCloseTo(0.6 * 0.8 + 0.4 * 0.9 - 0.2 * 0.25, within(0.003));
    assertThat(results.metrics().get("request_latency").mean()).isCloseTo(0.4, within(0.01));
    assertThat(pools.get(0).throughput()).isCloseTo(2, within(0.05));
  }

  /** The classifier is a queue like any other: M/M/1 at rho .6, then servers without a queue. */
  @Test
  void aBusyClassifierMakesItsRequestsWait() {
    Results results =
        run(
            "easy: {share: 0.5, priority: 0}, hard: {share: 0.5, priority: 1}",
            """
            triage: {service: {time: {exponential: {mean: 300ms}}}},
            small: {slots: 99, service: {time: 1s}},
            large: {slots: 99, service: {time: 1s}}
            """,
            "byPriority: {0: small, 1: large}, classifier: {pool: triage, accuracy: 1, errorCost: 0}");

    assertThat(meanWait(results)).isCloseTo(0.45, within(0.05)); // rho / (mu - lambda)
    assertThat(results.metrics().get("request_latency").mean()).isCloseTo(1.75, within(0.05));
  }

  @Test
  void aBudgetIsNeverOverspent() {
    Results results =
        run(
            "all: {replyTokens: 1000}",
            "small: {slots: 50, service: {time: 1s}},"
                + " large: {kind: llm, slots: 50, service: {time: 1s}, cost: {perMillionOutputTokens: $2}}",
            "budgetAware: {prefer: large, otherwise: small, budget: $3.60, per: 1h}");

    // $.002 a request and $.001 a second: one request in two seconds, of four that come.
    double hours = results.cost().measuredSeconds() / 3_600;
    assertThat(results.cost().total()).isLessThanOrEqualTo(3.6 * (hours + 1.0 / 6));
    assertThat(results.pools().get(1).share()).isCloseTo(0.25, within(0.01));
  }

  @Test
  void whatIsThrottledOrQueuedSpillsOver() {
    Results results =
        run(
            "all: {}",
            "vendor: {kind: llm, slots: 50, service: {time: 100ms}, api: {requestsPerMinute: 60, retries: {max: 0}}},"
                + " own: {slots: 50, service: {time: 1s}}",
            "spillOver: {pools: [vendor, own], queued: 5}");

    // The vendor grants one a second of the two that come; nobody is turned away.
    assertThat(results.ledger().requests().failed()).isZero();
    assertThat(results.pools().get(0).throughput()).isCloseTo(1, within(0.02));
    assertThat(results.pools().get(1).throughput()).isCloseTo(1, within(0.05));
    assertThat(results.routing().passedOn()).isGreaterThan(0);
  }

  @Test
  void anOutageCostsOnlyWhatOpensTheCircuit() {
    Results results =
        run(
            "all: {}",
            "vendor: {kind: llm, slots: 50, service: {time: 100ms}, api: {retries: {max: 0}, outages: [{from: 30min, to: 60min}]}},"
                + " own: {slots: 50, service: {time: 1s}}",
            "fallback: {pools: [vendor, own], circuit: {failures: 5, open: 60s}}");

    assertThat(results.ledger().requests().failed()).isZero();
    // Each replication: a few failures in a row, then one probe a minute for half an hour.
    double failed = results.ledger().hops().failed() / 4.0;
    assertThat(failed).isBetween(30.0, 45.0);
    assertThat(results.ledger().attempts().failed()).isEqualTo(results.ledger().hops().failed());
    assertThat(results.routing().circuitOpenings() / 4.0).isBetween(25.0, 31.0);
  }

  @Test
  void aPredictedLatencyKeepsTheSmallOnesInTime() {
    String pools =
        "small: {workers: 1, service: {time: 600ms}},"
            + " large: {kind: llm, slots: 50, service: {time: 1s}, cost: {perConversation: $1}}";
    Results results =
        run("all: {}", pools, "predictedLatency: {pools: [small, large], within: 1500ms}");

    assertThat(results.metrics().get("request_latency").max()).isLessThan(2.5);
    assertThat(results.pools().get(0).utilization()).isBetween(0.7, 0.9);
  }

  /** All ten workers are lost for ten minutes of two hours; what is in service then is lost too. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "fallback: {pools: [v, b], circuit: {failures: 5, open: 60s}}",
        "leastLoaded: [v, b]",
        "shortestQueue: [v, b]",
        "powerOfTwo: [v, b]",
        "spillOver: {pools: [v, b], queued: 5}",
        "predictedLatency: {pools: [v, b], within: 2s}"
      })
  void nobodyWaitsForAPoolWithoutWorkers(String routing) {
    Results results =
        run(
            "all: {}",
            "v: {workers: 10, service: {time: 500ms}, outages: [{from: 30min, to: 40min, workers: 10}]},"
                + " b: {kind: llm, slots: 50, service: {time: 1s}, cost: {perConversation: $1}}",
            routing);

    assertThat(results.metrics().get("request_latency").max()).isLessThan(5);
    assertThat(results.pools().get(1).share()).isGreaterThan(600.0 / 6_600 * 0.9);
  }

  /**
   * The large pool turns away most of the 30 % that are sent to it; nobody goes without an answer.
   */
  @Test
  void aWeakAnswerIsBetterThanNone() {
    Results results =
        run(
            "all: {}",
            "small: {workers: 9, service: {time: 300ms}, quality: {satisfaction: 0.7}},"
                + " large: {kind: llm, workers: 1, service: {time: 2s}, queue: {capacity: 0}, quality: {satisfaction: 0.9}}",
            "cascade: {pools: [small, large], threshold: 0.3}");
    double answered = results.pools().get(1).throughput() / 2;

    assertThat(results.ledger().requests().rejected()).isZero();
    assertThat(results.ledger().hops().rejected()).isPositive();
    assertThat(results.quality().satisfaction()).isCloseTo(0.7 + 0.2 * answered, within(0.003));
    assertThat(answered).isBetween(0.1, 0.2);
  }
}
