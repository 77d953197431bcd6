package footfall.actors.workers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketTest {
  private static final long SECOND = 1_000_000_000L;

  private record Grant(long nanos, double units) {}

  /** In any window of w seconds at most {@code rate (60 + w)/60} is granted, whoever asks when. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void neverGrantsMoreThanItsRateInAnyWindow(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double perMinute = 100 + random.nextInt(10_000);
    TokenBucket bucket = new TokenBucket(perMinute);
    List<Grant> grants = new ArrayList<>();
    long now = 0;
    double asked = 0;
    while (now < 1_800 * SECOND) {
      now += (long) (random.nextDouble() * random.nextInt(1, 4_000) * 1e6);
      double units = random.nextDouble() * perMinute / 10;
      asked += units;
      if (bucket.waitNanos(units, now) == 0) {
        bucket.take(units);
        grants.add(new Grant(now, units));
      }
    }

    assertThat(grants).hasSizeGreaterThan(100);
    for (double window : new double[] {0, 1, 10, 60, 300}) {
      assertThat(mostIn(grants, window))
          .as("in %s s of %s a minute", window, perMinute)
          .isLessThanOrEqualTo(perMinute * (60 + window) / 60 * (1 + 1e-9));
    }
    double all = grants.stream().mapToDouble(Grant::units).sum();
    double most = perMinute * (60 + now / 1e9) / 60;
    assertThat(all).isLessThanOrEqualTo(most);
    if (asked > 2 * most) {
      assertThat(all).isGreaterThan(0.9 * most);
    }
  }

  private static double mostIn(List<Grant> grants, double windowSeconds) {
    Deque<Grant> inWindow = new ArrayDeque<>();
    double sum = 0;
    double most = 0;
    for (Grant grant : grants) {
      inWindow.add(grant);
      sum += grant.units();
      while (grant.nanos() - inWindow.peek().nanos() > windowSeconds * 1e9) {
        sum -= inWindow.poll().units();
      }
      most = Math.max(most, sum);
    }
    return most;
  }

  @Test
  void saysHowLongToWaitAndKeepsItsWord() {
    TokenBucket bucket = new TokenBucket(600);
    bucket.take(600);
    long wait = bucket.waitNanos(50, 0);

    assertThat(wait).isEqualTo(5 * SECOND);
    assertThat(bucket.waitNanos(50, wait - 1_000)).isPositive();
    assertThat(bucket.waitNanos(50, wait)).isZero();
  }

  @Test
  void neverGrantsWhatItNeverHolds() {
    assertThat(new TokenBucket(600).waitNanos(601, 0)).isEqualTo(TokenBucket.NEVER);
  }
}
