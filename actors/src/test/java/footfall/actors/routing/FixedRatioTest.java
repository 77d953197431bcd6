package footfall.actors.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.actors.protocol.Request;
import org.junit.jupiter.api.Test;

class FixedRatioTest extends PolicyContract {
  @Override
  String yaml() {
    return "ratio: {small: 0.7, large: 0.2, spare: 0.1}";
  }

  @Test
  void sharesAreWithinTheirBinomialBounds() {
    RoutingPolicy policy = Policies.of(scenario(), 0);
    int[] sent = new int[3];
    int requests = 100_000;
    for (int i = 0; i < requests; i++) {
      sent[policy.choose(request(i, 0, 0), null)]++;
    }

    double[] shares = {0.7, 0.2, 0.1};
    for (int pool = 0; pool < 3; pool++) {
      double bound = 4 * Math.sqrt(shares[pool] * (1 - shares[pool]) / requests);
      assertThat((double) sent[pool] / requests).isCloseTo(shares[pool], within(bound));
    }
  }

  @Test
  void aSmallChangeMovesFewShoppers() {
    RoutingPolicy before = Policies.of(scenario(), 0);
    RoutingPolicy after = Policies.of(scenario("ratio: {small: 0.71, large: 0.19, spare: 0.1}"), 0);
    int moved = 0;
    for (int i = 0; i < 10_000; i++) {
      Request request = request(i, 0, 0);
      moved += before.choose(request, null) == after.choose(request, null) ? 0 : 1;
    }

    assertThat(moved).isBetween(50, 150);
  }
}
