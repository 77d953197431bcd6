package footfall.actors.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.actors.protocol.Request;
import footfall.actors.protocol.RequestOutcome.Completed;
import footfall.actors.protocol.Route;
import footfall.actors.protocol.Step;
import footfall.actors.satisfaction.SatisfactionModel;
import footfall.reports.recording.ConversationWorth;
import footfall.reports.recording.Opinions;
import footfall.scenarios.Scenario;
import footfall.scenarios.conversations.Satisfaction;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Satisfaction with stated qualities, by hand. */
class SatisfactionModelTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Offset<Double> CLOSE = within(1e-12);
  private static final String RATIO = "ratio: {small: 0.5, large: 0.5, judge: 0}";
  private static final int SMALL = 0;
  private static final int LARGE = 1;

  private static Scenario scenario(String shopper, String routing) {
    return Scenarios.parse(
        """
        name: judged
        horizon: 1h
        arrivals: {poisson: {rate: 1/s}}
        shoppers: {all: {messageTokens: 1, replyTokens: 1%s}}
        pools:
          small: {service: {time: 1s}, quality: {satisfaction: 0.6, coherence: 0.5}}
          large: {service: {time: 1s}, quality: {satisfaction: 0.9}}
          judge: {service: {time: 1s}}
        routing: {%s}
        """
            .formatted(shopper, routing));
  }

  /** The first of its conversation: no satisfaction with earlier answers. */
  private static final Step FIRST =
      new Step(
          0,
          1,
          0,
          true,
          Step.Prefix.NONE,
          0,
          -1,
          -1,
          -1,
          false,
          false,
          Satisfaction.NONE,
          0,
          Step.UNKNOWN,
          null);

  private static Request request(long key, Route route) {
    return new Request(1, 0, 1, 0, 0, 1, 1, 0, 0, Long.MAX_VALUE, key, FIRST, route, null);
  }

  private static Completed answer(Request request, int pool, double seconds) {
    long ended = Math.round(seconds * SECOND);
    return new Completed(request, pool, 0, 0, 0, ended, ended);
  }

  private static Route route(boolean misclassified) {
    return new Route(1, 0, 0, misclassified, 1, null, null);
  }

  @Test
  void anAnswerIsAsGoodAsItsPoolStates() {
    SatisfactionModel satisfactionModel = SatisfactionModel.of(scenario("", RATIO));
    double[] small = satisfactionModel.measures(answer(request(7, null), SMALL, 100));
    assertThat(small[Opinions.SATISFACTION]).isEqualTo(0.6);
    assertThat(
            satisfactionModel.measures(answer(request(7, null), LARGE, 1))[Opinions.SATISFACTION])
        .isEqualTo(0.9);
    assertThat(satisfactionModel.hasOpinions()).isTrue();
    assertThat(SatisfactionModel.ofTimes(scenario("", RATIO)).hasOpinions()).isFalse();
  }

  @Test
  void whatWasTakenForAnotherKindCostsTheErrorButNeverMoreThanAll() {
    String routing =
        "byIntent: {search: small, compare: large},"
            + " classifier: {pool: judge, accuracy: 0.9, errorCost: %s}";
    String intents =
        ", intents: {start: {search: 1}, states: {search: {next: {compare: 1}}, compare: {}}}";
    Scenario cheap = scenario(intents, routing.formatted("0.2"));
    SatisfactionModel satisfactionModel = SatisfactionModel.of(cheap);
    Completed right = answer(request(7, route(false)), SMALL, 1);
    Completed wrong = answer(request(7, route(true)), SMALL, 1);
    assertThat(satisfactionModel.measures(right)[Opinions.SATISFACTION]).isEqualTo(0.6);
    assertThat(satisfactionModel.measures(wrong)[Opinions.SATISFACTION]).isCloseTo(0.4, CLOSE);

    SatisfactionModel strict = SatisfactionModel.of(scenario(intents, routing.formatted("0.7")));
    assertThat(strict.measures(wrong)[Opinions.SATISFACTION]).isZero();
  }

  @Test
  void aLateAnswerIsLikedLess() {
    String slow = ", slowAnswers: {satisfaction: {2s: 1, 10s: 0.5}}";
    SatisfactionModel satisfactionModel = SatisfactionModel.of(scenario(slow, RATIO));
    assertThat(
            satisfactionModel.measures(answer(request(7, null), SMALL, 1))[Opinions.SATISFACTION])
        .isCloseTo(0.6, CLOSE);
    assertThat(
            satisfactionModel.measures(answer(request(7, null), SMALL, 6))[Opinions.SATISFACTION])
        .isCloseTo(0.6 * 0.75, CLOSE);
    assertThat(
            satisfactionModel.measures(answer(request(7, null), SMALL, 60))[Opinions.SATISFACTION])
        .isCloseTo(0.3, CLOSE);
  }

  @Test
  void soManyShoppersAreSatisfiedAsTheirSatisfactionSays() {
    SatisfactionModel satisfactionModel =
        SatisfactionModel.of(scenario(", purchase: {rate: 0.5, revenue: 10}", RATIO));
    int satisfied = 0;
    int bought = 0;
    double revenue = 0;
    int shoppers = 20_000;
    for (int i = 0; i < shoppers; i++) {
      ConversationWorth worth =
          satisfactionModel.worth(answer(request(i * 0x9E3779B97F4A7C15L, null), LARGE, 1));
      satisfied += worth.satisfied() ? 1 : 0;
      bought += worth.buys() ? 1 : 0;
      revenue += worth.revenue();
    }
    // Four standard deviations of a share of 20,000.
    assertThat(satisfied / (double) shoppers).isCloseTo(0.9, within(0.0085));
    assertThat(bought / (double) shoppers).isCloseTo(0.5, within(0.0142));
    assertThat(revenue).isCloseTo(10.0 * bought, within(1e-6));
  }
}
