package footfall.simulator.verdicts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.reports.results.Losses.Fates;
import footfall.reports.results.Results;
import footfall.reports.results.Results.Verdict;
import footfall.reports.results.SloVerdict;
import footfall.simulator.laws.Laws;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An objective speaks of all that arrived: of those that were turned away, lost, or still open. */
class EveryoneCountsTest {
  private static Results run(String name, String yaml) {
    return Laws.run(Laws.parse("name: " + name + "\n" + yaml));
  }

  private static Results turnedAway(String slo) {
    return run(
        "turned-away",
        """
        replications: 5
        horizon: 10min
        arrivals: {poisson: {rate: 10/s}}
        shoppers: {shopper: {turns: 1}}
        pools: {till: {queue: {capacity: 0}, service: {time: 1s}}}
        routing: {ratio: {till: 1}}
        slos: [%s]
        """
            .formatted(slo));
  }

  @Test
  void whoIsTurnedAwayIsNotServedInTime() {
    Results results = turnedAway("{metric: request_latency, stat: p95, op: <=, threshold: 2s}");
    Fates requests = results.losses().requests();
    SloVerdict slo = results.slo().get(0);

    // Erlang B with one server and ten Erlangs turns away 10/11.
    assertThat(1 - requests.answeredShare()).isCloseTo(10.0 / 11, within(0.005));
    assertThat(requests.arrived()).isEqualTo(requests.answered() + requests.rejected());
    assertThat(slo.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(slo.of()).isEqualTo("arrived");
    assertThat(slo.actual()).isNaN();
    assertThat(results.answer()).startsWith("Lost: of the requests 9").contains("turned away");
  }

  @Test
  void onDemandOnlyTheAnsweredCount() {
    Results results =
        turnedAway("{metric: turn_latency, stat: p95, op: <=, threshold: 2s, of: completed}");

    assertThat(results.slo().get(0).verdict()).isEqualTo(Verdict.PASS);
    assertThat(results.slo().get(0).of()).isEqualTo("completed");
    assertThat(results.answer()).contains("of completed");
  }

  @Test
  void aTimeThatIsTheThresholdKeepsIt() {
    SloVerdict slo =
        turnedAway("{metric: request_latency, stat: p95, op: <=, threshold: 1s, of: completed}")
            .slo()
            .get(0);

    assertThat(slo.actual()).isEqualTo(1);
    assertThat(slo.verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void aMeanWithLossesIsNeverGood() {
    SloVerdict mean =
        turnedAway("{metric: request_latency, stat: mean, op: <=, threshold: 2s}").slo().get(0);
    SloVerdict low =
        turnedAway("{metric: request_latency, stat: mean, op: <=, threshold: 0.5s}").slo().get(0);

    assertThat(mean.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(low.verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void aShareIsOfAllThatArrived() {
    SloVerdict share =
        turnedAway("{metric: request_latency, stat: share, within: 2s, op: '>=', threshold: 0.08}")
            .slo()
            .get(0);

    assertThat(share.actual()).isCloseTo(1 / 11.0, within(0.005));
    assertThat(share.verdict()).isEqualTo(Verdict.PASS);
    assertThat(share.limits()).containsEntry("request_latency", 2.0);
  }

  /** Requests of ten minutes on average, in a run of an hour: a fifth is open at its end. */
  @Test
  void whatIsOpenAtTheEndIsFollowed() {
    Results results =
        run(
            "long",
            """
            replications: 20
            horizon: 1h
            arrivals: {poisson: {rate: 0.5/s}}
            shoppers: {shopper: {turns: 1}}
            pools: {line: {slots: 5000, service: {time: {exponential: {mean: 600s}}}}}
            routing: {ratio: {line: 1}}
            slos:
              - {metric: request_latency, stat: mean, op: <=, threshold: 550s}
              - {metric: request_latency, stat: mean, op: <=, threshold: 650s}
              - {metric: request_latency, stat: p95, op: <=, threshold: 1700s}
            """);

    assertThat(results.slo().get(0).actual()).isCloseTo(600, within(12.0));
    assertThat(results.slo().get(2).actual()).isCloseTo(-600 * Math.log(0.05), within(60.0));
    assertThat(results.slo().stream().map(SloVerdict::verdict))
        .containsExactly(Verdict.FAIL, Verdict.PASS, Verdict.FAIL);
    assertThat(results.ledger().requests().open()).isPositive(); // As it was at the horizon.
    assertThat(results.losses().requests().open()).isZero();
    assertThat(results.losses().requests().arrived())
        .isEqualTo(results.ledger().requests().submitted());
  }

  @Test
  void whatWillNotEndIsAtLeastAsLateAsItIs() {
    Results results =
        run(
            "overloaded",
            """
            replications: 4
            horizon: 1h
            arrivals: {poisson: {rate: 30/s}}
            shoppers: {shopper: {turns: 1}}
            pools: {line: {slots: 10, service: {time: {exponential: {mean: 1s}}}}}
            routing: {ratio: {line: 1}}
            slos: [{metric: queue_wait, stat: p90, op: <=, threshold: 10min}]
            """);

    assertThat(results.losses().requests().open()).isPositive();
    assertThat(results.slo().get(0).actual()).isNaN();
    assertThat(results.slo().get(0).ci95()[0]).isGreaterThan(600);
    assertThat(results.slo().get(0).verdict()).isEqualTo(Verdict.FAIL);
  }

  /** A vendor's quota of 200 requests a minute for three times as many. */
  @Test
  void whoAVendorTurnsAwayIsLost() {
    Results results =
        run(
            "quota",
            """
            replications: 3
            horizon: 20min
            warmUp: 2min
            arrivals: {poisson: {rate: 10/s}}
            shoppers: {shopper: {turns: 1}}
            pools:
              llm: {kind: llm, slots: 50, service: {time: 500ms}, api: {requestsPerMinute: 200, retries: {max: 1, base: 1s}}}
            routing: {ratio: {llm: 1}}
            slos:
              - {metric: request_latency, stat: p95, op: <=, threshold: 8s}
              - {metric: failure_rate, op: <=, threshold: 0.05}
            """);

    assertThat(results.slo()).allMatch(slo -> slo.verdict() == Verdict.FAIL);
    assertThat(results.answer()).startsWith("Lost: of the requests").contains("throttled");
    assertThat(results.losses().requests().failed())
        .isGreaterThan(results.losses().requests().arrived() / 2);
  }

  @Test
  void whoIsStillInConversationCounts() {
    Results results =
        run(
            "talkative",
            """
            replications: 2
            horizon: 10min
            arrivals: {poisson: {rate: 1/s}}
            shoppers: {shopper: {turns: 5, thinking: 1min}}
            pools: {line: {slots: 50, service: {time: 1s}}}
            routing: {ratio: {line: 1}}
            slos: [{metric: conversation_duration, stat: p50, op: <=, threshold: 4min}]
            """);

    // Four pauses of a minute and five answers; about four in ten are cut off by the end.
    assertThat(results.losses().conversations().arrived())
        .isEqualTo(results.ledger().conversations().arrived());
    assertThat(results.losses().conversations().open()).isPositive();
    assertThat(results.losses().requests().open()).isZero();
    assertThat(results.slo().get(0).verdict()).isEqualTo(Verdict.FAIL);
  }

  private static String contactCentre(int agents, String slos) {
    return """
        replications: 100
        horizon: 10h
        warmUp: auto
        seed: 5
        arrivals: {poisson: {rate: 240/h}}
        shoppers: {caller: {turns: 1, messageTokens: 1, replyTokens: 1}}
        pools: {agents: {workers: %d, slots: 1, service: {time: {exponential: {mean: 5min}}}}}
        routing: {ratio: {agents: 1}}
        slos: [%s]
        """
        .formatted(agents, slos);
  }

  /** 240 calls an hour of five minutes: Erlang C answers .772 within 20 s with 24, .850 with 25. */
  @Test
  void eightyOfAHundredWithinTwentySeconds() {
    String slos =
        """
        {metric: queue_wait, stat: p80, op: <=, threshold: 20s},
        {metric: queue_wait, stat: share, within: 20s, op: '>=', threshold: 80%},
        {metric: goodput, limits: {queue_wait: 20s}, op: '>=', threshold: 80%}""";
    Results few = run("few", contactCentre(24, slos));
    Results enough = run("enough", contactCentre(25, slos));

    assertThat(few.slo()).allMatch(slo -> slo.verdict() == Verdict.FAIL);
    assertThat(enough.slo()).allMatch(slo -> slo.verdict() == Verdict.PASS);
    assertThat(few.slo().get(1).ci95()[0]).isLessThan(0.7723);
    assertThat(few.slo().get(1).ci95()[1]).isGreaterThan(0.7723);
    assertThat(enough.slo().get(2).ci95()[0]).isLessThan(0.8504);
    assertThat(enough.slo().get(2).ci95()[1]).isGreaterThan(0.8504);
  }

  /** P(wait) is .12, so the tenth that waits longest begins little above those who do not wait. */
  @Test
  void aPercentileNearThoseWhoDoNotWaitHasAnInterval() {
    SloVerdict slo =
        run(
                "well-staffed",
                """
                horizon: 8h
                warmUp: auto
                replications: 20
                arrivals: {poisson: {rate: 6.2/min}}
                shoppers: {shopper: {turns: 1, messageTokens: 1, replyTokens: 1}}
                pools: {desk: {workers: 10, slots: 1, service: {time: {exponential: {mean: 1min}}}}}
                routing: {ratio: {desk: 1}}
                slos: [{metric: queue_wait, stat: p90, op: <=, threshold: 10s}]
                """)
            .slo()
            .get(0);

    assertThat(slo.verdict()).isEqualTo(Verdict.PASS);
    assertThat(slo.ci95()[0]).isBetween(1.0, 2.9);
    assertThat(slo.ci95()[1]).isBetween(3.0, 6.0);
  }

  @Test
  void theWorstHourIsJudged() {
    String yaml =
        """
        replications: 5
        horizon: 4h
        arrivals:
          piecewise: [{from: 0h, to: 2h, rate: 1/s}, {from: 2h, to: 3h, rate: 9.6/s}, {from: 3h, to: 4h, rate: 1/s}]
        shoppers: {shopper: {turns: 1}}
        pools: {line: {workers: 10, slots: 1, service: {time: {exponential: {mean: 1s}}}}}
        routing: {ratio: {line: 1}}
        slos:
          - {metric: queue_wait, stat: share, within: 100ms, op: '>=', threshold: 80%}
          - {metric: queue_wait, stat: share, within: 100ms, window: 1h, op: '>=', threshold: 80%}
          - {metric: queue_wait, stat: share, within: 100ms, to: 2h, op: '>=', threshold: 80%}
        """;
    Results results = run("busy-hour", yaml);

    assertThat(results.slo().get(1).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(results.slo().get(1).window()).isEqualTo(new SloVerdict.Stretch(3600, 7200, 10800));
    assertThat(results.slo().get(2).verdict()).isEqualTo(Verdict.PASS);
    assertThat(results.slo().get(2).actual()).isGreaterThan(0.999);
    assertThat(results.slo().get(1).actual()).isLessThan(results.slo().get(0).actual());
  }

  @Test
  void aClassHasObjectivesOfItsOwn() {
    Results results =
        run(
            "classes",
            """
            replications: 5
            horizon: 30min
            arrivals: {poisson: {rate: 9/s}}
            shoppers:
              gold: {share: 0.2, priority: 0, turns: 1}
              guest: {share: 0.8, priority: 1, turns: 1}
            pools:
              line: {workers: 10, slots: 1, queue: {discipline: priority}, service: {time: {exponential: {mean: 1s}}}}
            routing: {ratio: {line: 1}}
            slos:
              - {metric: queue_wait, stat: p90, class: gold, op: <=, threshold: 500ms}
              - {metric: queue_wait, stat: p90, class: guest, op: <=, threshold: 500ms}
            """);

    assertThat(results.slo().get(0).verdict()).isEqualTo(Verdict.PASS);
    assertThat(results.slo().get(1).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(results.slo().get(0).shopperClass()).isEqualTo("gold");
    assertThat(results.losses().classes()).containsOnlyKeys("gold", "guest");
    assertThat(results.losses().classes().get("gold").requestLatency().p95())
        .isLessThan(results.losses().classes().get("guest").requestLatency().p95());
  }

  @Test
  void anUndecidedVerdictSaysWhatItNeeds() {
    SloVerdict slo =
        run(
                "short",
                """
                replications: 2
                horizon: 1min
                arrivals: {poisson: {rate: 10/min}}
                shoppers: {shopper: {turns: 1}}
                pools: {line: {service: {time: 1s}}}
                routing: {ratio: {line: 1}}
                slos: [{metric: request_latency, stat: p95, op: <=, threshold: 4s}]
                """)
            .slo()
            .get(0);

    assertThat(slo.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(slo.needs().samples()).isEqualTo(72); // ln .025 / ln .95
    assertThat(slo.needs().replications()).isGreaterThan(2);
  }

  @Test
  void countsAreOfSixtyFourBits() {
    Results results =
        run(
            "many-tokens",
            """
            replications: 1
            horizon: 100s
            arrivals: {poisson: {rate: 100/s}}
            shoppers: {shopper: {turns: 1, replyTokens: 250000}}
            pools: {line: {slots: 100, service: {perOutputToken: 1us}}}
            routing: {ratio: {line: 1}}
            """);

    assertThat(results.metrics().get("inter_token_latency").count()).isGreaterThan(1L << 31);
  }

  /** Every second replication or so begins, and stays, in the state in which nobody comes. */
  @Test
  void averagesAreOfTheReplicationsThatHaveAny() {
    Results results =
        run(
            "now-and-then",
            """
            replications: 40
            horizon: 1h
            arrivals: {mmpp: {states: [{rate: 0.2/s, stay: 1h}, {rate: 0/s, stay: 1h}]}}
            shoppers: {shopper: {turns: 1}}
            pools: {line: {slots: 100, service: {time: 1s}}}
            routing: {ratio: {line: 1}}
            """);

    assertThat(results.workload().arrivals().ratePerSecond()).isPositive();
    assertThat(results.workload().arrivals().cv()).isPositive();
  }

  /** The closed form is above 1 by the dust of its sums, and the interval has no width. */
  @Test
  void aFullPoolAgreesWithTheory() {
    Results results =
        run(
            "full",
            """
            seed: 4711
            replications: 10
            warmUp: 100s
            horizon: 300s
            arrivals: {poisson: {rate: 277.7778/s}}
            shoppers: {shopper: {turns: 1, patience: {exponential: {mean: 10s}}}}
            pools: {line: {slots: 150, service: {time: {exponential: {mean: 1.5s}}}}}
            routing: {ratio: {line: 1}}
            """);

    assertThat(results.theory())
        .filteredOn(row -> row.metric().equals("utilization"))
        .allMatch(row -> row.verdict() == Verdict.PASS);
  }

  /** Conversations of six turns take minutes to build up, which latencies do not show. */
  @Tag("full")
  @Test
  void warmUpIsJudgedByWhatIsInTheSystemToo() {
    Results results =
        run(
            "build-up",
            """
            replications: 20
            warmUp: auto
            horizon: 1h
            arrivals: {poisson: {rate: 1/s}}
            shoppers: {shopper: {turns: 6, thinking: {exponential: {mean: 45s}}}}
            pools: {line: {slots: 20, service: {time: {exponential: {mean: 1s}}}}}
            routing: {ratio: {line: 1}}
            """);
    double[] interval = results.pools().get(0).ci95().get("utilization");

    assertThat(results.run().measuredFromSeconds()).isPositive();
    assertThat(interval[0]).isLessThan(0.3);
    assertThat(interval[1]).isGreaterThan(0.3);
  }

  @Test
  void aRunOfAFewConversationsIsShort() {
    String yaml =
        """
        replications: 2
        horizon: %s
        arrivals: {poisson: {rate: 10/min}}
        shoppers: {shopper: {turns: 6, thinking: 1min}}
        pools: {line: {slots: 20, service: {time: 1s}}}
        routing: {ratio: {line: 1}}
        """;

    assertThat(run("short", yaml.formatted("20min")).answer())
        .contains("which is long for a run of 20.0 min");
    assertThat(run("long", yaml.formatted("2h")).answer()).doesNotContain("is long for a run");
  }

  /** It takes ten minutes on average to be served, and the run has fifteen. */
  @Test
  void aRunWithoutASteadyStateCountsWhole() {
    Results results =
        run(
            "filling",
            """
            replications: 5
            horizon: 15min
            arrivals: {poisson: {rate: 1/s}}
            shoppers: {shopper: {turns: 1}}
            pools: {desk: {slots: 5000, service: {time: {exponential: {mean: 600s}}}}}
            routing: {ratio: {desk: 1}}
            slos: [{metric: request_latency, stat: mean, op: <=, threshold: 550s}]
            """);

    assertThat(results.run().measuredFromSeconds()).isZero();
    assertThat(results.checks()).allMatch(Results.Check::holds);
    assertThat(results.slo().get(0).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(results.answer()).contains("too short for a steady state");
  }

  /** Three of a thousand are to wait, and none of the thousand does. */
  @Test
  void whatHardlyEverHappensDoesNotRefuteTheory() {
    Results results =
        run(
            "rare",
            """
            replications: 2
            horizon: 1min
            arrivals: {poisson: {rate: 9.6/s}}
            shoppers: {shopper: {turns: 1}}
            pools: {slm: {workers: 9, service: {time: {exponential: {mean: 300ms}}}}}
            routing: {ratio: {slm: 1}}
            """);

    assertThat(results.theory()).isNotEmpty();
    assertThat(results.theory()).noneMatch(row -> row.verdict() == Verdict.FAIL);
  }

  /** Ten turns of a growing context cost $.875, and after five minutes most have had a few. */
  @Test
  void theCostOfBeginningsIsNotThatOfConversations() {
    String yaml =
        """
        replications: 5
        horizon: %s
        warmUp: none
        arrivals: {poisson: {rate: 1/s}}
        shoppers: {all: {turns: 10, thinking: 20s, messageTokens: 100, replyTokens: 50, context: {system: 0, history: true}}}
        pools: {server: {slots: 10000, service: {time: 10s}, cost: {perMillionInputTokens: $100, perMillionOutputTokens: $200}}}
        routing: {ratio: {server: 1}}
        slos: [{metric: cost_per_conversation, op: <=, threshold: $0.88}]
        """;

    Results early = run("early", yaml.formatted("5min"));
    assertThat(early.slo().get(0).verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(early.answer()).contains("conversations that go on");
    Results late = run("late", yaml.formatted("6h"));
    assertThat(late.slo().get(0).actual()).isBetween(0.86, 0.8751);
    assertThat(late.slo().get(0).verdict()).isEqualTo(Verdict.PASS);
  }

  /**
   * More is offered than two can serve, and whom it takes too long leaves: the queue stays short.
   */
  @Test
  void patienceKeepsAQueueFromGrowing() {
    for (String warmUp : List.of("none", "10min")) {
      Results results =
          run(
              "patience",
              """
              replications: 10
              horizon: 2h
              warmUp: %s
              arrivals: {poisson: {rate: 0.3/s}}
              shoppers: {all: {turns: 5, thinking: 20s, patience: {exponential: {mean: 6s}}}}
              pools: {server: {workers: 2, service: {time: {exponential: {mean: 3s}}}}}
              routing: {ratio: {server: 1}}
              slos: [{metric: request_latency, stat: p50, op: <=, threshold: 60s}]
              """
                  .formatted(warmUp));

      assertThat(results.pools().get(0).stable()).as(warmUp).isTrue();
      assertThat(results.slo().get(0).verdict()).as(warmUp).isEqualTo(Verdict.PASS);
    }
  }

  @Test
  void oneReplicationHasIntervalsThatMayBeTooNarrow() {
    String yaml =
        """
        replications: %d
        horizon: 2h
        arrivals: {poisson: {rate: 1/s}}
        shoppers: {shopper: {turns: 1}}
        pools: {line: {slots: 4, service: {time: {exponential: {mean: 2s}}}}}
        routing: {ratio: {line: 1}}
        slos: [{metric: request_latency, stat: p95, op: <=, threshold: 10s}]
        """;

    assertThat(run("one", yaml.formatted(1)).answer())
        .contains("one replication: its intervals come from parts of it");
    assertThat(run("two", yaml.formatted(2)).answer()).doesNotContain("one replication");
  }

  @Test
  void aRampIsNoSteadyState() {
    Results results =
        run(
            "ramp",
            """
            replications: 3
            warmUp: auto
            horizon: 10min
            arrivals: {poisson: {rate: 1/s, shape: [{ramp: {from: 0min, to: 10min, before: 1, after: 2}}]}}
            shoppers: {shopper: {turns: 1}}
            pools: {line: {slots: 20, service: {time: 1s}}}
            routing: {ratio: {line: 1}}
            """);

    assertThat(results.checks())
        .filteredOn(check -> check.name().equals("steady state"))
        .singleElement()
        .matches(check -> !check.holds())
        .matches(check -> check.detail().contains("arrivals change over time"));
  }

  /** Of 1,307 questions the first model answers 833, and the second 382 of the others. */
  @Test
  void whatASecondModelAddsDependsOnTheFirst() {
    Results results =
        run(
            "oracle",
            """
            replications: 5
            horizon: 1000s
            arrivals: {poisson: {rate: 10/s}}
            shoppers: {shopper: {turns: 1}}
            pools:
              weak: {slots: 100, service: {time: 1ms}, quality: {satisfaction: {bernoulli: {mean: 0.637337}}}}
              strong: {slots: 100, service: {time: 1ms}, quality: {satisfaction: {bernoulli: {mean: 0.857689}}}}
            routing:
              cascade:
                pools: [weak, strong]
                threshold: 0.2923
                correlation: 1
                joint: {both: 739, first: 94, second: 382, neither: 92}
            """);

    assertThat(results.quality().satisfaction()).isCloseTo(1215 / 1307.0, within(0.005));
  }
}
