package footfall.queueing.closedforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class WaitingTimeTest {
  @Test
  void allenCunneenIsExactForMarkovAndSingleServers() {
    MarkovQueue ten = MarkovQueue.solve(8, 1, 10, Long.MAX_VALUE, 0);
    assertThat(WaitingTime.allenCunneen(8, 1, 1, 1, 10, 1e9).mean())
        .isCloseTo(ten.meanWait(), within(1e-12));
    // M/D/1 and an M/G/1 of squared CV 4 (Pollaczek and Khinchine)
    assertThat(WaitingTime.allenCunneen(0.8, 1, 1, 0, 1, 1e9).mean()).isCloseTo(2, within(1e-12));
    assertThat(WaitingTime.allenCunneen(0.8, 1, 1, 4, 1, 1e9).mean())
        .isCloseTo(SingleServer.meanWait(0.8, 1, 5), within(1e-12));
  }

  @Test
  void theTailOfOneServerIsTheTextbooks() {
    MarkovPool one = new MarkovPool(1, 0.8, 1, 1);
    assertThat(one.sojournExceeding(14.978661)).isCloseTo(0.05, within(1e-7));
    assertThat(one.waitExceeding(13.862944)).isCloseTo(0.05, within(1e-7));
    assertThat(one.meanWait()).isCloseTo(4, within(1e-12));
    assertThat(one.meanSojourn()).isCloseTo(5, within(1e-12));
  }

  /** W is zero or exponential and independent of S: by sampling, for spare servers and for one. */
  @Test
  void theSojournOfSeveralServersIsThatOfItsTwoParts() {
    for (double[] queue : new double[][] {{8, 10}, {1.5, 3}, {2, 3}, {0.999999999, 2}}) {
      MarkovPool pool = new MarkovPool(1, queue[0], 1, (int) queue[1]);
      double delayed = pool.waitExceeding(0);
      Random random = new Random(5);
      int over = 0;
      int samples = 400_000;
      for (int i = 0; i < samples; i++) {
        double wait =
            random.nextDouble() < delayed
                ? -Math.log(1 - random.nextDouble()) / (queue[1] - queue[0])
                : 0;
        over += wait - Math.log(1 - random.nextDouble()) > 2 ? 1 : 0;
      }
      assertThat(pool.sojournExceeding(2))
          .isCloseTo((double) over / samples, within(4 * Math.sqrt(0.25 / samples)));
    }
  }

  @Test
  void delayIsErlangs() {
    assertThat(WaitingTime.delayed(8, 10)).isCloseTo(0.409180, within(1e-6));
    assertThat(WaitingTime.delayed(0.8, 1)).isCloseTo(0.8, within(1e-12));
  }

  @Test
  void whatCannotKeepUpWaitsLongerAndLonger() {
    WaitingTime growing = WaitingTime.allenCunneen(2, 1, 1, 1, 1, 1_000);
    assertThat(growing.mean()).isCloseTo(500, within(1e-9));
    assertThat(growing.exceeding(250)).isCloseTo(0.75, within(1e-9));
    assertThat(growing.exceeding(2_000)).isZero();
    assertThat(new MarkovPool(1, 2, 1, 1).waitExceeding(1e9)).isEqualTo(1);
  }

  @Test
  void nobodyWaitsWhereNobodyComes() {
    WaitingTime none = WaitingTime.allenCunneen(0, 1, 1, 1, 3, 1_000);
    assertThat(none.mean()).isZero();
    assertThat(none.exceeding(0)).isZero();
    assertThat(none.exceeding(-1)).isEqualTo(1);
  }
}
