package footfall.actors.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PredictedLatencyTest extends PolicyContract {
  @Override
  String yaml() {
    return "predictedLatency: {pools: [small, large, spare], within: 1500ms}";
  }

  @Test
  void takesTheCheapestInTimeAndTheQuickestIfNoneIs() {
    Loads loads = new Loads(scenario());
    RoutingPolicy policy = Policies.of(scenario(), 0);
    assertThat(policy.choose(request(1, 0, 0), loads)).isEqualTo(SMALL); // 1 s

    loads.sent(SMALL, 0);
    loads.sent(SMALL, 0); // 1 x (1 + 1/2) = 1.5 s: still in time
    assertThat(policy.choose(request(1, 0, 0), loads)).isEqualTo(SMALL);

    loads.sent(SMALL, 0); // 2 s; large takes 2 s; spare 0.5 s
    assertThat(policy.choose(request(1, 0, 0), loads)).isEqualTo(SPARE);

    for (int i = 0; i < 4; i++) {
      loads.sent(SPARE, 0); // 0.5 x (1 + 4) = 2.5 s: none is in time
    }
    assertThat(policy.choose(request(1, 0, 0), loads)).isEqualTo(SMALL);
  }
}
