package footfall.actors.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShortestQueueTest extends PolicyContract {
  @Override
  String yaml() {
    return "shortestQueue: [small, large, spare]";
  }

  @Test
  void comparesRequestsHoweverLargeThePoolIs() {
    Loads loads = new Loads(scenario());
    RoutingPolicy policy = Policies.of(scenario(), 0);
    loads.sent(SMALL, 0);
    loads.sent(LARGE, 0);
    loads.sent(LARGE, 0);
    loads.sent(SPARE, 0);
    assertThat(policy.choose(request(1, 0, 0), loads)).isEqualTo(SMALL);

    loads.left(SPARE, 0);
    assertThat(policy.choose(request(1, 0, 0), loads)).isEqualTo(SPARE);
  }
}
