package footfall.actors.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PowerOfTwoTest extends PolicyContract {
  @Override
  String yaml() {
    return "powerOfTwo: [small, large, spare]";
  }

  @Test
  void neverTakesTheMostLoadedAndTakesTheLeastInTwoPairsOfThree() {
    Loads loads = new Loads(scenario());
    loads.sent(SPARE, 0); // 1/1 against 1/2 and 0/4
    loads.sent(SMALL, 0);
    RoutingPolicy policy = Policies.of(scenario(), 0);
    int[] chosen = new int[3];
    for (int i = 0; i < 30_000; i++) {
      chosen[policy.choose(request(i, 0, 0), loads)]++;
    }

    assertThat(chosen[SPARE]).isZero();
    assertThat(chosen[LARGE] / 30_000.0).isCloseTo(2.0 / 3, within(0.011));
  }
}
