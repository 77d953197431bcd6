package footfall.actors.routing;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.actors.protocol.Request;
import footfall.scenarios.routing.Circuit;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
  private static final long SECOND = 1_000_000_000L;

  private final CircuitBreaker breaker = new CircuitBreaker(new Circuit(2, 10 * SECOND));

  private static Request sent(long shopper, long atNanos) {
    return PolicyContract.request(shopper, 0, atNanos);
  }

  /** Two failures open it, and a probe at 10 s closes it again. */
  private void openAndClose() {
    breaker.failed(sent(1, 0), 0);
    breaker.failed(sent(2, 0), 0);
    assertThat(breaker.admits(sent(3, 9 * SECOND), 9 * SECOND)).isFalse();
    Request probe = sent(4, 10 * SECOND);
    assertThat(breaker.admits(probe, 10 * SECOND)).isTrue();
    assertThat(breaker.admits(sent(5, 10 * SECOND), 10 * SECOND)).isFalse();
    breaker.succeeded(probe, 11 * SECOND);
    assertThat(breaker.openings()).isEqualTo(1);
  }

  @Test
  void answersToWhatWasSentBeforeItClosedDoNotCount() {
    openAndClose();

    breaker.failed(sent(6, 5 * SECOND), 12 * SECOND);
    breaker.failed(sent(7, 11 * SECOND - 1), 12 * SECOND);
    assertThat(breaker.admits(sent(8, 12 * SECOND), 12 * SECOND)).isTrue();
    assertThat(breaker.openings()).isEqualTo(1);

    breaker.failed(sent(9, 11 * SECOND), 13 * SECOND);
    breaker.succeeded(sent(10, 5 * SECOND), 13 * SECOND); // nor do old successes
    breaker.failed(sent(11, 12 * SECOND), 13 * SECOND);
    assertThat(breaker.admits(sent(12, 13 * SECOND), 13 * SECOND)).isFalse();
    assertThat(breaker.openings()).isEqualTo(2);
  }

  @Test
  void aFailedProbeOpensItForAsLongAgain() {
    breaker.failed(sent(1, 0), 0);
    breaker.failed(sent(2, 0), 0);
    Request probe = sent(3, 10 * SECOND);
    assertThat(breaker.admits(probe, 10 * SECOND)).isTrue();
    breaker.failed(probe, 12 * SECOND);
    assertThat(breaker.admits(sent(4, 21 * SECOND), 21 * SECOND)).isFalse();
    assertThat(breaker.admits(sent(5, 22 * SECOND), 22 * SECOND)).isTrue();
    assertThat(breaker.openings()).isEqualTo(2);
  }

  @Test
  void aSuccessBetweenFailuresStartsTheCountAfresh() {
    for (int i = 0; i < 10; i++) {
      breaker.failed(sent(2 * i, i), i);
      breaker.succeeded(sent(2 * i + 1, i), i);
    }
    assertThat(breaker.admits(sent(99, 10), 10)).isTrue();
    breaker.failed(sent(100, 10), 10);
    assertThat(breaker.admits(sent(101, 10), 10)).isTrue();
    breaker.failed(sent(102, 10), 10);
    assertThat(breaker.admits(sent(103, 10), 10)).isFalse();
  }

  @Test
  void aProbeThatTellsNothingLeavesItsPlaceToTheNext() {
    breaker.failed(sent(1, 0), 0);
    breaker.failed(sent(2, 0), 0);
    Request probe = sent(3, 10 * SECOND);
    assertThat(breaker.admits(probe, 10 * SECOND)).isTrue();
    breaker.toldNothing(sent(99, 0));
    assertThat(breaker.admits(sent(4, 10 * SECOND), 10 * SECOND)).isFalse();
    breaker.toldNothing(probe);
    assertThat(breaker.admits(sent(5, 10 * SECOND), 10 * SECOND)).isTrue();
  }
}
