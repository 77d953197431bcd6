package footfall.actors.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LeastLoadedTest extends PolicyContract {
  @Override
  String yaml() {
    return "leastLoaded: [small, large, spare]";
  }

  @Test
  void comparesRequestsForEachSlotAndTheFirstNamedWinsATie() {
    Loads loads = new Loads(scenario());
    RoutingPolicy policy = Policies.of(scenario(), 0);
    assertThat(policy.choose(request(1, 0, 0), loads)).isEqualTo(SMALL);

    loads.sent(SMALL, 0);
    loads.sent(SPARE, 0);
    loads.sent(LARGE, 0); // 1/2, 1/4, 1/1
    assertThat(policy.choose(request(1, 0, 0), loads)).isEqualTo(LARGE);

    loads.left(SPARE, 0);
    assertThat(policy.choose(request(1, 0, 0), loads)).isEqualTo(SPARE);
  }
}
