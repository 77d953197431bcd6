package footfall.actors.routing;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.actors.pools.TestExchange;
import footfall.actors.protocol.Request;
import footfall.actors.protocol.RequestOutcome;
import footfall.actors.protocol.RequestOutcome.Failed;
import footfall.actors.protocol.RequestOutcome.Rejected;
import footfall.actors.protocol.Step;
import footfall.reports.recording.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChainTest {
  private final TestExchange exchange = new TestExchange();

  private static RequestOutcome rejected(Step step) {
    Request request = PolicyContract.request(1, 0, 0, step, 0);
    return new Rejected(request, 0, 0);
  }

  private boolean isSettled() {
    return Chain.isSettled(rejected(Step.said(Step.Prefix.NONE, -1, -1, exchange)));
  }

  @Test
  void placesAreCountedFromZero() {
    assertThat(Chain.placeOf(new int[] {4, 2}, 4)).isZero();
    assertThat(Chain.placeOf(new int[] {4, 2}, 2)).isEqualTo(1);
    assertThat(Chain.placeOf(new int[] {4, 2}, 3)).isEqualTo(Chain.NOT_THERE);
  }

  @Test
  void whatNobodyHasHeardOfCanBeTriedElsewhere() {
    assertThat(Chain.isSettled(rejected(Step.ONLY))).isFalse();
    assertThat(isSettled()).isFalse();
  }

  @Test
  void whatWasHeardIsSettled() {
    exchange.begun = true;
    assertThat(isSettled()).isTrue();
  }

  @Test
  void whoIsGoneWantsNothingMore() {
    exchange.cancelled = true;
    assertThat(isSettled()).isTrue();
  }

  @Test
  void whoAsksForOnePoolWantsNoOther() {
    exchange.pool = 0;
    assertThat(isSettled()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void onlySomeFailuresAreTheRequestsOwn(Failure failure) {
    boolean own = failure == Failure.CANCELLED || failure == Failure.NOT_UNDERSTOOD;
    Failed failed = new Failed(PolicyContract.request(1, 0, 0), 0, 0, failure, 0, 0);
    assertThat(Chain.isRequestsFault(failed)).isEqualTo(own);
    assertThat(Chain.isRequestsFault(rejected(Step.ONLY))).isFalse();
  }
}
