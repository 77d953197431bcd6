package footfall.actors.routing;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.actors.protocol.Request;
import footfall.actors.protocol.RequestOutcome.Abandoned;
import footfall.actors.protocol.RequestOutcome.Completed;
import footfall.actors.protocol.RequestOutcome.Failed;
import footfall.reports.recording.Failure;
import org.junit.jupiter.api.Test;

class FallbackTest extends PolicyContract {
  @Override
  String yaml() {
    return "fallback: {pools: [small, large, spare], circuit: {failures: 2, open: 10s}}";
  }

  private static final long SECOND = 1_000_000_000L;

  private final Loads loads = new Loads(scenario());

  private static Failed failed(Request request, int pool, long atNanos) {
    return new Failed(request, pool, 0, Failure.VENDOR_ERROR, 0, atNanos);
  }

  private static Completed completed(Request request, int pool) {
    return new Completed(request, pool, 0, 0, 0, 0, 0);
  }

  @Test
  void anOpenCircuitSendsNothingUntilItsProbeSucceeds() {
    Fallback policy = (Fallback) Policies.of(scenario(), 0);
    assertThat(policy.next(failed(request(1, 0, 0), SMALL, 0), loads)).isEqualTo(LARGE);
    assertThat(policy.choose(request(2, 0, 0), loads)).isEqualTo(SMALL);
    policy.next(failed(request(2, 0, 0), SMALL, SECOND), loads); // the second in a row: open
    assertThat(policy.circuitOpenings()).isEqualTo(1);
    for (int i = 3; i < 50; i++) {
      assertThat(policy.choose(request(i, 0, SECOND + i * SECOND / 10), loads)).isEqualTo(LARGE);
    }

    Request probe = request(60, 0, 11 * SECOND);
    assertThat(policy.choose(probe, loads)).isEqualTo(SMALL); // half-open: one, and only one
    assertThat(policy.choose(request(61, 0, 11 * SECOND), loads)).isEqualTo(LARGE);

    policy.next(failed(probe, SMALL, 12 * SECOND), loads); // open again, for ten more seconds
    assertThat(policy.choose(request(62, 0, 21 * SECOND), loads)).isEqualTo(LARGE);
    Request second = request(63, 0, 22 * SECOND);
    assertThat(policy.choose(second, loads)).isEqualTo(SMALL);
    policy.next(completed(second, SMALL), loads);
    assertThat(policy.choose(request(64, 0, 22 * SECOND), loads)).isEqualTo(SMALL);
    assertThat(policy.circuitOpenings()).isEqualTo(2);
  }

  @Test
  void aSuccessBetweenFailuresKeepsItClosed() {
    Fallback policy = (Fallback) Policies.of(scenario(), 0);
    for (int i = 0; i < 20; i++) {
      policy.next(failed(request(i, 0, i), SMALL, i), loads);
      policy.next(completed(request(i, 1, i), SMALL), loads);
    }

    assertThat(policy.circuitOpenings()).isZero();
  }

  @Test
  void whatWasSentBeforeItOpenedSaysNothing() {
    Fallback policy = (Fallback) Policies.of(scenario(), 0);
    policy.next(failed(request(1, 0, 0), SMALL, 0), loads);
    policy.next(failed(request(2, 0, 0), SMALL, 0), loads);

    policy.next(completed(request(3, 0, 0), SMALL), loads);
    policy.next(failed(request(4, 0, 0), SMALL, 9 * SECOND), loads);

    assertThat(policy.choose(request(5, 0, 5 * SECOND), loads)).isEqualTo(LARGE);
    assertThat(policy.choose(request(6, 0, 10 * SECOND), loads)).isEqualTo(SMALL);
  }

  @Test
  void anAbandonedProbeLeavesTheCircuitToTheNext() {
    Fallback policy = (Fallback) Policies.of(scenario(), 0);
    policy.next(failed(request(1, 0, 0), SMALL, 0), loads);
    policy.next(failed(request(2, 0, 0), SMALL, 0), loads);
    Request probe = request(3, 0, 10 * SECOND);
    policy.choose(probe, loads);
    policy.next(new Abandoned(probe, SMALL, 11 * SECOND), loads);

    assertThat(policy.choose(request(4, 0, 11 * SECOND), loads)).isEqualTo(SMALL);
  }

  @Test
  void sendsNowhereWhereAllCircuitsAreOpen() {
    Fallback policy = (Fallback) Policies.of(scenario(), 0);
    for (int pool : new int[] {SMALL, LARGE, SPARE}) {
      policy.next(failed(request(1, 0, 0), pool, 0), loads);
      policy.next(failed(request(2, 0, 0), pool, 0), loads);
    }

    assertThat(policy.choose(request(3, 0, SECOND), loads)).isEqualTo(RoutingPolicy.NOWHERE);
  }
}
