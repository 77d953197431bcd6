package footfall.actors.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.actors.protocol.Request;
import footfall.actors.protocol.RequestOutcome.Abandoned;
import footfall.actors.protocol.RequestOutcome.Completed;
import footfall.actors.protocol.RequestOutcome.Rejected;
import footfall.actors.protocol.Route;
import org.junit.jupiter.api.Test;

class CascadeTest extends PolicyContract {
  @Override
  String yaml() {
    return "cascade: {pools: [small, large, spare], threshold: 0.4}";
  }

  private static Completed completed(Request request, int pool) {
    Request sent = request.on(new Route(pool, 0, 0, false, 1_000, null, null), 0, null);
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
}
