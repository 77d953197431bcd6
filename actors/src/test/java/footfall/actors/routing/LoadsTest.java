package footfall.actors.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoadsTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void aStaleViewShowsHowThingsStoodWhenItWasTaken() {
    Loads loads =
        new Loads(PolicyContract.scenario("leastLoaded: [small, large, spare], staleness: 10s"));
    loads.sent(0, SECOND);
    loads.sent(0, 9 * SECOND);
    assertThat(loads.inSystem(0)).isZero();

    loads.sent(0, 10 * SECOND); // the view of second 10 is taken before this one
    assertThat(loads.inSystem(0)).isEqualTo(2);

    loads.left(0, 19 * SECOND);
    loads.renew(31 * SECOND); // nothing has changed since second 20
    assertThat(loads.inSystem(0)).isEqualTo(2);
    loads.left(0, 39 * SECOND);
    assertThat(loads.inSystem(0)).isEqualTo(2);
    loads.renew(40 * SECOND);
    assertThat(loads.inSystem(0)).isEqualTo(1);
  }

  @Test
  void withoutStalenessEveryChangeIsSeen() {
    Loads loads = new Loads(PolicyContract.scenario("leastLoaded: [small, large, spare]"));
    for (int i = 0; i < 5; i++) {
      loads.sent(0, i);
    }
    loads.left(0, 9);

    assertThat(loads.inSystem(0)).isEqualTo(4);
    assertThat(loads.waiting(0)).isEqualTo(2);
  }
}
