package footfall.actors.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.scenarios.pools.VendorApi.Jitter;
import footfall.scenarios.pools.VendorApi.Retries;
import footfall.scenarios.randomness.RandomStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final RandomStream random = new RandomStream().at(1);

  @Test
  void doublesUpToTheCapWithoutJitter() {
    Retries retries = new Retries(9, 500, 3_000, Jitter.NONE, 60);
    assertThat(Backoff.nanos(retries, 0, 0, random)).isEqualTo(500);
    assertThat(Backoff.nanos(retries, 2, 1_000, random)).isEqualTo(2_000);
    assertThat(Backoff.nanos(retries, 60, 3_000, random)).isEqualTo(3_000);
  }

  @Test
  void fullJitterIsAnywhereUpToThat() {
    Retries retries = new Retries(9, 1_000, 8_000, Jitter.FULL, 60);
    double sum = 0;
    for (int i = 0; i < 10_000; i++) {
      long pause = Backoff.nanos(retries, 2, 0, random);
      assertThat(pause).isBetween(0L, 4_000L);
      sum += pause;
    }
    assertThat(sum / 10_000).isCloseTo(2_000, within(50.0));
  }

  @Test
  void decorrelatedJitterGrowsFromThePauseBefore() {
    Retries retries = new Retries(9, 1_000, 8_000, Jitter.DECORRELATED, 60);
    for (int i = 0; i < 1_000; i++) {
      assertThat(Backoff.nanos(retries, 0, 0, random)).isBetween(1_000L, 1_000L);
      assertThat(Backoff.nanos(retries, 1, 2_000, random)).isBetween(1_000L, 6_000L);
      assertThat(Backoff.nanos(retries, 5, 8_000, random)).isBetween(1_000L, 8_000L);
    }
  }
}
