package footfall.reports.analysis.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.reports.analysis.incidents.Recovery.Ended;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

class RecoveryTest {
  private static final long SECOND = 1_000_000_000L;

  /** A request a second for 300 seconds, each half a second long. */
  private static List<Ended> requests(LongPredicate badAt) {
    List<Ended> all = new ArrayList<>();
    for (long at = 0; at < 300; at++) {
      boolean good = !badAt.test(at);
      all.add(new Ended(at * SECOND, at * SECOND + SECOND / 2, good, good));
    }
    return all;
  }

  private static double recovery(List<Ended> all, long from, long until) {
    return Recovery.seconds(all, from * SECOND, until * SECOND);
  }

  @Test
  void lastsUntilTheLastBadRequest() {
    assertThat(recovery(requests(at -> at >= 100 && at <= 130), 100, 300)).isEqualTo(30);
  }

  @Test
  void doesNotCountSingleBadRequests() {
    assertThat(recovery(requests(at -> at % 15 == 0), 100, 300)).isZero();
    assertThat(recovery(requests(at -> at >= 100 && at <= 130 || at == 250), 100, 300))
        .isEqualTo(30);
  }

  @Test
  void goesOnWhereItComesBack() {
    assertThat(recovery(requests(at -> at >= 100 && at < 110 || at >= 200 && at < 210), 100, 300))
        .isEqualTo(109);
  }

  @Test
  void hasNoEndWhereItIsStillFelt() {
    assertThat(recovery(requests(at -> at >= 290), 100, 300)).isInfinite();
  }

  @Test
  void leavesWhatIsUnderWayToTheNextIncident() {
    List<Ended> all = new ArrayList<>(requests(at -> at >= 100 && at <= 105));
    for (int cut = 0; cut < 5; cut++) { // Said before the second begins, and lost by it.
      all.add(new Ended(199 * SECOND, 200 * SECOND, false, false));
    }
    assertThat(recovery(all, 100, 200)).isEqualTo(5);
    assertThat(recovery(all, 200, 300)).isZero();
  }
}
