package footfall.actors.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.actors.protocol.Request;
import footfall.actors.protocol.Step;
import footfall.scenarios.pools.Circuit;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
  private static final long SECOND = 1_000_000_000L;

  private final CircuitBreaker breaker = new CircuitBreaker(new Circuit(2, 10 * SECOND));

  private static Request sent(long shopper, long atNanos) {
    return new Request(
        shopper, 0, 1, 0, 0, 10, 10, 0, atNanos, Long.MAX_VALUE, shopper, Step.ONLY, null, null);
  }

  /** Two failures open it, and a probe at 10 s closes it again. */
  private void openAndClose() {
    breaker.recordFailure(sent(1, 0), 0, 0);
    breaker.recordFailure(sent(2, 0), 0, 0);
    assertThat(breaker.tryAcquire(sent(3, 9 * SECOND), 9 * SECOND)).isFalse();
    Request probe = sent(4, 10 * SECOND);
    assertThat(breaker.tryAcquire(probe, 10 * SECOND)).isTrue();
    assertThat(breaker.tryAcquire(sent(5, 10 * SECOND), 10 * SECOND)).isFalse();
    breaker.recordSuccess(probe, 10 * SECOND, 11 * SECOND);
    assertThat(breaker.openings()).isEqualTo(1);
  }

  @Test
  void answersToWhatWasSentBeforeItClosedDoNotCount() {
    openAndClose();

    breaker.recordFailure(sent(6, 5 * SECOND), 5 * SECOND, 12 * SECOND);
    breaker.recordFailure(sent(7, 11 * SECOND - 1), 11 * SECOND - 1, 12 * SECOND);
    assertThat(breaker.tryAcquire(sent(8, 12 * SECOND), 12 * SECOND)).isTrue();
    assertThat(breaker.openings()).isEqualTo(1);

    breaker.recordFailure(sent(9, 11 * SECOND), 11 * SECOND, 13 * SECOND);
    breaker.recordSuccess(sent(10, 5 * SECOND), 5 * SECOND, 13 * SECOND); // nor do old successes
    breaker.recordFailure(sent(11, 12 * SECOND), 12 * SECOND, 13 * SECOND);
    assertThat(breaker.tryAcquire(sent(12, 13 * SECOND), 13 * SECOND)).isFalse();
    assertThat(breaker.openings()).isEqualTo(2);
  }

  @Test
  void aFailedProbeOpensItForAsLongAgain() {
    breaker.recordFailure(sent(1, 0), 0, 0);
    breaker.recordFailure(sent(2, 0), 0, 0);
    Request probe = sent(3, 10 * SECOND);
    assertThat(breaker.tryAcquire(probe, 10 * SECOND)).isTrue();
    breaker.recordFailure(probe, 10 * SECOND, 12 * SECOND);
    assertThat(breaker.tryAcquire(sent(4, 21 * SECOND), 21 * SECOND)).isFalse();
    assertThat(breaker.tryAcquire(sent(5, 22 * SECOND), 22 * SECOND)).isTrue();
    assertThat(breaker.openings()).isEqualTo(2);
  }

  @Test
  void aSuccessBetweenFailuresStartsTheCountAfresh() {
    for (int i = 0; i < 10; i++) {
      breaker.recordFailure(sent(2 * i, i), i, i);
      breaker.recordSuccess(sent(2 * i + 1, i), i, i);
    }
    assertThat(breaker.tryAcquire(sent(99, 10), 10)).isTrue();
    breaker.recordFailure(sent(100, 10), 10, 10);
    assertThat(breaker.tryAcquire(sent(101, 10), 10)).isTrue();
    breaker.recordFailure(sent(102, 10), 10, 10);
    assertThat(breaker.tryAcquire(sent(103, 10), 10)).isFalse();
  }

  @Test
  void aProbeThatTellsNothingLeavesItsPlaceToTheNext() {
    breaker.recordFailure(sent(1, 0), 0, 0);
    breaker.recordFailure(sent(2, 0), 0, 0);
    Request probe = sent(3, 10 * SECOND);
    assertThat(breaker.tryAcquire(probe, 10 * SECOND)).isTrue();
    breaker.release(sent(99, 0));
    assertThat(breaker.tryAcquire(sent(4, 10 * SECOND), 10 * SECOND)).isFalse();
    breaker.release(probe);
    assertThat(breaker.tryAcquire(sent(5, 10 * SECOND), 10 * SECOND)).isTrue();
  }
}
