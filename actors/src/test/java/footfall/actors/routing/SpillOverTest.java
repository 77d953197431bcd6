package footfall.actors.routing;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.actors.protocol.Request;
import footfall.actors.protocol.RequestOutcome.Failed;
import footfall.actors.protocol.RequestOutcome.Rejected;
import footfall.reports.recording.Failure;
import org.junit.jupiter.api.Test;

class SpillOverTest extends PolicyContract {
  @Override
  String yaml() {
    return "spillOver: {pools: [small, large, spare], queued: 2}";
  }

  @Test
  void spillsWhenSoManyWait() {
    Loads loads = new Loads(scenario());
    RoutingPolicy policy = Policies.of(scenario(), 0);
    for (int i = 0; i < 3; i++) {
      loads.sent(SMALL, 0); // two are served, one waits
    }
    assertThat(policy.choose(request(1, 0, 0), loads)).isEqualTo(SMALL);

    loads.sent(SMALL, 0);
    assertThat(policy.choose(request(1, 0, 0), loads)).isEqualTo(LARGE);

    for (int i = 0; i < 6; i++) {
      loads.sent(LARGE, 0);
    }
    assertThat(policy.choose(request(1, 0, 0), loads)).isEqualTo(SPARE);
  }

  @Test
  void passesOnWhatIsRefusedOrThrottledAndNothingElse() {
    SpillOver policy = (SpillOver) Policies.of(scenario(), 0);
    Loads loads = new Loads(scenario());
    Request request = request(1, 0, 0);

    assertThat(policy.next(new Rejected(request, SMALL, 0), loads)).isEqualTo(LARGE);
    assertThat(policy.next(failed(request, SMALL, Failure.THROTTLED), loads)).isEqualTo(LARGE);
    assertThat(policy.next(failed(request, SMALL, Failure.WORKER_LOST), loads))
        .isEqualTo(RoutingPolicy.NOWHERE);
    assertThat(policy.next(new Rejected(request, SPARE, 0), loads))
        .isEqualTo(RoutingPolicy.NOWHERE);
  }

  private static Failed failed(Request request, int pool, Failure failure) {
    return new Failed(request, pool, 0, failure, 0, 0);
  }
}
