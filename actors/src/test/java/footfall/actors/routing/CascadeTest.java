package footfall.actors.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.actors.protocol.Exchange.Part;
import footfall.actors.protocol.Request;
import footfall.actors.protocol.RequestOutcome.Abandoned;
import footfall.actors.protocol.RequestOutcome.Completed;
import footfall.actors.protocol.RequestOutcome.Rejected;
import footfall.actors.protocol.Route;
import footfall.actors.satisfaction.SatisfactionModel;
import footfall.scenarios.randomness.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CascadeTest extends PolicyContract {
  @Override
  String yaml() {
    return "cascade: {pools: [small, large, spare], threshold: 0.4}";
  }

  private static Completed completed(Request request, int pool) {
    Request sent =
        request.on(new Route(pool, 0, 0, false, 1_000, null, null), Part.CANDIDATE, 0, null);
    return new Completed(sent, pool, 0, 0, 0, 0, 0);
  }

  @Test
  void asksTheNextPoolAsOftenAsConfidenceIsLow() {
    Cascade policy = (Cascade) Policies.of(scenario(), 0);
    int escalated = 0;
    int twice = 0;
    for (int i = 0; i < 20_000; i++) {
      Request request = request(i, 0, 0);
      assertThat(policy.choose(request, null)).isEqualTo(SMALL);
      if (policy.next(completed(request, SMALL), null) == LARGE) {
        escalated++;
        twice += policy.next(completed(request, LARGE), null) == SPARE ? 1 : 0;
      }
      assertThat(policy.next(completed(request, SPARE), null)).isEqualTo(RoutingPolicy.NOWHERE);
    }

    assertThat(escalated / 20_000.0).isCloseTo(0.4, within(0.014));
    assertThat((double) twice / escalated).isCloseTo(0.4, within(0.022));
  }

  @Test
  void whatDidNotComeIsAskedForElsewhereAndWhoeverLeftIsGone() {
    Cascade policy = (Cascade) Policies.of(scenario(), 0);
    Request request = request(1, 0, 0);

    assertThat(policy.next(new Rejected(request, SMALL, 0), null)).isEqualTo(LARGE);
    assertThat(policy.next(new Abandoned(request, SMALL, 0), null))
        .isEqualTo(RoutingPolicy.NOWHERE);
  }

  @ParameterizedTest
  @CsvSource({"1", "-1"})
  void confidenceFollowsQualityAsFarAsItIsCorrelated(int correlation) {
    Cascade policy =
        (Cascade)
            Policies.of(
                scenario(
                    "cascade: {pools: [small, large, spare], threshold: 0.6, correlation: "
                        + correlation
                        + "}"),
                0);
    for (int i = 0; i < 1_000; i++) {
      Request request = request(i, 0, 0);
      double quality = new RandomStream().at(SatisfactionModel.qualityKey(request)).nextDouble();
      double confidence = correlation > 0 ? quality : 1 - quality;
      if (Math.abs(confidence - 0.6) > 1e-6) {
        assertThat(policy.next(completed(request, SMALL), null) == RoutingPolicy.NOWHERE)
            .as("confidence of " + confidence)
            .isEqualTo(confidence > 0.6);
      }
    }
  }

  @Test
  void aWeakCorrelationLeavesMostToChance() {
    Cascade policy =
        (Cascade)
            Policies.of(
                scenario(
                    "cascade: {pools: [small, large, spare], threshold: 0.5, correlation: 0.5}"),
                0);
    int both = 0;
    for (int i = 0; i < 20_000; i++) {
      Request request = request(i, 0, 0);
      assertThat(policy.choose(request, null)).isEqualTo(SMALL);
      boolean better =
          new RandomStream().at(SatisfactionModel.qualityKey(request)).nextDouble() >= 0.5;
      boolean stands = policy.next(completed(request, SMALL), null) == RoutingPolicy.NOWHERE;
      both += better && stands ? 1 : 0;
    }
    // Two normal scores with correlation r: P(both above their medians) = 1/4 + asin(r)/(2 pi).
    assertThat(both / 20_000.0).isCloseTo(0.25 + Math.asin(0.5) / (2 * Math.PI), within(0.014));
  }
}
