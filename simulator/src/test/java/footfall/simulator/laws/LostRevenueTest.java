package footfall.simulator.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import footfall.reports.results.LostRevenue;
import footfall.reports.results.LostRevenue.Cause;
import footfall.reports.results.Results;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Money that shoppers do not spend, by hand: each buys for 50 in one case of ten. */
class LostRevenueTest {
  private static final Offset<Double> EXACTLY = within(1e-6);
  private static final String BUYERS =
      "purchase: {rate: 0.1, bySatisfaction: {0: 0, 1: 1}, revenue: 50, margin: 0.4}";

  private static Results run(String shoppers, String pools, String routing) {
    return Laws.run(
        Laws.parse(
            """
            name: shop
            replications: 4
            horizon: 2h
            drain: true
            month: {conversations: 1000000}
            arrivals: {poisson: {rate: 1/s}}
            shoppers: {%s}
            pools: {%s}
            routing: {%s}
            """
                .formatted(shoppers, pools, routing)));
  }

  private static Cause only(Results results) {
    assertThat(results.business().lost().causes()).hasSize(1);
    return results.business().lost().causes().get(0);
  }

  /** Each that is turned away would have bought at a satisfaction of .8. */
  @Test
  void whoIsTurnedAwayBuysNothing() {
    Results results =
        run(
            "all: {" + BUYERS + "}",
            "p: {queue: {capacity: 1}, service: {time: 2s}, quality: {satisfaction: 0.8}}",
            "ratio: {p: 1}");

    Cause queue = only(results);
    LostRevenue lost = results.business().lost();
    double each = 0.1 * 0.8 * 50;
    double away = results.losses().conversations().rejected() / 4.0;
    double all = results.losses().conversations().arrived() / 4.0;
    assertThat(queue.cause()).isEqualTo("queue");
    assertThat(queue.conversations()).isEqualTo(away);
    assertThat(queue.revenue()).isCloseTo(away * each, EXACTLY);
    assertThat(queue.margin()).isCloseTo(0.4 * away * each, EXACTLY);
    assertThat(lost.potential()).isCloseTo(all * each, EXACTLY);
    assertThat(lost.share()).isCloseTo(away / all, EXACTLY);
    assertThat(lost.revenuePerMonth()).isCloseTo(1e6 * away / all * each, withinPercentage(0.1));
    assertThat(lost.revenueCi95()[0]).isLessThan(lost.revenue());
    assertThat(lost.revenueCi95()[1]).isGreaterThan(lost.revenue());
  }

  /** 6 s is half way between 2 s, where nothing is lost, and 10 s, where .4 of it is. */
  @Test
  void slowAnswersCostWhatTheirSatisfactionWouldHaveBrought() {
    Results results =
        run(
            "all: {turns: 2, thinking: 3s, slowAnswers: {satisfaction: {2s: 1, 10s: 0.6}}, "
                + BUYERS
                + "}",
            "p: {slots: 99, service: {time: 6s}, quality: {satisfaction: 0.9}}",
            "ratio: {p: 1}");

    Cause slow = only(results);
    double all = results.losses().conversations().answered() / 4.0;
    assertThat(slow.cause()).isEqualTo("slowAnswers");
    assertThat(slow.conversations()).isZero();
    assertThat(slow.revenue()).isCloseTo(all * 0.1 * 50 * 0.9 * 0.2, EXACTLY);
    assertThat(results.business().lost().share()).isCloseTo(0.2, EXACTLY);
  }

  @Test
  void whoLeavesAfterASlowAnswerIsLostToIt() {
    Results results =
        run(
            "all: {turns: 2, thinking: 3s, slowAnswers: {leaving: {2s: 0, 10s: 0.4}}, "
                + BUYERS
                + "}",
            "p: {slots: 99, service: {time: 6s}, quality: {satisfaction: 0.9}}",
            "ratio: {p: 1}");

    Cause slow = only(results);
    double left = results.losses().conversations().abandoned() / 4.0;
    assertThat(slow.conversations()).isEqualTo(left).isPositive();
    assertThat(slow.revenue()).isCloseTo(left * 0.1 * 50 * 0.9, EXACTLY);
  }

  @Test
  void quotasOutagesAndBudgetsAreToldApart() {
    String account = "kind: llm, slots: 9, service: {time: 1s}, cost: {perConversation: $0.01}, ";

    assertThat(
            only(run(
                    "all: {" + BUYERS + "}",
                    "p: {" + account + "api: {requestsPerMinute: 20, retries: {max: 0}}}",
                    "ratio: {p: 1}"))
                .cause())
        .isEqualTo("throttling");
    assertThat(
            only(run(
                    "all: {" + BUYERS + "}",
                    "p: {" + account + "api: {errorRate: 0.3, retries: {max: 0}}}",
                    "ratio: {p: 1}"))
                .cause())
        .isEqualTo("outage");
  }

  /** Half of the simple requests are taken for complex ones, and each costs .5 of satisfaction. */
  @Test
  void aMistakenRouteCostsWhatItTakesAway() {
    Results results =
        run(
            "all: {intents: {start: {simple: 1}, states: {simple: {next: {simple: 1}}, complex: {next: {simple: 1}}}}, "
                + BUYERS
                + "}",
            "t: {slots: 99, service: {time: 1ms}},"
                + "a: {slots: 99, service: {time: 1s}, quality: {satisfaction: 0.8}},"
                + "b: {slots: 99, service: {time: 1s}, quality: {satisfaction: 0.8}}",
            "byIntent: {simple: a, complex: b}, classifier: {pool: t, accuracy: 0.5, errorCost: 0.5}");

    Cause route = only(results);
    double all = results.losses().conversations().answered() / 4.0;
    assertThat(route.cause()).isEqualTo("wrongRoute");
    assertThat(route.revenue() / (all * 0.1 * 50 * 0.5)).isCloseTo(0.5, within(0.02));
  }

  @Test
  void nothingIsSaidWhereNobodyBuys() {
    assertThat(
            run("all: {}", "p: {slots: 9, service: {time: 1s}}", "ratio: {p: 1}").business().lost())
        .isNull();
  }
}
